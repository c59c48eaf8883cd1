package org.restante.app.demo;

import java.time.Duration;
import java.util.Optional;

/// Mail of one kind that is sent over a part of the story.
///
/// @param to the receiver's name
/// @param stream as steering calls it; `transactional` for mail that somebody waits for
/// @param perMinute messages in a minute of the story
/// @param unknown share of addresses that nobody has
record Stream(
        String to,
        String tenant,
        String stream,
        Optional<String> campaign,
        double perMinute,
        Duration from,
        Duration until,
        double unknown) {
    /// All the time, to addresses that exist.
    static Stream always(String to, String tenant, String stream, double perMinute) {
        return new Stream(
                to,
                tenant,
                stream,
                Optional.empty(),
                perMinute,
                Duration.ZERO,
                Duration.ofDays(1),
                0.001);
    }

    /// How many messages were due when so much of the story had passed.
    long due(Duration passed) {
        var end = passed.compareTo(until) < 0 ? passed : until;
        double minutes = end.minus(from).toMillis() / 60_000.0;
        return minutes <= 0 ? 0 : (long) (minutes * perMinute);
    }
}
