package org.restante.simulation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.world.Scenario;

final class ScoreTest {
    private static final Traits STILL = new Traits(true, false, false, false);
    private static final Traits PENAL = new Traits(true, true, false, false);
    private static final Curve NO_CURVE =
            new Curve(60, new double[0], new double[0], new double[0]);

    private static Figures figures(double efficiency, double wasted, Settling... settlings) {
        return new Figures(
                efficiency, 1, wasted, 1, 2, 1.6, 9, 0, 1, 0, 0, 0, List.of(settlings), 90);
    }

    private static Row row(Contestant contestant, Figures... figures) {
        return new Row(
                contestant,
                java.util.stream.IntStream.range(0, figures.length)
                        .mapToObj(i -> new Run("x", contestant, i + 1, figures[i], NO_CURVE, 10))
                        .toList());
    }

    private static Result result(String name, Scenario.Kind kind, Traits traits, Row... rows) {
        return new Result(name, "", kind, traits, List.of(rows));
    }

    private static Goal goal(List<Result> results, String name) {
        return Goals.of(results).stream()
                .filter(goal -> goal.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRowIsTheMeanOfItsSeedsAndItsSlowestSettling() {
        var quick = new Settling(Settling.Change.LIMIT_FELL, 0.25, 1);
        var slow = new Settling(Settling.Change.LIMIT_FELL, 0.25, 7);
        var never = new Settling(Settling.Change.LIMIT_FELL, 0.25, Settling.NEVER);
        var row = row(Contestant.LAW, figures(0.8, 0, quick), figures(1, 0.002, slow));

        assertThat(row.mean(Figures::efficiency)).isCloseTo(0.9, within(1e-12));
        assertThat(row.most(Figures::wasted)).isEqualTo(0.002);
        assertThat(row.settlings()).containsExactly(slow);
        assertThat(row(Contestant.LAW, figures(1, 0, never), figures(1, 0, slow)).settlings())
                .containsExactly(never);
    }

    @Test
    void theMeanLeavesOutWarmingUpAndWhatIsNoQuestionOfPace() {
        var results =
                List.of(
                        result(
                                "a",
                                Scenario.Kind.DESIGNED,
                                STILL,
                                row(Contestant.LAW, figures(0.9, 0))),
                        result(
                                "b",
                                Scenario.Kind.UNSEEN,
                                STILL,
                                row(Contestant.LAW, figures(0.8, 0))),
                        result(
                                "c",
                                Scenario.Kind.WARM_UP,
                                STILL,
                                row(Contestant.LAW, figures(0.1, 0))),
                        result(
                                "d",
                                Scenario.Kind.OTHER,
                                STILL,
                                row(Contestant.LAW, figures(0.2, 9))));

        assertThat(goal(results, "mean efficiency, cold").measured()).isCloseTo(85, within(1e-9));
        assertThat(goal(results, "worst designed scenario, cold").measured())
                .isCloseTo(90, within(1e-9));
        assertThat(goal(results, "wasted tries per delivered, cold").standing())
                .isEqualTo(Goal.Standing.AIM_MET);
        assertThat(goal(results, "mean efficiency, warm").standing())
                .isEqualTo(Goal.Standing.NOT_MEASURED);
    }

    @Test
    void theTableOfTrueLimitsIsToBeReachedWhereNothingBoxesAndAnAimElsewhere() {
        var results =
                List.of(
                        result(
                                "still",
                                Scenario.Kind.DESIGNED,
                                STILL,
                                row(Contestant.LAW_WARM, figures(0.88, 0)),
                                row(Contestant.HAND_TUNED, figures(0.89, 0))),
                        result(
                                "penal",
                                Scenario.Kind.DESIGNED,
                                PENAL,
                                row(Contestant.LAW_WARM, figures(0.70, 0)),
                                row(Contestant.HAND_TUNED, figures(0.89, 0))));

        assertThat(goal(results, "warm, points above").standing())
                .isEqualTo(Goal.Standing.MUST_MET);
        assertThat(goal(results, "the same, penal").standing()).isEqualTo(Goal.Standing.AIM_MISSED);
    }

    @Test
    void aChangeThatWasNeverSettledMissesItsGoal() {
        var never = new Settling(Settling.Change.LIMIT_ROSE, 4, Settling.NEVER);
        var results =
                List.of(
                        result(
                                "step",
                                Scenario.Kind.DESIGNED,
                                STILL,
                                row(Contestant.LAW, figures(1, 0, never))));

        assertThat(goal(results, "a risen limit used, cold").standing())
                .isEqualTo(Goal.Standing.MISSED);
    }
}
