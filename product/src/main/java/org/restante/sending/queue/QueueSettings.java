package org.restante.sending.queue;

import java.time.Duration;

/// How long mail is tried.
///
/// @param bulk lifetime of a submitted message
/// @param relayed lifetime of relayed person-to-person mail (RFC 5321 §4.5.4.1: four to five days at least)
/// @param transactional lifetime of transactional mail: what comes days late is of no use
/// @param delayNotice after which a sender who asked for it is told of the delay
/// @param retry when what was refused is tried again
/// @param returnPaths where receivers return mail to
public record QueueSettings(
        Duration bulk,
        Duration relayed,
        Duration transactional,
        Duration delayNotice,
        RetrySettings retry,
        ReturnPaths returnPaths) {
    /// Tried again as is usual, returned to the sender's own path.
    public QueueSettings(
            Duration bulk, Duration relayed, Duration transactional, Duration delayNotice) {
        this(bulk, relayed, transactional, delayNotice, RetrySettings.defaults(), ReturnPaths.NONE);
    }

    public static QueueSettings defaults() {
        return new QueueSettings(
                Duration.ofHours(72),
                Duration.ofDays(5),
                Duration.ofHours(24),
                Duration.ofHours(4));
    }

    public QueueSettings with(RetrySettings others) {
        return new QueueSettings(bulk, relayed, transactional, delayNotice, others, returnPaths);
    }

    public QueueSettings with(ReturnPaths others) {
        return new QueueSettings(bulk, relayed, transactional, delayNotice, retry, others);
    }
}
