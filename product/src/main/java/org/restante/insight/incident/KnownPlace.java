package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a place. The counts fade by halves.
final class KnownPlace {
    final @Nullable String provider;
    final String site;
    double accepted;
    double refused;
    Instant lastTaken = Instant.MIN;
    Instant lastTried;
    @Nullable Streak streak;
    @Nullable Incident told;
    boolean isOpen;

    /// Whether it is open for having been set aside, and not for refusals.
    boolean isTellingOfAsides;

    /// It is told of as a part of this.
    @Nullable Collective part;

    /// When it was set aside; null where it never was.
    @Nullable Asides asides;

    KnownPlace(Cell cell, Instant at) {
        provider = cell.provider();
        site = cell.site();
        lastTried = at;
    }

    /// What share was refused before; at least one in a hundred may be.
    double usual() {
        return (refused + .05) / (accepted + refused + 5);
    }

    /// What it is told for.
    @Nullable Streak voice() {
        return isTellingOfAsides && asides != null ? asides.streak() : streak;
    }

    Duration aside(Instant now) {
        return asides == null ? Duration.ZERO : asides.within(now);
    }

    boolean isAside() {
        return asides != null && asides.isNow();
    }

    int timesAside(Instant now) {
        return asides == null ? 0 : asides.times(now);
    }

    void count(boolean taken) {
        accepted += taken ? 1 : 0;
        refused += taken ? 0 : 1;
        if (accepted + refused > 2_000) {
            accepted /= 2;
            refused /= 2;
        }
    }
}
