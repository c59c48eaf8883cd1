package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GreylistDelaysTest {
    private final GreylistDelays delays = new GreylistDelays();

    @Test
    void oneBulkMessageFindsOutAndTheOthersComeLater() {
        assertThat(delays.due(0, false)).isEqualTo(301);
        assertThat(delays.due(0, false)).isEqualTo(901);
        delays.refusedAfter(301);
        assertThat(delays.due(301, false)).isEqualTo(901);
    }

    @Test
    void transactionalMailIsTriedSooner() {
        assertThat(delays.due(0, true)).isEqualTo(61);
    }

    @Test
    void whatSufficedOnceIsWaitedFor() {
        delays.refusedAfter(301);
        delays.passedAfter(610);
        assertThat(delays.due(0, false)).isBetween(610.0, 620.0);
        assertThat(delays.due(0, true)).isBetween(610.0, 620.0);
    }

    @Test
    void aDelayThatSufficesNoMoreIsForgotten() {
        delays.passedAfter(300);
        delays.refusedAfter(400);
        assertThat(delays.due(400, false)).isEqualTo(901);
    }
}
