package org.restante.record.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the figures of an analysis are to be read with.
///
/// @param stepsBack how often time went back within a file by more than a minute: what was joined and found over time may be wrong
/// @param furthestBack the longest of those steps; zero without any
/// @param linesCut lines that were too long and read in part
/// @param damage what could not be unpacked, in words; empty when all was well
/// @param since the beginning of the time asked for; null for all
/// @param until its end; null for all
public record Caveats(
        long stepsBack,
        Duration furthestBack,
        long linesCut,
        String damage,
        @Nullable Instant since,
        @Nullable Instant until) {
    public static final Caveats NONE = new Caveats(0, Duration.ZERO, 0, "", null, null);
}
