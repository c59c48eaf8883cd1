package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.insight.incident.IncidentChange.What;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Lanes on which one message at a time is tried and refused, as our own server leaves them.
final class StandstillsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Standstills standstills = new Standstills();
    private final List<IncidentChange> told = new ArrayList<>();
    private long session;

    private void tried(int minute, String source, String host, @Nullable Cause cause) {
        var at = NOON.plus(Duration.ofMinutes(minute));
        standstills.count(
                at,
                new Cell("gmail", "gmail", host, source, "news", null),
                Stage.RCPT,
                cause,
                cause == null ? -1 : 7,
                ++session,
                false);
        told.addAll(standstills.passed(at));
    }

    private void taken(int minute, String source, int times) {
        for (int i = 0; i < times; i++) {
            tried(minute, source, "mx1", null);
        }
    }

    @Test
    void aSourceWhoseCanariesAreRefusedIsToldAndIsOverWhenMailPassesAgain() {
        taken(0, "mta1", 10);
        taken(0, "mta2", 10);
        tried(1, "mta2", "mx1", Cause.REPUTATION);
        taken(2, "mta1", 1);
        tried(2, "mta2", "mx1", Cause.REPUTATION);
        assertThat(told).isEmpty();
        tried(6, "mta2", "mx1", Cause.REPUTATION);

        assertThat(told).hasSize(1);
        var incident = told.getFirst().incident();
        assertThat(told.getFirst().what()).isEqualTo(What.OPENED);
        assertThat(incident.since()).isEqualTo(NOON.plusSeconds(60));
        assertThat(incident.scope().words()).isEqualTo("gmail from mta2");
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.SOURCE_BLOCKED_AT_ONE);
        assertThat(incident.cause()).isEqualTo(Cause.REPUTATION);
        assertThat(incident.refusals()).isEqualTo(3);
        assertThat(incident.evidence())
                .filteredOn(it -> it instanceof Evidence.CleanSibling)
                .hasSize(1);

        taken(30, "mta2", 4);
        assertThat(told).hasSize(2);
        assertThat(told.getLast().what()).isEqualTo(What.CLOSED);
        assertThat(told.getLast().incident().id()).isEqualTo(incident.id());
        assertThat(told.getLast().incident().until()).isEqualTo(NOON.plusSeconds(1800));
        assertThat(standstills.open(NOON)).isEmpty();
    }

    @Test
    void aLaneThatARefusalClosedIsToldWhenNothingPassesForMinutes() {
        taken(0, "mta1", 10);
        var refused = NOON.plusSeconds(60);
        standstills.count(
                refused,
                new Cell("gmail", "gmail", "mx1", "mta1", "news", null),
                Stage.MAIL,
                Cause.RATE,
                7,
                ++session,
                true);

        assertThat(standstills.passed(refused.plus(Duration.ofMinutes(3)))).isEmpty();
        assertThat(standstills.passed(refused.plus(Duration.ofMinutes(4))))
                .extracting(change -> change.incident().diagnosis())
                .containsExactly(Diagnosis.RATE_CUT);
    }

    @Test
    void whatIsToldOfIsNotForgottenForSitesThatAreTriedOnce() {
        taken(0, "mta1", 10);
        taken(0, "mta2", 10);
        for (int minute = 1; minute < 7; minute += 2) {
            tried(minute, "mta2", "mx1", Cause.REPUTATION);
        }
        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED);

        for (int i = 0; i <= Places.MOST; i++) {
            standstills.count(
                    NOON.plus(Duration.ofMinutes(8)),
                    new Cell(null, "site" + i, "mx" + i, "mta1", "news", null),
                    Stage.RCPT,
                    null,
                    -1,
                    ++session,
                    false);
        }
        taken(30, "mta2", 5);

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED, What.CLOSED);
    }

    @Test
    void theOnlySourceIsNotNamed() {
        taken(0, "mta1", 10);
        for (int minute = 1; minute < 8; minute += 3) {
            tried(minute, "mta1", "mx1", Cause.RATE);
        }

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().incident().scope().source()).isNull();
        assertThat(told.getFirst().incident().diagnosis()).isEqualTo(Diagnosis.RATE_CUT);
    }

    @Test
    void aHostThatRefusesWhileItsSiblingTakesMailIsNamed() {
        for (int minute = 0; minute < 10; minute++) {
            tried(minute, "mta1", "mx1", null);
            tried(minute, "mta1", "mx2", minute < 2 ? null : Cause.SERVER_ERROR);
        }

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().incident().scope().mxHost()).isEqualTo("mx2");
        assertThat(told.getFirst().incident().diagnosis()).isEqualTo(Diagnosis.HOST_BAD);
    }

    @Test
    void refusalsAmongMailThatPassesAreNoStandstill() {
        for (int minute = 0; minute < 60; minute++) {
            taken(minute, "mta1", 1);
            tried(minute, "mta1", "mx1", Cause.RATE);
            tried(minute, "mta1", "mx1", Cause.RATE);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void aDomainThatNeverTookAnythingIsNone() {
        for (int minute = 0; minute < 60; minute++) {
            tried(minute, "mta1", "mx1", Cause.NETWORK);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void refusalsOfOneConnectionAreOne() {
        taken(0, "mta1", 10);
        for (int minute = 1; minute < 10; minute++) {
            session = 99;
            tried(minute, "mta1", "mx1", Cause.RATE);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void refusalsOfSingleMessagesArePassedOver() {
        taken(0, "mta1", 10);
        for (int minute = 1; minute < 60; minute++) {
            tried(minute, "mta1", "mx1", Cause.GREYLIST);
            tried(minute, "mta1", "mx1", Cause.NO_SUCH_USER);
        }

        assertThat(told).isEmpty();
    }

    private static Cell host(String name) {
        return new Cell("gmail", "gmail", name, null, null, null);
    }

    private void aside(int minute, String host) {
        standstills.setAside(
                NOON.plus(Duration.ofMinutes(minute)),
                host(host),
                Stage.GREETING,
                Cause.NETWORK,
                7);
    }

    private void again(int minute, String host) {
        standstills.usedAgain(NOON.plus(Duration.ofMinutes(minute)), host(host));
    }

    @Test
    void aHostThatIsSetAsideWhileItsSiblingsTakeMailIsToldUntilItHasAnsweredForAWhile() {
        tried(0, "mta1", "mx2", null);
        aside(1, "mx2");
        for (int minute = 1; minute < 12; minute++) {
            tried(minute, "mta1", "mx1", null);
        }

        assertThat(told).hasSize(1);
        var incident = told.getFirst().incident();
        assertThat(told.getFirst().at()).isEqualTo(NOON.plus(Duration.ofMinutes(4)));
        assertThat(incident.since()).isEqualTo(NOON.plusSeconds(60));
        assertThat(incident.scope().mxHost()).isEqualTo("mx2");
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.HOST_BAD);

        again(12, "mx2");
        for (int minute = 12; minute < 30; minute++) {
            tried(minute, "mta1", "mx2", null);
        }

        assertThat(told).hasSize(2);
        assertThat(told.getLast().what()).isEqualTo(What.CLOSED);
        assertThat(told.getLast().incident().until()).isEqualTo(NOON.plus(Duration.ofMinutes(12)));
    }

    @Test
    void aBackupThatFailedOnceIsNotToldOfForLongWhenItsBettersServe() {
        tried(0, "mta1", "mx1", null);
        aside(1, "mx2");
        for (int minute = 1; minute < 60; minute++) {
            tried(minute, "mta1", "mx1", null);
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED, What.CLOSED);
        assertThat(told.getLast().at()).isEqualTo(NOON.plus(Duration.ofMinutes(42)));
        assertThat(told.getLast().incident().until()).isEqualTo(NOON.plus(Duration.ofMinutes(11)));
        assertThat(standstills.open(NOON.plus(Duration.ofMinutes(60)))).isEmpty();
    }

    @Test
    void aHostThatIsTriedInVainNowAndThenStaysAnIncident() {
        for (int minute = 0; minute < 180; minute++) {
            if (minute % 30 == 1) {
                aside(minute, "mx2");
            }
            tried(minute, "mta1", "mx1", null);
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED);
    }

    @Test
    void aHostStaysAnIncidentWhileNoMailComesThatMightTryIt() {
        aside(1, "mx2");
        for (int minute = 1; minute < 8; minute++) {
            tried(minute, "mta1", "mx1", null);
        }
        told.addAll(standstills.passed(NOON.plus(Duration.ofHours(9))));
        aside(540, "mx2");
        tried(540, "mta1", "mx1", null);

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED);
    }

    @Test
    void aHostThatComesAndGoesIsOneIncident() {
        for (int minute = 0; minute < 60; minute++) {
            tried(minute, "mta1", "mx1", null);
            if (minute % 4 == 1) {
                aside(minute, "mx2");
            } else if (minute % 4 == 3) {
                again(minute, "mx2");
                tried(minute, "mta1", "mx2", null);
            }
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED);
    }

    @Test
    void aHostThatAnsweredBeforeItWasToldIsNotTold() {
        tried(0, "mta1", "mx1", null);
        aside(1, "mx2");
        again(6, "mx2");
        for (int minute = 6; minute < 20; minute++) {
            tried(minute, "mta1", "mx1", null);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void hostsThatAreSetAsideAlikeAreNotToBlame() {
        for (int minute = 0; minute < 60; minute++) {
            aside(minute, "mx1");
            aside(minute, "mx2");
            again(minute, minute % 2 == 0 ? "mx1" : "mx2");
            tried(minute, "mta1", minute % 2 == 0 ? "mx1" : "mx2", null);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void aHostThatTakesMailThoughNobodySaidThatItAnswersIsWell() {
        tried(0, "mta1", "mx2", null);
        aside(1, "mx2");
        for (int minute = 1; minute < 40; minute++) {
            tried(minute, "mta1", "mx1", null);
            tried(minute, "mta1", "mx2", minute < 13 ? Cause.NETWORK : null);
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED, What.CLOSED);
    }

    private void triedAt(String party, int second, String source, @Nullable Cause cause) {
        standstills.count(
                NOON.plusSeconds(second),
                new Cell(party, party, "mx." + party, source, "news", null),
                cause == Cause.DNS ? null : Stage.CONNECT,
                cause,
                cause == null ? -1 : 7,
                ++session,
                false);
    }

    private void takenEverywhere(int second, String source) {
        for (int i = 0; i < 5; i++) {
            PARTIES.forEach(party -> triedAt(party, second, source, null));
        }
    }

    private static final List<String> PARTIES =
            List.of("gmail", "yahoo", "orange", "gmx", "comcast");

    @Test
    void aSourceThatGetsThroughNowhereIsOneIncidentAndSoonTold() {
        takenEverywhere(0, "mta1");
        takenEverywhere(0, "mta2");
        for (int second = 60; second <= 1800; second += 30) {
            for (var party : PARTIES) {
                triedAt(party, second, "mta2", second < 900 ? Cause.NETWORK : null);
                triedAt(party, second, "mta1", null);
            }
            told.addAll(standstills.passed(NOON.plusSeconds(second)));
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED, What.CLOSED);
        var incident = told.getFirst().incident();
        assertThat(told.getFirst().at()).isEqualTo(NOON.plusSeconds(180));
        assertThat(incident.scope().words()).isEqualTo("every receiver from mta2");
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.SOURCE_DOWN);
        assertThat(incident.evidence())
                .filteredOn(it -> it instanceof Evidence.CleanSibling)
                .hasSize(1);
        assertThat(told.getLast().incident().id()).isEqualTo(incident.id());
        assertThat(standstills.open(NOON.plusSeconds(1800))).isEmpty();
    }

    @Test
    void namesThatAreNotFoundAnywhereAreOurOwnTrouble() {
        takenEverywhere(0, "mta1");
        takenEverywhere(0, "mta2");
        for (int second = 60; second <= 240; second += 60) {
            for (var party : PARTIES) {
                triedAt(party, second, "mta1", Cause.DNS);
            }
            told.addAll(standstills.passed(NOON.plusSeconds(second)));
        }

        assertThat(told).hasSize(1);
        var incident = told.getFirst().incident();
        assertThat(incident.scope().everywhere()).isTrue();
        assertThat(incident.scope().source()).isNull();
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.OWN_NETWORK);
        assertThat(incident.cause()).isEqualTo(Cause.DNS);
    }

    @Test
    void namesThatRunOutOneAfterTheOtherAreToldWhenTheFirstIsMissingForTwoMinutes() {
        takenEverywhere(0, "mta1");
        int second = 60;
        for (var party : PARTIES) {
            triedAt(party, second, "mta1", Cause.DNS);
            second += 25;
        }
        triedAt("gmail", 120, "mta1", Cause.DNS);
        triedAt("yahoo", 150, "mta1", Cause.DNS);

        assertThat(standstills.passed(NOON.plusSeconds(175))).isEmpty();
        assertThat(standstills.passed(NOON.plusSeconds(180))).hasSize(1);
    }

    @Test
    void whatPassesByAWayThatWasKnownBeforeDoesNotSayThatTheNameIsFoundAgain() {
        takenEverywhere(0, "mta1");
        for (int second = 60; second <= 240; second += 60) {
            for (var party : PARTIES) {
                triedAt(party, second, "mta1", Cause.DNS);
                triedAt(party, second + 40, "mta1", null);
            }
            told.addAll(standstills.passed(NOON.plusSeconds(second + 50)));
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED);
    }

    @Test
    void aBadMomentOfTheDnsIsNoTroubleOfOursThoughOneNameIsMissingForLong() {
        takenEverywhere(0, "mta1");
        for (int second = 60; second < 600; second += 60) {
            triedAt("gmail", second, "mta1", Cause.DNS);
        }
        told.addAll(standstills.passed(NOON.plusSeconds(590)));
        PARTIES.forEach(party -> triedAt(party, 600, "mta1", Cause.DNS));
        told.addAll(standstills.passed(NOON.plusSeconds(610)));

        assertThat(told).noneMatch(it -> it.incident().diagnosis() == Diagnosis.OWN_NETWORK);
    }

    @Test
    void whatIsLeftOfItWhenMostIsOverIsNotToldAnew() {
        takenEverywhere(0, "mta1");
        for (int second = 60; second <= 900; second += 60) {
            for (var party : PARTIES) {
                boolean isBack = second > 360 && !party.equals("gmail");
                if (second <= 360 || isBack) {
                    triedAt(party, second, "mta1", isBack ? null : Cause.DNS);
                }
            }
            told.addAll(standstills.passed(NOON.plusSeconds(second)));
        }

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED, What.CLOSED);
    }

    @Test
    void aHostThatRefusesOneOfTwoSourcesIsNotToBlame() {
        taken(0, "mta1", 10);
        taken(0, "mta2", 10);
        for (int minute = 1; minute < 10; minute++) {
            tried(minute, "mta1", "mx1", null);
            tried(minute, "mta2", "mx2", Cause.NETWORK);
        }

        assertThat(told)
                .extracting(it -> it.incident().scope().words())
                .containsExactly("gmail from mta2");
    }
}
