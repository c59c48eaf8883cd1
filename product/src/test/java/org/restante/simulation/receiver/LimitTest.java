package org.restante.simulation.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.simulation.receiver.ReceiverTest.Models;

/// How much each kind of limit takes, and what violations come to.
final class LimitTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final Models models = new Models();

    @Test
    void aBucketTakesItsBurstAndThenItsRate() {
        var receiver = models.limit(new Limit.Bucket(2, 10, false)).receiver();

        assertThat(taken(receiver, 0, 20)).isEqualTo(10);
        assertThat(taken(receiver, 5 * SECOND, 20)).isEqualTo(10);
        assertThat(taken(receiver, 6 * SECOND, 20)).isEqualTo(2);
    }

    @Test
    void anEarlyBucketRefusesAtRandomBelowHalf() {
        var receiver = models.limit(new Limit.Bucket(0.001, 100, true)).receiver();

        assertThat(taken(receiver, 0, 50)).isEqualTo(50);
        assertThat(taken(receiver, 0, 40)).isBetween(20, 39);
    }

    @Test
    void aFixedWindowTakesItsCountInEach() {
        var receiver = models.limit(new Limit.FixedWindow(5, Duration.ofMinutes(10))).receiver();

        assertThat(taken(receiver, 9 * MINUTE, 9)).isEqualTo(5);
        assertThat(taken(receiver, 10 * MINUTE, 9)).isEqualTo(5);
        assertThat(receiver.mayTakeAt("192.0.2.1", 0, 12 * MINUTE)).isEqualTo(20 * MINUTE);
    }

    @Test
    void aSlidingWindowTakesItsCountInAnySpan() {
        var receiver = models.limit(new Limit.SlidingWindow(5, Duration.ofMinutes(10))).receiver();

        assertThat(taken(receiver, 9 * MINUTE, 9)).isEqualTo(5);
        assertThat(taken(receiver, 18 * MINUTE, 9)).isZero();
        assertThat(taken(receiver, 19 * MINUTE, 9)).isEqualTo(5);
    }

    @Test
    void aDailyQuotaGrowsAfterADayOnWhichEnoughWasUsed() {
        var receiver = models.limit(new Limit.Daily(10, 2, 0.5)).receiver();

        assertThat(taken(receiver, 0, 4)).isEqualTo(4);
        assertThat(taken(receiver, DAY, 99)).isEqualTo(10);
        assertThat(taken(receiver, 2 * DAY, 99)).isEqualTo(20);
    }

    @Test
    void refusedMessagesMayUseUpTheLimitToo() {
        var limit = models.limit(new Limit.Bucket(1, 10, false));

        var charging = limit.together(true).receiver();
        var plain = limit.together(false).receiver();
        taken(charging, 0, 15);
        taken(plain, 0, 15);

        assertThat(taken(plain, 5 * SECOND, 5)).isEqualTo(5);
        assertThat(taken(charging, 5 * SECOND, 5)).isZero();
    }

    @Test
    void sourcesHaveALimitEachOrOneTogether() {
        var limit = models.limit(new Limit.Bucket(1, 10, false));
        var each = limit.receiver();
        var together = limit.together(false).receiver();
        taken(each, 0, 10);
        taken(together, 0, 10);

        assertThat(taken(each, "192.0.2.2", 0, 10)).isEqualTo(10);
        assertThat(taken(together, "192.0.2.2", 0, 10)).isZero();
    }

    @Test
    void stepsAndTheHourOfTheDayChangeTheLimit() {
        var steps = List.of(new Weather.Step(Duration.ofHours(1), 0.25));
        var stepped = new Weather(steps, 0, Duration.ZERO, List.of(), List.of());
        var swinging = new Weather(List.of(), 0.7, Duration.ZERO, List.of(), List.of());

        assertThat(stepped.factor(HOUR - 1)).isEqualTo(1);
        assertThat(stepped.factor(HOUR)).isEqualTo(0.25);
        assertThat(swinging.factor(0)).isEqualTo(1);
        assertThat(swinging.factor(12 * HOUR)).isCloseTo(0.3, within(1e-9));
        assertThat(swinging.factor(DAY)).isCloseTo(1, within(1e-9));
    }

    @Test
    void enoughViolationsOpenABoxAndItEnds() {
        var receiver = boxing(ReceiverModel.Box.of(3, Duration.ofMinutes(5)));
        var standing = visit(receiver, 0);
        taken(receiver, 0, 1 + 3);

        assertThat(visit(receiver, MINUTE).greeting().truth()).isEqualTo(Check.BOX);
        assertThat(send(standing, MINUTE).truth()).isEqualTo(Check.BOX);
        assertThat(visit(receiver, 5 * MINUTE).greeting().isTaken()).isTrue();
        assertThat(receiver.boxes()).isEqualTo(1);
    }

    @Test
    void violationsFade() {
        var receiver = boxing(ReceiverModel.Box.of(3, Duration.ofMinutes(5)));
        taken(receiver, 0, 1 + 2);
        taken(receiver, HOUR, 2);

        assertThat(visit(receiver, HOUR).greeting().isTaken()).isTrue();
    }

    @Test
    void aTryInARearmedBoxStartsItOverAndTheNextIsLonger() {
        var receiver = boxing(ReceiverModel.Box.of(1, Duration.ofMinutes(10)).growing(2));
        taken(receiver, 0, 1 + 1);

        assertThat(visit(receiver, 9 * MINUTE).greeting().truth()).isEqualTo(Check.BOX);
        assertThat(receiver.mayConnectAt("192.0.2.1", 9 * MINUTE)).isEqualTo(19 * MINUTE);
        taken(receiver, 19 * MINUTE, 99);
        assertThat(receiver.mayConnectAt("192.0.2.1", 19 * MINUTE)).isEqualTo(39 * MINUTE);
    }

    @Test
    void aBoxLongAgoIsForgotten() {
        var receiver = boxing(ReceiverModel.Box.of(1, Duration.ofMinutes(10)).growing(2));
        taken(receiver, 0, 1 + 1);
        taken(receiver, 3 * HOUR, 99);

        assertThat(receiver.mayConnectAt("192.0.2.1", 3 * HOUR)).isEqualTo(3 * HOUR + 10 * MINUTE);
    }

    @Test
    void standingFallsWithRefusalsTakesTheLimitDownAndComesBack() {
        var receiver =
                models.limit(new Limit.Bucket(1, 10, false))
                        .standing(new ReceiverModel.Standing(0.1, 0, Duration.ofHours(1), 1, 0.1))
                        .receiver();
        taken(receiver, 0, 10 + 5);

        assertThat(receiver.leastStanding()).isCloseTo(0.5, within(1e-9));
        assertThat(taken(receiver, 10 * SECOND, 5)).isEqualTo(5);
        assertThat(taken(receiver, 10 * HOUR, 99)).isEqualTo(10);
    }

    @Test
    void whatTheLimitTakesInTheLongRunIsToldForTheCharts() {
        var model = models.limit(new Limit.Bucket(3, 10, false)).receiver().model();

        assertThat(model.perSecondAt(2, 0)).isEqualTo(6);
        assertThat(model.mostPerSecond()).isEqualTo(3);
    }

    private Receiver boxing(ReceiverModel.Box box) {
        return models.limit(new Limit.Bucket(1e-9, 1, false)).box(box).receiver();
    }

    private static Visit visit(Receiver receiver, long now) {
        return receiver.connected("192.0.2.1", 0, now);
    }

    private static Answer send(Visit visit, long now) {
        return visit.transaction("a@s.example", "b@t.example", Trait.KNOWN, true, false, now);
    }

    private static int taken(Receiver receiver, long now, int sent) {
        return taken(receiver, "192.0.2.1", now, sent);
    }

    private static int taken(Receiver receiver, String source, long now, int sent) {
        int taken = 0;
        for (int i = 0; i < sent; i++) {
            var visit = receiver.connected(source, 0, now);
            if (visit.greeting().isTaken()) {
                taken += send(visit, now).isTaken() ? 1 : 0;
                visit.closed();
            }
        }
        return taken;
    }

    @Test
    void theSameChanceGivesTheSameAnswers() {
        var model = models.limit(new Limit.Bucket(1, 100, true)).receiver().model();

        assertThat(taken(new Receiver(model, new SplittableRandom(7)), 0, 200))
                .isEqualTo(taken(new Receiver(model, new SplittableRandom(7)), 0, 200));
    }
}
