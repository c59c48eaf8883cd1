package org.restante.sending.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.sending.warmup.Step.Kind;

/// What a day comes to, as a table.
final class JudgementTest {
    private static final Plan TABLE =
            new Plan("table", List.of(100, 200, 400, 800, 1600), false, "here");
    private static final WarmupPolicy HOLDS = WarmupPolicy.of(TABLE);
    private static final WarmupPolicy ADVANCES = without(HOLDS, WithoutComplaints.ADVANCE);
    private static final WarmupPolicy AUTOMATIC = WarmupPolicy.of(Plan.automatic());

    private static WarmupPolicy without(WarmupPolicy policy, WithoutComplaints choice) {
        return new WarmupPolicy(
                policy.plan(),
                policy.spread(),
                policy.whenFull(),
                policy.waitAtMost(),
                choice,
                policy.mostDeferred(),
                policy.mostComplaints());
    }

    private static DayCount day(
            int day,
            int planned,
            int used,
            int attempts,
            int refused,
            @Nullable Double complained) {
        return new DayCount(
                LocalDate.parse("2026-11-29"),
                day,
                planned,
                used,
                attempts,
                refused,
                complained == null
                        ? null
                        : new Complaints(complained, Instant.parse("2026-11-29T12:00:00Z"), "me"));
    }

    private static void check(
            WarmupPolicy policy, DayCount count, Kind kind, int next, String words) {
        var step = Judgement.after(count, policy);

        assertThat(step.kind()).as(step.reason()).isEqualTo(kind);
        assertThat(step.day()).as(step.reason()).isEqualTo(next);
        assertThat(step.reason()).contains(words);
    }

    @Test
    void aUsedAndCleanDayAdvances() {
        check(HOLDS, day(3, 400, 400, 410, 0, 0.0), Kind.ADVANCED, 4, "400 of 400 used");
        check(HOLDS, day(3, 400, 360, 360, 0, 0.0005), Kind.ADVANCED, 4, "360 of 400 used");
        check(HOLDS, day(3, 400, 400, 420, 20, 0.0), Kind.ADVANCED, 4, "4.8 % of 420");
    }

    @Test
    void aDayThatUsedLessThanNineTenthsHolds() {
        check(HOLDS, day(3, 400, 359, 359, 0, 0.0), Kind.HELD, 3, "359 of 400 used; 360 are");
        check(HOLDS, day(3, 400, 1, 1, 0, 0.0), Kind.HELD, 3, "1 of 400 used");
    }

    @Test
    void refusalsHoldAndManyOfThemStepBack() {
        check(HOLDS, day(3, 400, 400, 425, 25, 0.0), Kind.HELD, 3, "5.9 % of 425");
        check(HOLDS, day(3, 400, 400, 480, 80, 0.0), Kind.HELD, 3, "16.7 %");
        check(HOLDS, day(3, 400, 400, 500, 100, 0.0), Kind.STEPPED_BACK, 2, "20.0 %");
        check(HOLDS, day(3, 400, 5, 500, 495, null), Kind.STEPPED_BACK, 2, "99.0 %");
    }

    @Test
    void ofFewAttemptsARefusalHoldsAndTakesNothingBack() {
        check(HOLDS, day(3, 400, 3, 4, 1, 0.0), Kind.HELD, 3, "25.0 % of 4");
    }

    @Test
    void complaintsHoldAndMoreStepBack() {
        check(HOLDS, day(3, 400, 400, 400, 0, 0.0006), Kind.HELD, 3, "0.06 % complained");
        check(HOLDS, day(3, 400, 400, 400, 0, 0.0011), Kind.STEPPED_BACK, 2, "0.1 % complained");
    }

    @Test
    void missingComplaintsAreNotNone() {
        check(HOLDS, day(3, 400, 400, 400, 0, null), Kind.HELD, 3, "missing is not none");
        check(ADVANCES, day(3, 400, 400, 400, 0, null), Kind.ADVANCED, 4, "complaints missing");
        check(ADVANCES, day(3, 400, 400, 400, 0, 0.0006), Kind.HELD, 3, "complained");
    }

    @Test
    void theFirstDayHasNoDayBefore() {
        check(HOLDS, day(1, 100, 100, 200, 100, 0.0), Kind.HELD, 1, "the first day already");
    }

    @Test
    void afterTheLastDayTheSourceIsWarm() {
        check(HOLDS, day(5, 1600, 1600, 1600, 0, 0.0), Kind.ENDED, 5, "used");
    }

    @Test
    void theAutomaticPlanStridesOnSpotlessDaysAlone() {
        check(AUTOMATIC, day(4, 549, 549, 549, 0, 0.0001), Kind.ADVANCED, 6, "used");
        check(AUTOMATIC, day(4, 549, 549, 549, 0, 0.0004), Kind.ADVANCED, 5, "used");
        check(AUTOMATIC, day(4, 549, 549, 560, 20, 0.0001), Kind.ADVANCED, 5, "used");
        check(
                without(AUTOMATIC, WithoutComplaints.ADVANCE),
                day(4, 549, 549, 549, 0, null),
                Kind.ADVANCED,
                5,
                "missing");
        check(AUTOMATIC, day(4, 549, 100, 549, 449, 0.0), Kind.STEPPED_BACK, 2, "81.8 %");
    }

    @Test
    void theAutomaticPlanNeverMoreThanDoubles() {
        var plan = Plan.automatic();

        assertThat(plan.volume(1)).isEqualTo(200);
        assertThat(plan.volume(plan.days())).isEqualTo(1_000_000);
        for (int day = 1; day + 2 <= plan.days(); day++) {
            assertThat(plan.volume(day + 2)).isLessThanOrEqualTo(2 * plan.volume(day));
        }
    }
}
