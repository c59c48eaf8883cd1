package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.restante.sending.pacing.Flow.SECOND;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Limits so low that next to nothing passes between two refusals.
final class ScarcityTest {
    private final Scarcity scarcity = new Scarcity();

    private void refusedAfter(int messages, double seconds) {
        scarcity.add(new Meter.Reading(messages, seconds, seconds, messages, 1, 1));
    }

    @Test
    void whatPassedBeforeTheFirstOfThemHadBeenSavedUp() {
        refusedAfter(4, 1);
        refusedAfter(2, 2_000);
        refusedAfter(1, 1_000);

        assertThat(scarcity.inflow()).isCloseTo(1 / 1_000.0, within(1e-9));
    }

    @Test
    void twoTellWhereNoLimitHadBeenMetAndElseThree() {
        refusedAfter(4, 1);
        refusedAfter(2, 2_000);

        assertThat(scarcity.isFarBelow(0.5, true)).isTrue();
        assertThat(scarcity.isFarBelow(0.5, false)).isFalse();

        refusedAfter(2, 2_000);

        assertThat(scarcity.isFarBelow(0.5, false)).isTrue();
    }

    @Test
    void aRateThatIsNearWhatPassedIsNotFarAbove() {
        refusedAfter(4, 1);
        refusedAfter(2, 2_000);

        assertThat(scarcity.isFarBelow(0.003, true)).isFalse();
    }

    @Test
    void fourMessagesAnHourAreFoundOutWithFewRefusals() {
        var flow =
                new Flow(new Flow.Bucket(4 / 3_600.0, 4, 0, 0, 1), 500, ReceiverPrior.UNKNOWN, 1);

        flow.run(Duration.ofDays(2).toSeconds() * SECOND);

        assertThat(flow.violations).isEmpty();
        assertThat(flow.taken).isGreaterThan(150);
        assertThat(flow.refused).isLessThan(20);
    }
}
