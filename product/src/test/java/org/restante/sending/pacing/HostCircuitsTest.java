package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HostCircuitsTest {
    private static final long SECOND = 1_000_000_000L;

    private final HostCircuits hosts = new HostCircuits(2);
    private final SplittableRandom chance = new SplittableRandom(1);

    private boolean isChosen(int host, long now) {
        for (int i = 0; i < 50; i++) {
            if (hosts.choose(chance, now) == host) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aSilentHostIsSetAsideAndTriedByOneConnection() {
        hosts.failed(0, true, 0);
        assertThat(isChosen(0, SECOND)).isFalse();
        hosts.failed(1, true, 0);
        hosts.started(0, 61 * SECOND);
        assertThat(isChosen(0, 62 * SECOND)).isFalse();
        hosts.answered(0, 63 * SECOND);
        assertThat(isChosen(0, 64 * SECOND)).isTrue();
    }

    @Test
    void oneThatDoesNotServeIsSetAsideTheSecondTime() {
        hosts.answered(1, 0);
        hosts.failed(0, false, 0);
        hosts.failed(0, false, 1);
        assertThat(isChosen(0, SECOND)).isFalse();
        assertThat(isChosen(0, 30 * SECOND)).isFalse();
    }

    @Test
    void aHostIsAlwaysFound() {
        hosts.failed(0, true, 0);
        hosts.failed(1, true, SECOND);
        assertThat(hosts.choose(chance, 2 * SECOND)).isZero();
        assertThat(hosts.allOut(2 * SECOND)).isTrue();
        hosts.answered(1, 3 * SECOND);
        assertThat(hosts.allOut(4 * SECOND)).isFalse();
    }
}
