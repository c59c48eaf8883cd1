package org.restante.app.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.insight.response.Observation;
import org.restante.insight.response.ResponseTable;
import org.restante.meaning.verdict.Cause;
import org.restante.sending.dispatch.LaneStanding;

/// What a recommendation comes to on lanes, with the words of the acts as people see them.
final class ProtocolTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant NOW = NOON.plus(Duration.ofHours(1));
    private static final Duration LASTS = Duration.ofHours(2);

    private static IncidentScope scope(
            @Nullable String source,
            @Nullable String stream,
            @Nullable String host,
            String... receivers) {
        var one = receivers.length == 1 ? receivers[0] : null;
        return new IncidentScope(one, null, host, source, stream, null, List.of(receivers));
    }

    private static Case of(IncidentScope scope, long attempts, long refusals) {
        return Case.opened(
                new Incident(
                        "0123456789ab",
                        NOON,
                        null,
                        scope,
                        Cause.REPUTATION,
                        Diagnosis.SOURCE_BLOCKED_AT_ONE,
                        .9,
                        (double) refusals / attempts,
                        .01,
                        attempts,
                        refusals,
                        Severity.THROTTLE,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                CaseFacts.of(List.of(), null),
                List.of(),
                NOON);
    }

    private static LaneStanding lane(String provider, String source, int connections) {
        return new LaneStanding(
                provider,
                source,
                provider,
                0,
                connections,
                0,
                false,
                false,
                Duration.ZERO,
                null,
                new LaneStanding.Counts(0, 0, 0),
                null,
                null,
                null,
                null);
    }

    private static Protocol.Proposal propose(
            Case one, Map<Cause, Long> refused, @Nullable Duration pause) {
        var asked =
                ResponseTable.defaults()
                        .recommend(
                                new Observation(
                                        one.incident().attempts(),
                                        refused,
                                        Duration.ofHours(1),
                                        pause,
                                        pause == null ? 0 : one.incident().refusals()));
        return Protocol.propose(
                one,
                asked,
                List.of(
                        lane("gmail", "mta1", 20),
                        lane("gmail", "mta2", 10),
                        lane("yahoo", "mta2", 30)),
                NOW,
                LASTS);
    }

    private static Protocol.Proposal propose(Case one, Cause cause) {
        Map<Cause, Long> refused = new EnumMap<>(Map.of(cause, one.incident().refusals()));
        return propose(one, refused, null);
    }

    @Test
    void aFifthRefusedSlowsTheLaneByThirtyPerCentOfWhatItTried() {
        var proposal = propose(of(scope("mta2", null, null, "gmail"), 1000, 200), Cause.RATE);

        assertThat(proposal.act().words())
                .isEqualTo("limit source=mta2 provider=gmail connections=7 messages_per_hour=700");
        assertThat(proposal.act().end()).contains(NOW.plus(LASTS));
        assertThat(proposal.heading(scope("mta2", null, null, "gmail")))
                .isEqualTo("slow gmail from mta2 by 30 %");
    }

    @Test
    void whatAllSourcesTriedIsSharedOutOverTheirLanes() {
        var proposal = propose(of(scope(null, null, null, "gmail"), 1000, 400), Cause.RATE);

        assertThat(proposal.act().words())
                .isEqualTo("limit provider=gmail connections=10 messages_per_hour=250");
    }

    @Test
    void tooManyConnectionsAskForFewerConnectionsAlone() {
        var proposal =
                propose(of(scope("mta2", null, null, "gmail"), 1000, 900), Cause.CONNECTIONS);

        assertThat(proposal.act().words())
                .isEqualTo("limit source=mta2 provider=gmail connections=3");
    }

    @Test
    void halfRefusedLeavesOneMessageAtATime() {
        var proposal = propose(of(scope("mta2", null, null, "gmail"), 100, 90), Cause.REPUTATION);

        assertThat(proposal.act().words())
                .isEqualTo("limit source=mta2 provider=gmail connections=1 messages_per_hour=12");
    }

    @Test
    void aRuleThatDemandsAPauseIsObeyedInFull() {
        var one = of(scope("mta2", null, null, "gmail"), 100, 90);

        var proposal = propose(one, Map.of(Cause.REPUTATION, 90L), Duration.ofHours(24));

        assertThat(proposal.act().words()).isEqualTo("pause source=mta2 provider=gmail");
        assertThat(proposal.act().end()).contains(NOW.plus(Duration.ofHours(24)));
    }

    @Test
    void whatConcernsNoLaneAloneIsLeftToPeople() {
        assertThat(
                        propose(
                                        of(scope("mta2", null, null, "gmail", "yahoo"), 100, 90),
                                        Cause.RATE)
                                .act())
                .isNull();
        assertThat(propose(of(scope(null, "news", null, "gmail"), 100, 90), Cause.RATE).act())
                .isNull();
        assertThat(propose(of(scope(null, null, "mx1", "gmail"), 100, 90), Cause.RATE).act())
                .isNull();
        assertThat(propose(of(scope("mta2", null, null, "gmail"), 100, 3), Cause.RATE).act())
                .isNull();
        assertThat(propose(of(scope("mta2", null, null, "gmail"), 100, 90), Cause.GREYLIST).act())
                .isNull();
    }
}
