package org.restante.record.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Attempts over time, in stretches of equal length.
///
/// @param start when the first stretch begins
/// @param overall all attempts together
/// @param byProvider the largest providers, by attempts, falling; every series is as long as `overall`
public record Timeline(Instant start, Duration stretch, Series overall, List<Series> byProvider) {
    private static final int AT_MOST = 144;
    private static final List<Duration> STRETCHES =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofDays(1));

    public Timeline {
        if (!stretch.isPositive()) {
            throw new IllegalArgumentException("a stretch of no length");
        }
        byProvider = List.copyOf(byProvider);
    }

    public static Timeline empty() {
        return new Timeline(
                Instant.EPOCH, Duration.ofMinutes(1), new Series("all", List.of()), List.of());
    }

    /// The stretch that cuts a log of this span into a number that can be drawn: whole days when nothing shorter does.
    public static Duration stretchFor(Duration span) {
        for (var stretch : STRETCHES) {
            if (span.toMillis() <= stretch.toMillis() * AT_MOST) {
                return stretch;
            }
        }
        return Duration.ofDays(span.toDays() / AT_MOST + 1);
    }

    public Instant startOf(int stretchNumber) {
        return start.plus(stretch.multipliedBy(stretchNumber));
    }

    public Instant end() {
        return startOf(overall.counts().size());
    }

    /// One line of the timeline.
    public record Series(String key, List<Counts> counts) {
        public Series {
            counts = List.copyOf(counts);
        }
    }

    /// The attempts of one stretch.
    public record Counts(long attempts, long deferred, long bounced) {
        public static final Counts NONE = new Counts(0, 0, 0);
    }
}
