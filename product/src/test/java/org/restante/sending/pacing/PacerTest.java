package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PacerTest {
    private static final long SECOND = 1_000_000_000L;

    private final Pacer pacer = new Pacer();

    PacerTest() {
        pacer.rate(1);
    }

    @Test
    void transactionalMailGoesTenIntervalsAheadOfItsTime() {
        assertThat(leavesAtOnce()).isEqualTo(11);
    }

    @Test
    void itBorrowsNoMoreThanHalfOfWhatTheReceiverTakesAtOnce() {
        pacer.lends(6);

        assertThat(leavesAtOnce()).isEqualTo(4);
    }

    @Test
    void theNextAfterACanaryWaitsForItsTime() {
        pacer.took(100 * SECOND);

        pacer.restart(1, 101 * SECOND);

        assertThat(pacer.due(false)).isEqualTo(102 * SECOND);
    }

    private int leavesAtOnce() {
        int left = 0;
        while (pacer.due(true) <= SECOND) {
            pacer.took(SECOND);
            left++;
        }
        return left;
    }
}
