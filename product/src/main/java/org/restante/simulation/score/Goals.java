package org.restante.simulation.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.world.Scenario;

/// What the law is to reach (docs/simulation.md, "Goals"), and what it reached.
public final class Goals {
    private static final double NONE = Double.NaN;

    /// A figure and the scenario it comes from.
    private record Found(String where, double value) {}

    private final List<Result> results;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(List<Result> results) {
        this.results = results;
    }

    /// The whole table; of scenarios, seeds or policies that were not played, nothing is said.
    public static List<Goal> of(List<Result> results) {
        var goals = new Goals(results);
        goals.efficiency(Contestant.LAW_WARM, "warm", 95, 97, 85, 92, 82, 90);
        goals.efficiency(Contestant.LAW, "cold", 91, 94, 66, 80, 75, 82);
        for (var law : List.of(Contestant.LAW_WARM, Contestant.LAW)) {
            goals.costs(law, law == Contestant.LAW ? "cold" : "warm");
        }
        goals.changes();
        goals.table();
        return List.copyOf(goals.goals);
    }

    private void efficiency(
            Contestant law,
            String how,
            double meanMust,
            double meanAim,
            double worstMust,
            double worstAim,
            double lotteryMust,
            double lotteryAim) {
        ToDoubleFunction<Row> percent = row -> 100 * row.mean(Figures::efficiency);
        var mean = values(law, Result::entersTheMean, percent);
        goals.add(
                new Goal(
                        "mean efficiency, " + how + ", % of the oracle",
                        meanMust,
                        meanAim,
                        true,
                        mean.stream().mapToDouble(Found::value).average().orElse(NONE),
                        null));
        floor(
                "worst designed scenario, " + how + ", %",
                worstMust,
                worstAim,
                least(values(law, is(Scenario.Kind.DESIGNED), percent)));
        floor(
                "random receivers, " + how + ", %",
                lotteryMust,
                lotteryAim,
                least(values(law, is(Scenario.Kind.LOTTERY), percent)));
    }

    private void costs(Contestant law, String how) {
        ceiling(
                "wasted tries per delivered, " + how,
                0.01,
                0.002,
                most(
                        values(
                                law,
                                result -> result.kind() != Scenario.Kind.OTHER,
                                row -> row.mean(Figures::wasted))));
        ceiling(
                "greylist tries beyond the first, " + how,
                0.2,
                0.05,
                most(
                        values(
                                law,
                                result -> result.scenario().startsWith("greylist"),
                                row -> row.mean(Figures::greylistExtraTries))));
        Function<Boolean, List<Found>> transactional =
                isNoisy ->
                        values(
                                law,
                                result ->
                                        result.kind() == Scenario.Kind.DESIGNED
                                                && result.traits().isNoisy() == isNoisy
                                                && boxes(result, law) == 0,
                                row -> row.mean(Figures::transactionalRatio));
        ceiling(
                "transactional p99 ÷ oracle's, no box, " + how,
                2,
                1.5,
                most(transactional.apply(false)));
        ceiling(
                "transactional p99 ÷ oracle's, random noise, " + how,
                3,
                1.5,
                most(transactional.apply(true)));
        ceiling(
                "innocents' p99, " + how + ", s",
                8,
                5,
                most(
                        values(
                                law,
                                result -> result.traits().hasInnocents(),
                                row -> row.mean(Figures::innocentsP99))));
    }

    private static double boxes(Result result, Contestant law) {
        return result.of(law).map(row -> row.most(Figures::boxes)).orElse(0.0);
    }

    private void changes() {
        for (var law : List.of(Contestant.LAW_WARM, Contestant.LAW)) {
            var how = law == Contestant.LAW ? "cold" : "warm";
            ceiling(
                    "a fallen limit absorbed, " + how + ", min",
                    2,
                    1,
                    slowest(law, Settling.Change.LIMIT_FELL));
            ceiling(
                    "a risen limit used, " + how + ", min",
                    15,
                    10,
                    slowest(law, Settling.Change.LIMIT_ROSE));
            ceiling(
                    "full speed after an outage, " + how + ", min",
                    1,
                    1,
                    slowest(law, Settling.Change.OUTAGE_ENDED));
        }
    }

    private Found slowest(Contestant law, Settling.Change change) {
        var found = new ArrayList<Found>();
        for (var result : results) {
            if (result.kind() == Scenario.Kind.DESIGNED) {
                result.of(law).stream()
                        .flatMap(row -> row.settlings().stream())
                        .filter(settling -> settling.change() == change)
                        .map(settling ->
                                new Found(
                                        result.scenario(),
                                        settling.isSettled()
                                                ? settling.minutes()
                                                : Double.POSITIVE_INFINITY))
                        .forEach(found::add);
            }
        }
        return most(found);
    }

    /// Against the table made by somebody who knew; not where others must be spared, for a table spares nobody.
    private void table() {
        Predicate<Result> isStill =
                result ->
                        result.kind() == Scenario.Kind.DESIGNED
                                && result.traits().isStill()
                                && !result.traits().isPenal()
                                && !result.traits().hasInnocents();
        floor("warm, points above the hand-tuned table, static receivers", -2, 0, ahead(isStill));
        floor(
                "the same, penal and random receivers",
                NONE,
                0,
                ahead(result ->
                        result.kind() == Scenario.Kind.LOTTERY
                                || result.kind() == Scenario.Kind.DESIGNED
                                        && result.traits().isPenal()));
    }

    private Found ahead(Predicate<Result> which) {
        var found = new ArrayList<Found>();
        for (var result : results) {
            var law = result.of(Contestant.LAW_WARM);
            var table = result.of(Contestant.HAND_TUNED);
            if (which.test(result) && law.isPresent() && table.isPresent()) {
                double points =
                        100
                                * (law.get().mean(Figures::efficiency)
                                        - table.get().mean(Figures::efficiency));
                found.add(new Found(result.scenario(), points));
            }
        }
        return least(found);
    }

    private static Predicate<Result> is(Scenario.Kind kind) {
        return result -> result.kind() == kind;
    }

    private List<Found> values(
            Contestant law, Predicate<Result> which, ToDoubleFunction<Row> value) {
        var found = new ArrayList<Found>();
        for (var result : results) {
            if (which.test(result)) {
                result.of(law)
                        .map(row -> new Found(result.scenario(), value.applyAsDouble(row)))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static Found least(List<Found> found) {
        return found.stream()
                .min(Comparator.comparingDouble(Found::value))
                .orElse(new Found("", NONE));
    }

    private static Found most(List<Found> found) {
        return found.stream()
                .max(Comparator.comparingDouble(Found::value))
                .orElse(new Found("", NONE));
    }

    private void floor(String name, double must, double aim, Found found) {
        goals.add(new Goal(name, must, aim, true, found.value(), found.where()));
    }

    private void ceiling(String name, double must, double aim, Found found) {
        goals.add(new Goal(name, must, aim, false, found.value(), found.where()));
    }
}
