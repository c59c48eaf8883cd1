package org.restante.record.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The ladder on which a lasting deferral climbs; each rung asks for more than the one before.
public enum Rung {
    ONE_HOUR(1),
    FOUR_HOURS(4),
    ONE_DAY(24),
    THREE_DAYS(72);

    private static final List<Rung> RISING = List.of(values());

    private final int hours;
    private final Duration from;

    Rung(int hours) {
        this.hours = hours;
        from = Duration.ofHours(hours);
    }

    public Duration from() {
        return from;
    }

    /// `1h`, `4h`, `24h` or `72h`.
    public String word() {
        return hours + "h";
    }

    /// The highest rung that `age` has reached.
    public static Optional<Rung> reachedBy(Duration age) {
        Rung reached = null;
        for (var rung : RISING) {
            if (age.compareTo(rung.from()) >= 0) {
                reached = rung;
            }
        }
        return Optional.ofNullable(reached);
    }
}
