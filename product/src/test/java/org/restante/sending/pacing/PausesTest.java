package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PausesTest {
    private final Pauses pauses = new Pauses();

    PausesTest() {
        pauses.canaryRefused(300);
        pauses.canaryPassed(1_000, 1_400);
    }

    @Test
    void whereABoxWasMetACanaryAsksEarlyWhetherThereIsOneAgain() {
        assertThat(pauses.first(2, false)).isEqualTo(60);
        assertThat(pauses.enough()).isEqualTo(1_020);
    }

    @Test
    void oneThatPassesEarlyShowsThatThereWasNoneAndTheBoxIsRemembered() {
        pauses.canaryPassed(60, 60);

        assertThat(pauses.sufficed()).isEqualTo(1_000);
        assertThat(pauses.clearing()).isLessThan(900);
    }

    @Test
    void onlyWhatMayBeADaysQuotaIsLeftAloneForLonger() {
        assertThat(Pauses.next(7_200, 0, 9, false)).isEqualTo(4 * Seconds.HOUR);
        assertThat(Pauses.next(7_200, 0, 9, true)).isEqualTo(6 * Seconds.HOUR);
    }

    @Test
    void itGrowsFasterWhereARefusalCostsMoreThanALateCanary() {
        assertThat(Pauses.next(10, 0, 1, true)).isEqualTo(20);
        assertThat(Pauses.next(10, 5, 1, true)).isEqualTo(25);
        assertThat(Pauses.next(10, 1_000, 1, true)).isEqualTo(40);
    }
}
