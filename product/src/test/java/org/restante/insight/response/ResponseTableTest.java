package org.restante.insight.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;

final class ResponseTableTest {
    private static final ResponseTable TABLE = ResponseTable.defaults();
    private static final long MANY = 100_000;

    private static Recommendation of(Cause cause, double share) {
        return TABLE.recommend(
                Observation.of(
                        MANY, Map.of(cause, Math.round(share * MANY)), Duration.ofMinutes(40)));
    }

    @ParameterizedTest
    @CsvSource({
        // share, cause, action, slow by, retry at least (min)
        ".03, RATE, NOTHING, 0, 0",
        ".06, RATE, OBSERVE, 0, 0",
        ".14, RATE, OBSERVE, 0, 0",
        ".16, RATE, SLOW, 30, 0",
        ".16, REPUTATION, SLOW, 30, 0",
        ".24, REPUTATION, SLOW, 30, 0",
        ".26, REPUTATION, SLOW, 50, 30",
        ".49, REPUTATION, SLOW, 50, 30",
        ".51, REPUTATION, PAUSE, 100, 30",
        ".51, POLICY, PAUSE, 100, 30",
        ".95, RATE, PAUSE, 100, 30",
        ".30, POLICY, SLOW, 50, 30",
        ".30, AUTH, SLOW, 50, 30"
    })
    void everyRowOfTheTableAsksForWhatItSays(
            double share, Cause cause, Action action, int slowBy, int retry) {
        var asked = of(cause, share);

        assertThat(asked.action()).isEqualTo(action);
        assertThat(asked.slowBy()).isEqualTo(slowBy);
        assertThat(asked.retryAtLeast()).isEqualTo(retry == 0 ? null : Duration.ofMinutes(retry));
    }

    @ParameterizedTest
    @CsvSource({
        "RECIPIENT_RATE",
        "GREYLIST",
        "MAILBOX_FULL",
        "NO_SUCH_USER",
        "SERVER_ERROR",
        "NETWORK",
        "CONTENT",
        "OTHER_TEMPORARY"
    })
    void whatIsNormalOrSomebodyElsesTroubleChangesNothing(Cause cause) {
        assertThat(of(cause, .9).action()).isEqualTo(Action.NOTHING);
    }

    @Test
    void blockRepliesPauseWhateverTheShare() {
        assertThat(of(Cause.BLOCKLIST, .10).action()).isEqualTo(Action.PAUSE);
    }

    @Test
    void twoBlockRepliesAmongManyMessagesPauseNothing() {
        var seen = Observation.of(500, Map.of(Cause.BLOCKLIST, 2L), Duration.ofMinutes(50));

        assertThat(TABLE.recommend(seen).action()).isEqualTo(Action.NOTHING);
    }

    @Test
    void tooManyConnectionsIsASettingAndNeverAPause() {
        var asked = of(Cause.CONNECTION_RATE, .6);

        assertThat(asked.action()).isEqualTo(Action.SLOW);
        assertThat(asked.connectionsOnly()).isTrue();
        assertThat(asked.slowBy()).isEqualTo(70);
        assertThat(asked.retryAtLeast()).isEqualTo(Duration.ofMinutes(30));
        assertThat(asked.next()).containsExactly(NextStep.FEWER_CONNECTIONS);
    }

    @Test
    void aRuleThatDemandsAPauseIsAFloorOnceItsRepliesPrevail() {
        var seen =
                new Observation(
                        1000,
                        Map.of(Cause.REPUTATION, 200L, Cause.RATE, 50L),
                        Duration.ofMinutes(50),
                        Duration.ofHours(4),
                        200);

        var asked = TABLE.recommend(seen);

        assertThat(asked.action()).isEqualTo(Action.PAUSE);
        assertThat(asked.pauseAtLeast()).isEqualTo(Duration.ofHours(4));
        assertThat(asked.oneCanary()).isTrue();
    }

    @Test
    void aRuleThatDemandsAPauseIsNoFloorWhileItsRepliesAreFew() {
        var seen =
                new Observation(
                        1000,
                        Map.of(Cause.REPUTATION, 20L, Cause.RATE, 180L),
                        Duration.ofMinutes(50),
                        Duration.ofHours(4),
                        20);

        assertThat(TABLE.recommend(seen).pauseAtLeast()).isNull();
    }

    @Test
    void belowFiftyMessagesNothingIsRecommended() {
        var few = Observation.of(49, Map.of(Cause.REPUTATION, 49L), Duration.ofHours(1));
        var enough = Observation.of(50, Map.of(Cause.REPUTATION, 50L), Duration.ofHours(1));

        assertThat(TABLE.recommend(few).action()).isEqualTo(Action.NOTHING);
        assertThat(TABLE.recommend(enough).action()).isEqualTo(Action.PAUSE);
    }

    @Test
    void theLowerBoundDecidesNotTheShare() {
        var few = Observation.of(60, Map.of(Cause.RATE, 10L), Duration.ofMinutes(50));
        var many = Observation.of(6000, Map.of(Cause.RATE, 1000L), Duration.ofMinutes(50));

        assertThat(TABLE.recommend(few).action()).isEqualTo(Action.OBSERVE);
        assertThat(TABLE.recommend(many).action()).isEqualTo(Action.SLOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0, ",
        "59, ",
        "60, RETRY",
        "240, SLOW",
        "1440, PAUSE",
        "2880, ESCALATE",
        "4320, BOUNCE",
        "9000, BOUNCE"
    })
    void theLongerItLastsTheHigherTheStair(int minutes, NextStep step) {
        var seen = Observation.of(1000, Map.of(Cause.RATE, 80L), Duration.ofMinutes(minutes));

        var stair = TABLE.recommend(seen).stair();

        assertThat(stair == null ? null : stair.next().getFirst()).isEqualTo(step);
    }

    @Test
    void transactionalMailMayGoOnAloneDuringAPause() {
        assertThat(of(Cause.REPUTATION, .6).keepTransactional()).isTrue();
        assertThat(of(Cause.REPUTATION, .6).severity()).isEqualTo(Severity.PAUSE);
    }
}
