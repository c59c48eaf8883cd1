package org.restante.simulation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.policy.Policies;
import org.restante.simulation.world.Policy;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Tally;
import org.restante.simulation.world.World;

/// One scenario with one seed, played by several policies. The warm law plays the next day: the same receivers, another chance.
final class Match {
    /// The next day's chance.
    private static final long NEXT_DAY = 500;

    private final Scenario scenario;
    private final long seed;
    private final Policies policies;

    /// @param policy as it stood at the end
    private record Played(Policy policy, Tally tally) {}

    Match(Scenario scenario, long seed, Policies policies) {
        this.scenario = scenario;
        this.seed = seed;
        this.policies = policies;
    }

    /// In the order of the contestants; the oracle always plays along.
    List<Run> runs(Set<Contestant> contestants) {
        var oracle = play(policies.cold(Contestant.ORACLE), seed).tally();
        var runs = new ArrayList<Run>();
        @Nullable Policy cold = null;
        for (var contestant : Contestant.values()) {
            if (contestant == Contestant.ORACLE) {
                runs.add(run(contestant, oracle, oracle));
            } else if (contestant == Contestant.LAW_WARM) {
                if (contestants.contains(contestant)) {
                    runs.add(nextDay(cold == null ? learnt() : cold));
                }
            } else if (contestants.contains(contestant)) {
                var played = play(policies.cold(contestant), seed);
                cold = contestant == Contestant.LAW ? played.policy() : cold;
                runs.add(run(contestant, played.tally(), oracle));
            }
        }
        return runs;
    }

    private Policy learnt() {
        return play(policies.cold(Contestant.LAW), seed).policy();
    }

    private Run nextDay(Policy cold) {
        var oracle = play(policies.cold(Contestant.ORACLE), seed + NEXT_DAY).tally();
        var warm = play(policies.warm(cold), seed + NEXT_DAY).tally();
        return run(Contestant.LAW_WARM, warm, oracle);
    }

    private Played play(Policy.Maker maker, long chance) {
        var world = new World(scenario, maker, chance);
        var tally = world.run();
        return new Played(world.policy(), tally);
    }

    private Run run(Contestant contestant, Tally tally, Tally oracle) {
        return new Run(
                scenario.name(),
                contestant,
                seed,
                Figures.of(scenario, tally, oracle),
                Curve.of(scenario, tally),
                tally.happened());
    }
}
