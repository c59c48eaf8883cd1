package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.pacing.Flow.SECOND;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.meaning.verdict.Cause;

/// When it is tried whether a closed lane is open.
final class CanaryTest {
    private final Law law =
            new Law(
                    new Site(),
                    () -> LaneLimits.UNKNOWN,
                    ReceiverPrior.of("microsoft"),
                    Conduct.ACTS,
                    new SplittableRandom(1));

    private void isRefused(long at) {
        law.started(false, at);
        var blocked = Verdicts.of(421, Cause.REPUTATION, null);
        law.refused(new Refused(blocked, false, 2, 0, 3, false, at), at);
    }

    @Test
    void whereAQuotaIsLikelyAWindowThatEndsALittleAfterThePauseIsWaitedFor() {
        for (int i = 0; i < 900; i++) {
            long at = i * SECOND / 5;
            law.started(false, at);
            law.passed(true, at, at);
        }
        isRefused(195 * SECOND);
        isRefused(law.closedUntil());

        assertThat(law.closedUntil()).isBetween(600 * SECOND, 605 * SECOND);
    }

    @Test
    void aFewMessagesAnHourAreFoundWithFewCanaries() {
        var flow =
                new Flow(
                        new Flow.Bucket(4 / Seconds.HOUR, 4, 1_000, 0, 0.5),
                        200,
                        ReceiverPrior.UNKNOWN,
                        1);
        flow.run(24 * 3_600 * SECOND);

        assertThat(flow.refused).as(String.join("\n", flow.said)).isLessThanOrEqualTo(8);
        assertThat(flow.taken).isGreaterThan(85);
    }
}
