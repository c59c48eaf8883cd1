package org.restante.sending.pacing;

import org.restante.sending.pacing.Decision.Kind;

/// Goes faster where that is worth a refusal, or where a sibling has shown that it passes.
final class Prober {
    private final Site site;
    private final Speed speed;
    private final Decisions decisions;

    Prober(Site site, Speed speed, Decisions decisions) {
        this.site = site;
        this.speed = speed;
        this.decisions = decisions;
    }

    /// The rate has been proven, or is searched for.
    ///
    /// @param clearing seconds a refusal closes the lane for
    /// @param published messages a second that are never exceeded
    void ask(Law lane, double clearing, Demand demand, double published, long now) {
        if (site.isFrozenFor(lane)) {
            speed.stay(now);
            return;
        }
        var leader = site.leader(lane);
        if (leader == lane || isRefusedHere(provenBy(leader), now)) {
            tryMore(lane, clearing, demand, published, now);
        } else {
            follow(leader, now);
        }
    }

    private double provenBy(Law leader) {
        return leader.speed().provenFor(speed.perSecond());
    }

    private void follow(Law leader, long now) {
        double proven = provenBy(leader);
        if (leader.isRefused() || proven <= Bracket.OTHER * speed.perSecond()) {
            speed.stay(now);
        } else {
            speed.follow(proven, now);
        }
    }

    /// Siblings may share one limit: what this lane was refused at counts more than what another has proven.
    private boolean isRefusedHere(double proven, long now) {
        double rate = speed.perSecond();
        return speed.hasBeenRefused()
                && speed.limit.bracket.oddsOfRefusal(rate, proven / rate - 1, now) > 0.5;
    }

    private void tryMore(Law lane, double clearing, Demand demand, double published, long now) {
        speed.heed(site.leastRefusedOf(lane), now);
        double rate = speed.perSecond();
        double step =
                ValueOfProbe.bestStep(
                        speed.limit.bracket,
                        rate,
                        demand.lasts(rate, now),
                        clearing,
                        mostStep(clearing),
                        now);
        boolean isDear = clearing > Pauses.DEAR && speed.hasMetALimit();
        if (step > 0 && rate < published && site.mayProbe(isDear, now)) {
            speed.raise(step, now);
            decisions.add(
                    Kind.FASTER,
                    now,
                    "tries %s instead of %s: nothing was refused, %d wait",
                    Rate.text(speed.perSecond()),
                    Rate.text(rate),
                    demand.waiting());
        }
    }

    private double mostStep(double clearing) {
        if (speed.limit.bracket.isOpen()) {
            return clearing <= Pauses.CHEAP ? 1 : clearing <= 2 * Pauses.DEAR ? 0.6 : 0.3;
        }
        return speed.limit.isSearched(clearing) && clearing <= 10 ? 15 : 1;
    }
}
