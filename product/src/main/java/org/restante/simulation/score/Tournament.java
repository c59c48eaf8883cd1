package org.restante.simulation.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.policy.Policies;

/// Plays scenarios with seeds and policies, several matches at a time. What comes out does not depend on how many.
public final class Tournament {
    private final Policies policies;
    private final int threads;

    public Tournament(Policies policies, int threads) {
        this.policies = policies;
        this.threads = threads;
    }

    /// @param finished told the scenario's name after each match, by any thread
    public List<Result> play(
            List<Plan> plans,
            Set<Contestant> contestants,
            List<Long> seeds,
            Consumer<String> finished)
            throws InterruptedException {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var matches = new LinkedHashMap<Plan, List<Future<List<Run>>>>();
            for (var plan : plans) {
                var ofPlan = new ArrayList<Future<List<Run>>>();
                for (long seed : seeds) {
                    Callable<List<Run>> match =
                            () -> {
                                var runs =
                                        new Match(plan.drawn(seed), seed, policies)
                                                .runs(contestants);
                                finished.accept(plan.name());
                                return runs;
                            };
                    ofPlan.add(executor.submit(match));
                }
                matches.put(plan, ofPlan);
            }
            try {
                return results(matches);
            } finally {
                executor.shutdownNow();
            }
        }
    }

    private static List<Result> results(Map<Plan, List<Future<List<Run>>>> matches)
            throws InterruptedException {
        var results = new ArrayList<Result>();
        for (var ofPlan : matches.entrySet()) {
            var byContestant = new LinkedHashMap<Contestant, List<Run>>();
            for (var match : ofPlan.getValue()) {
                for (var run : outcome(match)) {
                    byContestant.computeIfAbsent(run.contestant(), _ -> new ArrayList<>()).add(run);
                }
            }
            var plan = ofPlan.getKey();
            results.add(
                    new Result(
                            plan.name(),
                            plan.about(),
                            plan.drawn(1).kind(),
                            Traits.of(plan.drawn(1)),
                            byContestant.entrySet().stream()
                                    .map(entry -> new Row(entry.getKey(), entry.getValue()))
                                    .toList()));
        }
        return results;
    }

    private static List<Run> outcome(Future<List<Run>> match) throws InterruptedException {
        try {
            return match.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException bug -> throw bug;
                case Error bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
