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

    Match(Scenario scenario, long seed, Policies policies) {
        this.scenario = scenario;
        this.seed = seed;
        this.policies = policies;
    }

    /// In the order of the contestants; the oracle always plays along. Of a world that is over, no more than figures are kept: the
    /// random ones hold a million messages.
    List<Run> runs(Set<Contestant> contestants) {
        var runs = new ArrayList<Run>();
        var par = oracle(runs);
        Policy.@Nullable Maker warm = null;
        for (var contestant : Contestant.values()) {
            boolean plays = contestants.contains(contestant);
            if (contestant == Contestant.LAW_WARM && plays) {
                runs.add(nextDay(warm == null ? learnt() : warm));
            } else if (contestant != Contestant.ORACLE && plays) {
                var world = world(policies.cold(contestant), seed);
                runs.add(run(contestant, world.run(), par));
                warm = contestant == Contestant.LAW ? policies.warm(world.policy()) : warm;
            }
        }
        return runs;
    }

    private Par oracle(List<Run> runs) {
        var tally = world(policies.cold(Contestant.ORACLE), seed).run();
        var par = Par.of(scenario, tally);
        runs.add(run(Contestant.ORACLE, tally, par));
        return par;
    }

    private Policy.Maker learnt() {
        var world = world(policies.cold(Contestant.LAW), seed);
        world.run();
        return policies.warm(world.policy());
    }

    private Run nextDay(Policy.Maker warm) {
        var par = Par.of(scenario, world(policies.cold(Contestant.ORACLE), seed + NEXT_DAY).run());
        return run(Contestant.LAW_WARM, world(warm, seed + NEXT_DAY).run(), par);
    }

    private World world(Policy.Maker maker, long chance) {
        return new World(scenario, maker, chance);
    }

    private Run run(Contestant contestant, Tally tally, Par par) {
        return new Run(
                scenario.name(),
                contestant,
                seed,
                Figures.of(scenario, tally, par),
                Curve.of(scenario, tally),
                tally.happened());
    }
}
