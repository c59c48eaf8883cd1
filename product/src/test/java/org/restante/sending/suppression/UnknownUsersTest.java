package org.restante.sending.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.restante.sending.suppression.UnknownUsers.Lesson;

/// What a receiver says of its users, believed for good or for a day.
final class UnknownUsersTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final Instant TOMORROW = NOON.plus(UnknownUsers.DOUBTED_FOR);

    private final UnknownUsers users = new UnknownUsers();
    private int made;

    private Suppression entry(Optional<Instant> until) {
        var who = Suppressed.of("u" + made++ + "@a.test", Optional.empty()).orElseThrow();
        return new Suppression(who, Origin.HARD_BOUNCE, "550 5.1.1 Unknown", NOON, until);
    }

    private Lesson unknown() {
        return users.unknown("a.test", entry(Optional.empty()), NOON);
    }

    private void taken(int count) {
        for (int i = 0; i < count; i++) {
            users.taken("a.test");
        }
    }

    @Test
    void aSiteThatNeverTookMuchIsBelieved() {
        taken(49);
        for (int i = 0; i < 200; i++) {
            var lesson = unknown();

            assertThat(lesson.entry().until()).isEmpty();
            assertThat(lesson.begins()).isEmpty();
        }
    }

    @Test
    void aBadListIsBelieved() {
        taken(100);
        for (int i = 0; i < 200; i++) {
            assertThat(unknown().entry().until()).isEmpty();
            if (i % 4 == 0) {
                taken(1);
            }
        }
    }

    @Test
    void whenAllAreUnknownOfASuddenThatStandsForADayAndSoDoesWhatWasSaidJustBefore() {
        taken(100);
        for (int i = 0; i < 44; i++) {
            assertThat(unknown().entry().until()).isEmpty();
        }

        var first = unknown();

        assertThat(first.begins())
                .hasValue(
                        "a.test took mail before, and called 45 of its last 50 recipients unknown");
        assertThat(first.entry().until()).hasValue(TOMORROW);
        assertThat(first.revised())
                .hasSize(44)
                .allMatch(one -> one.until().equals(Optional.of(TOMORROW)))
                .extracting(one -> one.who().toString())
                .contains("u0@a.test", "u43@a.test");
        var next = unknown();
        assertThat(next.begins()).isEmpty();
        assertThat(next.entry().until()).hasValue(TOMORROW);
        assertThat(next.revised()).isEmpty();
    }

    @Test
    void aSiteThatTakesMailAgainIsBelievedAgain() {
        taken(100);
        for (int i = 0; i < 60; i++) {
            unknown();
        }
        taken(25);
        assertThat(unknown().entry().until()).isPresent();
        taken(2);

        assertThat(unknown().entry().until()).isEmpty();
    }

    @Test
    void whatEndsSoonerAnyhowEndsThen() {
        var soon = Optional.of(NOON.plus(Duration.ofHours(2)));
        taken(100);
        for (int i = 0; i < 60; i++) {
            var lesson = users.unknown("a.test", entry(soon), NOON);

            assertThat(lesson.entry().until()).isEqualTo(soon);
            assertThat(lesson.revised()).isEmpty();
        }
    }

    @Test
    void oneSiteSaysNothingOfAnother() {
        taken(100);
        for (int i = 0; i < 60; i++) {
            unknown();
        }
        for (int i = 0; i < 60; i++) {
            users.taken("b.test");
        }

        assertThat(users.unknown("b.test", entry(Optional.empty()), NOON).entry().until())
                .isEmpty();
    }
}
