package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.insight.incident.IncidentChange.What;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Receivers at which our server finds a slower pace.
final class ThrottlingsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Cell GMAIL =
            new Cell("gmail", "gmail", "mx1", "mta1", "transactional", null);

    private final Throttlings throttlings = new Throttlings();
    private final List<IncidentChange> told = new ArrayList<>();
    private long session;
    private int minute;

    private Instant at(int second) {
        return NOON.plus(Duration.ofMinutes(minute)).plusSeconds(second);
    }

    /// @param taken in each of so many minutes
    private void minutes(int count, int taken, int waits, int refusals, Cause cause) {
        for (int end = minute + count; minute < end; minute++) {
            for (int i = 0; i < refusals; i++) {
                throttlings.closed(at(5 + i * 20), GMAIL, Stage.CONTENT, cause, 7, ++session);
            }
            for (int i = 0; i < taken; i++) {
                throttlings.took(at(i * 60 / taken), GMAIL, Duration.ofSeconds(waits));
            }
            told.addAll(throttlings.passed(at(59)));
        }
    }

    private void minutes(int count, int taken, int waits) {
        minutes(count, taken, waits, 0, Cause.RATE);
    }

    @Test
    void aReceiverThatTakesLessIsToldThoughHardlyAnythingIsRefused() {
        minutes(60, 30, 2);
        minutes(3, 15, 60, 2, Cause.RATE);

        assertThat(told).hasSize(1);
        var incident = told.getFirst().incident();
        assertThat(incident.diagnosis()).isEqualTo(Diagnosis.RATE_CUT);
        assertThat(incident.scope().words()).isEqualTo("gmail");
        assertThat(incident.scope().stream()).isNull();
        assertThat(incident.since()).isEqualTo(NOON.plusSeconds(3605));
        assertThat(incident.refusals()).isEqualTo(6);
        assertThat(incident.attempts()).isEqualTo(51);
        assertThat(incident.evidence())
                .filteredOn(it -> it instanceof Evidence.Slowed)
                .extracting(Evidence::sentence)
                .containsExactly(
                        "15.5 messages a minute are taken, 30.0 were before; they have waited 60 s");
    }

    @Test
    void itLastsWhileMailWaitsAndIsOverWhenItDoesNot() {
        minutes(60, 30, 2);
        minutes(4, 15, 60, 2, Cause.RATE);
        minutes(40, 15, 300);
        assertThat(told).hasSize(1);
        assertThat(throttlings.open(at(0))).hasSize(1);
        minutes(6, 40, 20);

        assertThat(told).extracting(IncidentChange::what).containsExactly(What.OPENED, What.CLOSED);
        assertThat(told.getLast().incident().id()).isEqualTo(told.getFirst().incident().id());
        assertThat(throttlings.open(at(0))).isEmpty();
    }

    @Test
    void aPaceThatIsFoundWithoutMailWaitingIsNoTrouble() {
        minutes(60, 30, 2);
        minutes(10, 20, 10, 2, Cause.RATE);

        assertThat(told).isEmpty();
    }

    @Test
    void aReceiverThatTakesUrgentMailAloneIsToldThoughThatDoesNotWait() {
        minutes(60, 30, 2);
        minutes(3, 8, 2, 2, Cause.RATE);

        assertThat(told).hasSize(1);
    }

    @Test
    void lessMailAfterARefusedBurstIsNoLowerLimit() {
        minutes(60, 30, 2);
        minutes(1, 40, 20, 4, Cause.RATE);
        minutes(10, 6, 2);

        assertThat(told).isEmpty();
    }

    @Test
    void aBurstThatIsRefusedIsNoLowerLimit() {
        minutes(60, 30, 2);
        minutes(10, 35, 120, 2, Cause.RATE);

        assertThat(told).isEmpty();
    }

    @Test
    void whatWaitedBeforeTheFirstRefusalWaitsForAnotherReason() {
        minutes(60, 30, 2);
        minutes(15, 0, 0);
        minutes(2, 60, 600);
        minutes(5, 8, 600, 2, Cause.RATE);

        assertThat(told).isEmpty();
    }

    @Test
    void halfOfASteadyPaceTellsThoughMailWaitedBefore() {
        minutes(60, 30, 600);
        minutes(3, 8, 600, 2, Cause.RATE);

        assertThat(told).hasSize(1);
    }

    @Test
    void refusalsNowAndThenAreNoLowerLimit() {
        minutes(60, 30, 2);
        for (int i = 0; i < 4; i++) {
            minutes(1, 20, 60, 1, Cause.RATE);
            minutes(5, 20, 60);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void refusalsOfOtherKindsAreNotCounted() {
        minutes(60, 30, 2);
        minutes(5, 15, 60, 2, Cause.REPUTATION);

        assertThat(told).isEmpty();
    }

    @Test
    void whoIsNotKnownForLongIsNotJudged() {
        minutes(10, 30, 2);
        minutes(5, 15, 60, 2, Cause.RATE);

        assertThat(told).isEmpty();
    }
}
