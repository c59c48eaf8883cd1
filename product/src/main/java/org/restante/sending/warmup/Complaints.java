package org.restante.sending.warmup;

import java.time.Duration;
import java.time.Instant;

/// How many of the delivered a receiver's people complained about, as somebody told it: its postmaster pages, its feedback loop.
///
/// @param rate a share of the delivered, from 0 to 1
/// @param at when it was told
public record Complaints(double rate, Instant at, String by) {
    /// Postmaster pages show a day some two days later; what is older says nothing of this day.
    private static final Duration GOOD_FOR = Duration.ofDays(3);

    public Complaints {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("a rate of complaints is a share from 0 to 1");
        }
    }

    public boolean isGoodAt(Instant now) {
        return Duration.between(at, now).compareTo(GOOD_FOR) <= 0;
    }
}
