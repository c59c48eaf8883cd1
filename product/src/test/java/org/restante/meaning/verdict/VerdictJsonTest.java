package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.Stage;

final class VerdictJsonTest {
    @Test
    void everyKeyIsThereInItsOrder() {
        var verdict =
                new Verdict(
                        421,
                        "4.7.0",
                        "gmail",
                        Cause.REPUTATION,
                        Scope.SOURCE,
                        Permanence.TEMPORARY,
                        Permanence.TEMPORARY,
                        Duration.ofMinutes(5),
                        null,
                        List.of(NextStep.SLOW, NextStep.FIX_AUTH),
                        "gmail/low-reputation",
                        "A \"word\"\nand \\ more.");

        assertThat(VerdictJson.of(verdict, Stage.DATA))
                .isEqualTo(
                        "{\"code\":421,\"status\":\"4.7.0\",\"provider\":\"gmail\",\"cause\":\"reputation\",\"scope\":\"source\","
                                + "\"signalled\":\"temporary\",\"effective\":\"temporary\",\"retry_after_s\":300,\"stage\":\"data\","
                                + "\"next\":[\"slow\",\"fix-auth\"],\"rule\":\"gmail/low-reputation\","
                                + "\"explanation\":\"A \\\"word\\\"\\u000aand \\\\ more.\"}");
    }

    @Test
    void whatIsUnknownIsNull() {
        var verdict =
                new Verdict(
                        0,
                        null,
                        null,
                        Cause.NETWORK,
                        Scope.HOST,
                        null,
                        Permanence.TEMPORARY,
                        null,
                        null,
                        List.of(NextStep.RETRY),
                        "trouble/timeout",
                        "No answer.");

        assertThat(VerdictJson.of(verdict, null))
                .startsWith("{\"code\":null,\"status\":null,\"provider\":null,")
                .contains("\"signalled\":null,", "\"retry_after_s\":null,\"stage\":null,");
    }

    @Test
    void aReplyThatIsNoRefusalHasNoCauseNoClassAndNoStep() {
        var verdict =
                new Verdict(
                        250,
                        "2.0.0",
                        null,
                        Cause.OTHER_TEMPORARY,
                        Scope.MESSAGE,
                        null,
                        Permanence.TEMPORARY,
                        null,
                        null,
                        List.of(NextStep.RETRY),
                        "class/2",
                        "No refusal.");

        assertThat(verdict.isRefusal()).isFalse();
        assertThat(VerdictJson.of(verdict, null))
                .isEqualTo(
                        "{\"code\":250,\"status\":\"2.0.0\",\"provider\":null,\"cause\":null,\"scope\":null,"
                                + "\"signalled\":null,\"effective\":null,\"retry_after_s\":null,\"stage\":null,"
                                + "\"next\":[],\"rule\":\"class/2\",\"explanation\":\"No refusal.\"}");
    }

    @Test
    void objectsAreAppendedOneAfterTheOther() {
        var verdict =
                new Verdict(
                        0,
                        null,
                        null,
                        Cause.DNS,
                        Scope.HOST,
                        null,
                        Permanence.TEMPORARY,
                        null,
                        null,
                        List.of(NextStep.RETRY),
                        "r",
                        "e");
        var json = new VerdictJson();
        for (int i = 0; i < 1000; i++) {
            json.append(verdict, i % 2 == 0 ? null : Stage.RCPT);
            json.append('\n');
        }

        assertThat(
                        new String(
                                        json.bytes(),
                                        0,
                                        json.length(),
                                        java.nio.charset.StandardCharsets.UTF_8)
                                .lines())
                .hasSize(1000);
    }
}
