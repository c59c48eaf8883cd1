package org.restante.sending.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.restante.sending.warmup.Step.Kind;

/// What may leave when, over days of the test's own.
final class WarmupTest {
    private static final Instant MORNING = Instant.parse("2026-11-01T08:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-01");
    private static final Plan PLAN = new Plan("small", List.of(120, 240, 480), false, "here");
    private static final WarmupPolicy POLICY = WarmupPolicy.of(PLAN);

    private final Warmup warmup = new Warmup(POLICY, WarmupState.at(1, TODAY));

    /// Sends as soon as it may; all of it is taken.
    private Instant send(int recipients, Instant from) {
        var now = from;
        for (int left = recipients; left > 0; ) {
            now = now.plus(warmup.nextIn(now));
            var room = warmup.reserve(Math.min(left, 50), now);
            assertThat(room.recipients()).isPositive();
            warmup.settled(room, room.recipients(), room.recipients(), 0, now);
            left -= room.recipients();
        }
        return now;
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void theDaysPlanIsSpreadEvenlyFromItsFirstMailOn() {
        assertThat(warmup.reserve(1000, MORNING).recipients()).isEqualTo(2);
        assertThat(warmup.nextIn(MORNING)).isEqualTo(Duration.ofMinutes(1));
        assertThat(warmup.reserve(1000, MORNING.plus(Duration.ofHours(3))).recipients())
                .isEqualTo(60);
        assertThat(warmup.reserve(1000, MORNING.plus(Duration.ofHours(6))).recipients())
                .isEqualTo(58);
        assertThat(warmup.nextIn(MORNING.plus(Duration.ofHours(6))))
                .isEqualTo(Duration.ofHours(10));
    }

    @Test
    void mailOfTheEveningHasTheRestOfTheDay() {
        var end = send(120, at("2026-11-01T22:00:00Z"));

        assertThat(end).isBefore(at("2026-11-02T00:00:00Z"));
    }

    @Test
    void roomThatWasNotUsedIsGivenBack() {
        var room = warmup.reserve(1000, MORNING.plus(Duration.ofHours(9)));
        warmup.giveBack(room.of(room.recipients() - 1));
        warmup.settled(room.of(1), 0, 1, 0, MORNING);

        assertThat(warmup.left(MORNING)).isEqualTo(120);
    }

    @Test
    void aUsedDayIsFollowedByTheNextOfThePlan() {
        warmup.heard(new Complaints(0, MORNING, "me"));
        send(120, MORNING);

        warmup.turn(at("2026-11-02T00:00:00Z"));

        assertThat(warmup.left(at("2026-11-02T00:00:00Z"))).isEqualTo(240);
        assertThat(warmup.untold())
                .extracting(it -> it.step().kind())
                .containsExactly(Kind.ADVANCED);
        assertThat(warmup.untold()).isEmpty();
    }

    @Test
    void whatIsKnownOfComplaintsGrowsOldAndIsMissingThen() {
        warmup.heard(new Complaints(0, MORNING, "me"));

        assertThat(warmup.standing(at("2026-11-04T07:00:00Z")).today().complaints()).isNotNull();
        assertThat(warmup.standing(at("2026-11-04T09:00:00Z")).today().complaints()).isNull();
    }

    @Test
    void daysWithoutMailChangeNothingUntilReceiversHaveForgotten() {
        warmup.heard(new Complaints(0, MORNING, "me"));
        send(120, MORNING);
        warmup.turn(at("2026-11-02T00:00:00Z"));
        warmup.untold();

        for (int day = 2; day <= 30; day++) {
            warmup.turn(at("2026-11-%02dT12:00:00Z".formatted(day)));
        }
        assertThat(warmup.untold()).isEmpty();
        warmup.turn(at("2026-12-01T12:00:00Z"));

        assertThat(warmup.untold())
                .extracting(it -> it.step().kind())
                .containsExactly(Kind.BEGAN_AGAIN);
        assertThat(warmup.left(at("2026-12-01T12:00:00Z"))).isEqualTo(120);
    }

    @Test
    void aClockThatIsSetBackOpensNoDayAgain() {
        send(120, MORNING);
        warmup.turn(at("2026-11-02T01:00:00Z"));
        int left = warmup.left(at("2026-11-02T01:00:00Z"));

        assertThat(warmup.left(MORNING)).isEqualTo(left);
        assertThat(warmup.left(at("2026-11-02T02:00:00Z"))).isEqualTo(left);
        assertThat(warmup.untold()).hasSize(1);
    }

    @Test
    void mailUnderWayAtMidnightIsOfTheDayItLeft() {
        var late = at("2026-11-01T23:59:59Z");
        var room = warmup.reserve(10, late);
        var next = at("2026-11-02T00:00:01Z");
        warmup.settled(room, room.recipients(), room.recipients(), 0, next);

        assertThat(warmup.standing(next).today().used()).isZero();
        assertThat(warmup.left(next)).isEqualTo(120);
    }

    @Test
    void aWarmSourceIsNotBound() {
        warmup.end();

        assertThat(warmup.reserve(5000, MORNING)).isEqualTo(Reservation.free(5000));
        assertThat(warmup.nextIn(MORNING)).isZero();
    }

    @Test
    void whatIsKeptIsWhatStood() {
        send(60, MORNING);
        var later = MORNING.plus(Duration.ofHours(4));
        var state = warmup.save(later);

        var again = new Warmup(POLICY, state);

        assertThat(again.save(later)).isEqualTo(state);
        assertThat(again.left(later)).isEqualTo(60);
        assertThat(again.nextIn(later)).isEqualTo(warmup.nextIn(later));
    }

    /// Random mail, answers, clocks and restarts over weeks: what receivers take in a day is never more than its plan was.
    @Test
    void neverMoreThanTheDaysPlanIsTaken() {
        for (long seed = 1; seed <= 200; seed++) {
            weeks(seed);
        }
    }

    private static void weeks(long seed) {
        var chance = new Random(seed);
        var policy =
                new WarmupPolicy(
                        chance.nextBoolean() ? PLAN : Plan.automatic(),
                        Duration.ofHours(1 + chance.nextInt(24)),
                        WhenFull.WAIT,
                        Duration.ofHours(24),
                        WithoutComplaints.values()[chance.nextInt(2)],
                        0.05,
                        0.0005);
        var warmup = new Warmup(policy, WarmupState.at(1, TODAY));
        var underWay = new ArrayDeque<Reservation>();
        Map<Long, Integer> taken = new HashMap<>();
        Map<Long, Integer> planned = new HashMap<>();
        var now = MORNING;
        for (int i = 0; i < 2000 && !warmup.isOver(); i++) {
            now = now.plusSeconds(chance.nextInt(1800));
            if (chance.nextInt(500) == 0) {
                underWay.clear();
                warmup = new Warmup(policy, warmup.save(now));
            }
            var today = warmup.standing(now).today();
            var room = warmup.reserve(1 + chance.nextInt(100), now);
            if (room.day() == 0) {
                break;
            }
            assertThat(room.day()).isEqualTo(LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay());
            planned.putIfAbsent(room.day(), today.planned());
            underWay.add(room);
            while (underWay.size() > chance.nextInt(8)) {
                var one = underWay.remove();
                int used = chance.nextInt(one.recipients() + 1);
                warmup.giveBack(one.of(one.recipients() - used));
                int answered = used == 0 ? 0 : used - chance.nextInt(Math.min(used, 3));
                warmup.settled(one.of(used), answered, used, chance.nextInt(20) / 19, now);
                taken.merge(one.day(), answered, Integer::sum);
            }
        }
        assertThat(taken).isNotEmpty();
        taken.forEach((day, count) ->
                assertThat(count)
                        .as("seed %d day %d", seed, day)
                        .isLessThanOrEqualTo(planned.get(day)));
    }
}
