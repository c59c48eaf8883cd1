package org.restante.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.app.duty.PostmasterLetter;
import org.restante.app.duty.PostmasterLetter.State;
import org.restante.insight.incident.Severity;

/// When people are told of an incident, and when they are left in peace. Minutes are the test's.
final class NoticeBookTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private final List<MadeUpCase> cases = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();
    private NoticeBook book = new NoticeBook(NoticeState.NOTHING);
    private int minute;
    private boolean reminders = true;

    private NoticeSettings settings(int perHour) {
        return new NoticeSettings(
                "ops",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Severity.THROTTLE,
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                reminders,
                perHour,
                Optional.empty());
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private MadeUpCase opens(String id, int minute) {
        var one = new MadeUpCase(id).opens(at(minute));
        cases.add(one);
        return one;
    }

    private void until(int end) {
        until(end, 100);
    }

    /// Time passes minute by minute; what is told is noted with its minute.
    private void until(int end, int perHour) {
        for (; minute < end; minute++) {
            var all = cases.stream().map(MadeUpCase::now).toList();
            for (var step : book.steps(all, settings(perHour), at(minute))) {
                var notice = step.notice();
                if (notice != null) {
                    told.add(minute + " " + step.incident() + " " + notice.kind().word());
                    ids.add(notice.id());
                }
                book.take(step, at(minute));
            }
        }
    }

    @Test
    void anIncidentIsToldWhenItHasStoodForAWhileAndWhenItIsOverForAWhile() {
        var one = opens("a", 0);
        until(40);
        one.closes(at(40));
        until(120);

        assertThat(told).containsExactly("5 a opened", "55 a closed");
    }

    @Test
    void whatIsOverBeforeItWasToldIsToldNobody() {
        opens("a", 0).closes(at(4));
        until(60);

        assertThat(told).isEmpty();
    }

    @Test
    void anIncidentThatFlapsIsOneStory() {
        var one = opens("a", 0);
        until(10);
        for (int round = 0; round < 20; round++) {
            one.closes(at(minute));
            until(minute + 9);
            one.opens(at(minute));
            until(minute + 3);
        }
        one.closes(at(minute));
        int end = minute;
        until(end + 60);

        assertThat(told).containsExactly("5 a opened", end + 15 + " a closed");
    }

    @Test
    void whatComesBackAfterItsStoryIsToldAnew() {
        var one = opens("a", 0);
        until(10);
        one.closes(at(10));
        until(60);
        one.opens(at(60));
        until(80);

        assertThat(told).containsExactly("5 a opened", "25 a closed", "65 a opened");
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void aSeverityThatComesAndGoesIsToldOnce() {
        var one = opens("a", 0);
        until(30);
        for (int round = 0; round < 10; round++) {
            one.severity = Severity.PAUSE;
            until(minute + 15);
            one.severity = Severity.THROTTLE;
            until(minute + 15);
        }

        assertThat(told).containsExactly("5 a opened", "30 a worsened");
    }

    @Test
    void itGotWorseWhenMuchMoreIsRefusedOrTwiceAsManyReceiversRefuse() {
        var one = opens("a", 0);
        until(20);
        one.rate = 0.5;
        until(40);
        one.rate = 0.56;
        until(60);
        one.providers = List.of("gmail", "yahoo");
        until(80);
        one.providers = List.of("gmail", "yahoo", "orange");
        until(100);
        one.providers = List.of();
        until(120);

        assertThat(told)
                .containsExactly("5 a opened", "40 a worsened", "60 a worsened", "100 a worsened");
    }

    @Test
    void noIncidentIsToldTwiceWithinTenMinutes() {
        var one = opens("a", 0);
        until(6);
        one.severity = Severity.PAUSE;
        until(30);

        assertThat(told).containsExactly("5 a opened", "15 a worsened");
    }

    @Test
    void whatIsNotGraveEnoughIsToldOnceItIs() {
        var one = opens("a", 0);
        one.severity = Severity.OBSERVE;
        until(30);
        assertThat(told).isEmpty();

        one.severity = Severity.THROTTLE;
        until(32);
        assertThat(told).containsExactly("30 a opened");
    }

    @Test
    void aMutedIncidentIsToldNobodyUntilThen() {
        var one = opens("a", 0);
        one.mutedUntil = at(60);
        until(59);
        assertThat(told).isEmpty();
        until(61);
        assertThat(told).containsExactly("60 a opened");

        one.mutedUntil = at(600);
        one.severity = Severity.PAUSE;
        one.reviewAt = at(80);
        until(100);
        one.closes(at(100));
        until(200);
        assertThat(told).as("its end neither").hasSize(1);
    }

    @Test
    void whatSomebodyHasSeenIsToldOnlyWhenItAsksForMore() {
        var one = opens("a", 0);
        one.seenBy = "ann";
        until(30);
        one.rate = 0.9;
        until(60);
        assertThat(told).isEmpty();

        one.severity = Severity.PAUSE;
        until(61);
        one.closes(at(61));
        until(90);
        assertThat(told).containsExactly("60 a worsened", "76 a closed");
    }

    @Test
    void whatSomebodyHasSeenBeforeAnybodyWasToldEndsInSilence() {
        var one = opens("a", 0);
        one.seenBy = "ann";
        until(20);
        one.closes(at(20));
        until(60);

        assertThat(told).isEmpty();
    }

    @Test
    void aReviewTimeIsToldOnceAlsoWhereTheNextIsSetInTheSameMinute() {
        var one = opens("a", 0);
        until(10);
        one.reviewAt = at(130);
        until(130);
        one.reviewAt = at(250);
        until(250);
        until(300);

        assertThat(told).containsExactly("5 a opened", "130 a review", "250 a review");
    }

    @Test
    void whoWantsNoRemindersIsToldOfWhatGetsWorseBehindAReviewTime() {
        reminders = false;
        var one = opens("a", 0);
        until(10);
        one.reviewAt = at(60);
        until(90);
        one.severity = Severity.PAUSE;
        until(120);

        assertThat(told).containsExactly("5 a opened", "90 a worsened");
    }

    @Test
    void aReviewTimeThatIsTakenBackOrPutOffIsNotTold() {
        var one = opens("a", 0);
        until(10);
        one.reviewAt = at(60);
        until(50);
        one.reviewAt = at(100);
        until(90);
        one.reviewAt = null;
        until(200);

        assertThat(told).containsExactly("5 a opened");
    }

    @Test
    void aLetterThatNobodyAnswersIsRemindedOfBesideTheReviewTime() {
        var one = opens("a", 0);
        until(10);
        one.letters = List.of(letter(State.SENT, 60), letter(State.SENT, 90));
        one.reviewAt = at(80);
        until(85);
        one.letters = List.of(letter(State.SENT, 60), letter(State.ANSWERED, 90));
        until(200);

        assertThat(told).containsExactly("5 a opened", "60 a review", "80 a review");
    }

    private static PostmasterLetter letter(State state, int due) {
        var sent = at(10);
        return new PostmasterLetter(
                1, "postmaster@gmail.com", state, sent, "ann", sent, "ann", at(due), null, null);
    }

    @Test
    void anHourHasItsCapAndTheGravestGoFirst() {
        for (int i = 0; i < 10; i++) {
            opens("a" + i, 0);
        }
        opens("grave", 0).severity = Severity.PAUSE;
        until(60, 3);
        assertThat(told).hasSize(3).first().isEqualTo("5 grave opened");

        until(66, 3);
        assertThat(told).hasSize(6);
        assertThat(told.subList(3, 6)).allMatch(it -> it.startsWith("65 "));
    }

    @Test
    void afterARestartNothingIsToldTwice() {
        var one = opens("a", 0);
        until(10);
        book = new NoticeBook(new NoticeState(book.stories(), book.told(), List.of()));
        until(30);
        one.closes(at(30));
        until(60);

        assertThat(told).containsExactly("5 a opened", "45 a closed");
    }

    @Test
    void aNoticeThatIsToldOnceMoreAfterACrashHasTheSameId() {
        opens("a", 0);
        until(5);
        var state = new NoticeState(book.stories(), book.told(), List.of());
        until(6);
        minute = 5;
        book = new NoticeBook(state);
        until(7);

        assertThat(ids).hasSize(2);
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }
}
