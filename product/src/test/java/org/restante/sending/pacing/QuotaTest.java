package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuotaTest {
    private final Quota quota = new Quota();

    @Test
    void aRefusalThatLastsIsAWindowsEnd() {
        assertThat(quota.guess(900, 344, 120, 362, 2)).isTrue();
        assertThat(quota.messages()).isEqualTo(900);
        assertThat(quota.window()).isEqualTo(600);
    }

    @Test
    void aShortPauseIsNone() {
        assertThat(quota.guess(900, 344, 0, 30, 2)).isFalse();
    }

    @Test
    void anotherWindowNarrowsTheGuess() {
        quota.guess(900, 188, 0, 943, 6);
        assertThat(quota.window()).isEqualTo(600);
        assertThat(quota.guess(890, 700, 0, 200, 3)).isTrue();
        assertThat(quota.window()).isEqualTo(900);
    }

    @Test
    void moreThanTheQuotaWithinTheWindowRefutesIt() {
        quota.guess(900, 344, 120, 362, 2);
        assertThat(quota.isRefutedBy(1_200, 500)).isTrue();
        assertThat(quota.isKnown()).isFalse();
    }

    @Test
    void aRefusalNearItsOwnRateIsItsWindowsEnd() {
        quota.guess(900, 344, 120, 362, 2);
        assertThat(quota.explains(1.45)).isTrue();
        assertThat(quota.explains(1.0)).isFalse();
    }
}
