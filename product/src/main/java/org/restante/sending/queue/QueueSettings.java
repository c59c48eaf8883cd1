package org.restante.sending.queue;

import java.time.Duration;

/// How long mail is tried.
///
/// @param bulk lifetime of a submitted message
/// @param relayed lifetime of relayed person-to-person mail (RFC 5321 §4.5.4.1: four to five days at least)
/// @param transactional lifetime of transactional mail: what comes days late is of no use
/// @param delayNotice after which a sender who asked for it is told of the delay
public record QueueSettings(
        Duration bulk, Duration relayed, Duration transactional, Duration delayNotice) {
    public static QueueSettings defaults() {
        return new QueueSettings(
                Duration.ofHours(72),
                Duration.ofDays(5),
                Duration.ofHours(24),
                Duration.ofHours(4));
    }
}
