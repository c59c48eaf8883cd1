package org.restante.simulation.world;

import java.time.Duration;

/// Messages that arrive at a site.
///
/// @param site its number
/// @param from they arrive evenly at random from here until `until`; all at once when both are the same
/// @param unknownUsers share of recipients that do not exist
/// @param offending how many of them hold what the receiver takes offence at
public record Load(
        int site,
        Stream stream,
        int messages,
        Duration from,
        Duration until,
        double unknownUsers,
        int offending) {
    public Load {
        if (until.compareTo(from) < 0) {
            throw new IllegalArgumentException("a load ends before it begins: " + until);
        }
    }

    /// Messages a second while it lasts; infinite when all arrive at once.
    double perSecond() {
        return messages / ((until.toNanos() - from.toNanos()) / 1e9);
    }
}
