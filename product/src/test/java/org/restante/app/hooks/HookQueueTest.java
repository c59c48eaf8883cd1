package org.restante.app.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.restante.record.journal.JournalPlace;

/// What is sent when, and what is remembered.
final class HookQueueTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Answered WELL = new Answered.Taken(200);
    private static final Answered SICK = new Answered.Unwell("503", Optional.empty());

    private final HookQueue queue = queue(new HookState("", place(0), null, List.of()));

    private static HookQueue queue(HookState state) {
        return new HookQueue(3, 4, state, new Random(1));
    }

    private static JournalPlace place(long octets) {
        return new JournalPlace(NOON, octets);
    }

    private void offer(int... places) {
        for (int at : places) {
            queue.offer(Letter.fresh("m" + at, "delivered", "{}", NOON), place(at));
        }
    }

    private Letter take(Instant now) {
        return queue.take(now).orElseThrow();
    }

    @Test
    void noMoreAreUnderWayThanThereAreConnections() {
        offer(1, 2, 3, 4);
        take(NOON);
        take(NOON);
        var third = take(NOON);
        assertThat(queue.take(NOON)).isEmpty();

        queue.done(third, WELL, NOON);
        assertThat(take(NOON).id()).isEqualTo("m4");
    }

    @Test
    void itsPlaceIsBehindWhatIsSettledWithoutAGap() {
        offer(1, 2, 3);
        queue.pass(place(9));
        var first = take(NOON);
        var second = take(NOON);
        queue.done(second, WELL, NOON);
        assertThat(queue.state("").place()).isEqualTo(place(0));

        queue.done(first, SICK, NOON);
        var state = queue.state("");
        assertThat(state.place()).isEqualTo(place(2));
        assertThat(state.letters()).extracting(Letter::id).containsExactly("m1");

        queue.done(take(NOON), WELL, NOON);
        assertThat(queue.state("").place()).as("with what concerns nobody").isEqualTo(place(9));
    }

    @Test
    void whatFailedComesAgainLaterAndLaterAndDiesAtItsLastTry() {
        offer(1);
        var now = NOON;
        Duration before = Duration.ZERO;
        for (int tries = 1; tries < 4; tries++) {
            var letter = take(now);
            assertThat(queue.done(letter, SICK, now)).isEmpty();
            assertThat(queue.take(now)).isEmpty();
            var due = queue.waiting().getFirst().due();
            assertThat(Duration.between(now, due)).isGreaterThan(before);
            before = Duration.between(now, due);
            now = due;
        }
        var dead = queue.done(take(now), SICK, now).orElseThrow();
        assertThat(dead.tries()).isEqualTo(4);
        assertThat(queue.state("").letters()).as("until it is on disk elsewhere").hasSize(1);
        queue.buried(dead);
        assertThat(queue.state("").letters()).isEmpty();
    }

    @Test
    void whatAWellHookRefusesIsTriedThreeTimesWithinMinutesAndDies() {
        var patient =
                new HookQueue(3, 12, new HookState("", place(0), null, List.of()), new Random(1));
        patient.offer(Letter.fresh("m1", "delivered", "{}", NOON), place(1));
        var now = NOON;
        for (int times = 1; times < 3; times++) {
            var letter = patient.take(now).orElseThrow();
            assertThat(patient.done(letter, new Answered.Refused("422"), now)).isEmpty();
            now = patient.waiting().getFirst().due();
        }
        var dead = patient.done(patient.take(now).orElseThrow(), new Answered.Refused("422"), now);

        assertThat(dead).hasValueSatisfying(it -> assertThat(it.tries()).isEqualTo(3));
        assertThat(Duration.between(NOON, now))
                .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(5));
    }

    @Test
    void anOutageBeforeCostsNoneOfTheTriesOfARefusal() {
        var patient =
                new HookQueue(3, 12, new HookState("", place(0), null, List.of()), new Random(1));
        patient.offer(Letter.fresh("m1", "delivered", "{}", NOON), place(1));
        var now = NOON;
        for (int times = 0; times < 5; times++) {
            patient.done(patient.take(now).orElseThrow(), SICK, now);
            now = now.plus(Duration.ofHours(1));
        }

        var letter = patient.take(now).orElseThrow();
        assertThat(patient.done(letter, new Answered.Refused("404"), now)).isEmpty();
    }

    @Test
    void whatIsRefusedNeverStopsTheReadingOfAWellHook() {
        int dead = 0;
        for (int at = 1; at <= 2_000; at++) {
            assertThat(queue.wantsMore(NOON)).as("at payload %s", at).isTrue();
            offer(at);
            var buried = queue.done(take(NOON), new Answered.Refused("422"), NOON);
            buried.ifPresent(queue::buried);
            dead += buried.isPresent() ? 1 : 0;
        }

        assertThat(queue.standing(NOON).waiting()).isLessThan(HookQueue.MOST);
        assertThat(dead + queue.standing(NOON).waiting()).isEqualTo(2_000);
    }

    @Test
    void whatFailsAloneWhileOthersAreTakenIsGivenUpEarlier() {
        var patient =
                new HookQueue(3, 12, new HookState("", place(0), null, List.of()), new Random(1));
        patient.offer(Letter.fresh("sick", "delivered", "{}", NOON), place(1));
        var now = NOON;
        var dead = patient.done(patient.take(now).orElseThrow(), SICK, now);
        for (int nth = 2; dead.isEmpty(); nth++) {
            patient.offer(Letter.fresh("m" + nth, "delivered", "{}", now), place(nth));
            patient.done(patient.take(now).orElseThrow(), WELL, now);
            now = patient.waiting().getFirst().due();
            dead = patient.done(patient.take(now).orElseThrow(), SICK, now);
        }

        assertThat(dead.get().tries()).isEqualTo(8);
        assertThat(Duration.between(NOON, now))
                .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(120));
    }

    /// One of twenty fails whenever it is tried; twenty-five new ones a second come and are read as there is room.
    @Test
    void whatFailsAloneDoesNotStopTheReading() {
        var patient =
                new HookQueue(3, 12, new HookState("", place(0), null, List.of()), new Random(1));
        int read = 0;
        int dead = 0;
        int well = 0;
        for (int step = 1; step <= 100_000; step++) {
            var now = NOON.plusMillis(40L * step);
            while (read < step && patient.wantsMore(now)) {
                patient.offer(Letter.fresh("m" + ++read, "delivered", "{}", now), place(read));
            }
            for (var next = patient.take(now); next.isPresent(); next = patient.take(now)) {
                boolean isSick = Integer.parseInt(next.get().id().substring(1)) % 20 == 0;
                var buried = patient.done(next.get(), isSick ? SICK : WELL, now);
                buried.ifPresent(patient::buried);
                dead += buried.isPresent() ? 1 : 0;
                well += isSick ? 0 : 1;
            }
        }

        assertThat(read).as("what came up to a minute ago is read").isGreaterThan(98_500);
        assertThat(well).isGreaterThan(93_500);
        var end = patient.standing(NOON.plusSeconds(4_000));
        assertThat(well + dead + end.waiting()).as("all that was read").isEqualTo(read);
    }

    @Test
    void afterARestItIsAskedWithOneThatWasNotTriedYet() {
        offer(1, 2, 3);
        for (var letter : List.of(take(NOON), take(NOON), take(NOON))) {
            queue.done(letter, SICK, NOON);
        }
        var later = NOON.plusSeconds(60);
        assertThat(queue.wantsMore(later)).isTrue();
        offer(4);
        assertThat(queue.wantsMore(later)).as("one is enough").isFalse();

        assertThat(take(later).id()).isEqualTo("m4");
    }

    @Test
    void afterThreeFailuresInARowItRestsAndIsAskedWithOne() {
        offer(1, 2, 3, 4, 5);
        for (var letter : List.of(take(NOON), take(NOON), take(NOON))) {
            queue.done(letter, SICK, NOON);
        }
        assertThat(queue.take(NOON)).isEmpty();
        assertThat(queue.wantsMore(NOON)).isFalse();
        var after = queue.standing(NOON).restsUntil();
        assertThat(after).isBetween(NOON.plusSeconds(4), NOON.plusSeconds(6));

        var late = NOON.plusSeconds(60);
        var canary = take(late);
        assertThat(queue.take(late)).isEmpty();
        queue.done(canary, WELL, late);
        assertThat(queue.wantsMore(late)).isTrue();
        take(late);
        take(late);
        take(late);
    }

    @Test
    void whatWasSentBeforeItRestedMakesTheRestNoLonger() {
        var wide =
                new HookQueue(20, 4, new HookState("", place(0), null, List.of()), new Random(1));
        for (int at = 1; at <= 20; at++) {
            wide.offer(Letter.fresh("m" + at, "delivered", "{}", NOON), place(at));
        }
        for (int i = 0; i < 20; i++) {
            wide.done(wide.take(NOON).orElseThrow(), SICK, NOON);
            if (i < 19 && wide.standing(NOON).restsUntil() != null) {
                break;
            }
        }
        assertThat(wide.standing(NOON).restsUntil()).isBefore(NOON.plusSeconds(7));
    }

    @Test
    void itReadsNoMoreThanItHasRoomFor() {
        int read = 0;
        while (queue.wantsMore(NOON)) {
            offer(++read);
        }
        assertThat(read).isEqualTo(64);
        var letters = new ArrayList<Letter>();
        for (int i = 1; i < HookQueue.MOST; i++) {
            letters.add(
                    Letter.fresh("n" + i, "delivered", "{}", NOON)
                            .failed("503", NOON.plusSeconds(9)));
        }
        var full = queue(new HookState("", place(0), null, letters));
        assertThat(full.wantsMore(NOON)).isTrue();
        full.offer(Letter.fresh("m1", "delivered", "{}", NOON), place(1));
        assertThat(full.wantsMore(NOON)).isFalse();
    }

    @Test
    void whatIsReadAgainAfterARestartAndWaitsIsThereOnce() {
        var before = Letter.fresh("m1", "delivered", "{}", NOON).failed("503", NOON.plusSeconds(9));
        var next = queue(new HookState("", place(0), null, List.of(before)));
        next.offer(Letter.fresh("m1", "delivered", "{}", NOON), place(1));

        assertThat(next.standing(NOON).waiting()).isEqualTo(1);
        assertThat(next.take(NOON)).isEmpty();
        assertThat(next.state("").place()).isEqualTo(place(1));
    }

    @Test
    void aHookThatFailsItsOnlyPayloadToDeathIsAskedAgain() {
        var strict =
                new HookQueue(1, 1, new HookState("", place(0), null, List.of()), new Random(1));
        for (int at = 1; at <= 3; at++) {
            strict.offer(Letter.fresh("m" + at, "delivered", "{}", NOON), place(at));
            strict.buried(strict.done(strict.take(NOON).orElseThrow(), SICK, NOON).orElseThrow());
        }
        assertThat(strict.wantsMore(NOON)).isFalse();
        assertThat(strict.wantsMore(NOON.plusSeconds(10))).isTrue();
    }
}
