package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;

/// The explanation that gains most of those offered, and by how much it leads the best that is not like it.
final class Contest {
    private @Nullable Finding best;
    private double second;
    private @Nullable Reach secondReach;

    void begin() {
        best = null;
        second = 0;
        secondReach = null;
    }

    void offer(Family family, Reach reach, double gain, double n, double k) {
        var leader = best;
        if (leader == null || gain > leader.gain()) {
            if (leader != null && !leader.reach().alike(reach)) {
                second = Math.max(leader.gain(), secondAgainst(reach));
                secondReach = leader.reach();
            }
            best = new Finding(family, reach, gain, 0, n, k);
        } else if (gain > second && !leader.reach().alike(reach)) {
            second = gain;
            secondReach = reach;
        }
    }

    private double secondAgainst(Reach reach) {
        var runnerUp = secondReach;
        return runnerUp == null || runnerUp.alike(reach) ? 0 : second;
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
                found.gain() - Math.max(0, second),
                found.attempts(),
                found.refused());
    }
}
