package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CountsTest {
    private final Counts counts = new Counts();

    private void passed(int messages, double seconds) {
        counts.add(new Meter.Reading(messages, seconds, 1, messages, seconds, messages));
    }

    @Test
    void fewMessagesBetweenEachTwoRefusalsAreManyTogether() {
        passed(9, 9);
        passed(11, 10);
        passed(10, 11);

        assertThat(counts.inflow()).isCloseTo(1, within(1e-9));
        assertThat(counts.passed()).isEqualTo(30);
        assertThat(counts.refusals()).isEqualTo(4);
    }

    @Test
    void aCountThatDisagreesBeginsAnew() {
        passed(100, 25);

        passed(20, 20);

        assertThat(counts.inflow()).isCloseTo(1, within(1e-9));
        assertThat(counts.refusals()).isEqualTo(2);
    }

    @Test
    void aCountThatTellsEnoughStandsForItself() {
        passed(30, 30);

        passed(300, 298);

        assertThat(counts.passed()).isEqualTo(300);
    }

    @Test
    void whatLiesBeforeARefusalThatMeasuredNothingDoesNotCount() {
        passed(30, 30);
        counts.clear();

        passed(10, 10);

        assertThat(counts.passed()).isEqualTo(10);
    }
}
