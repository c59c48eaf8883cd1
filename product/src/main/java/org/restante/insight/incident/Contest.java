package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;

/// The explanation that gains most of those offered, and by how much it leads the best that is another one: neither like it nor of the very same
/// attempts, as where a receiver is tried by one stream alone.
final class Contest {
    private @Nullable Finding best;
    private @Nullable Finding second;

    void begin() {
        best = null;
        second = null;
    }

    void offer(Family family, Reach reach, double gain, double n, double k) {
        var offered = new Finding(family, reach, gain, 0, n, k);
        var leader = best;
        if (leader == null || gain > leader.gain()) {
            second = better(other(leader, offered), other(second, offered));
            best = offered;
        } else {
            second = better(other(offered, leader), second);
        }
    }

    /// The first where it is another explanation than the second, else null.
    private static @Nullable Finding other(@Nullable Finding one, Finding than) {
        return one == null
                        || one.reach().alike(than.reach())
                        || one.attempts() == than.attempts() && one.refused() == than.refused()
                ? null
                : one;
    }

    private static @Nullable Finding better(@Nullable Finding one, @Nullable Finding other) {
        return one == null || other != null && other.gain() >= one.gain() ? other : one;
    }

    /// Null when the best is not worth so many nats.
    @Nullable Finding winner(double least) {
        var found = best;
        if (found == null || found.gain() < least) {
            return null;
        }
        return new Finding(
                found.family(),
                found.reach(),
                found.gain(),
                found.gain() - (second == null ? 0 : Math.max(0, second.gain())),
                found.attempts(),
                found.refused());
    }
}
