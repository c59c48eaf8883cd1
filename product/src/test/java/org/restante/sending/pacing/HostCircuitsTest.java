package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HostCircuitsTest {
    private static final long SECOND = 1_000_000_000L;

    private static final List<Integer> BOTH = List.of(0, 1);

    private final HostCircuits<Integer> hosts = new HostCircuits<>();
    private final SplittableRandom chance = new SplittableRandom(1);

    private boolean isChosen(int host, long now) {
        for (int i = 0; i < 50; i++) {
            if (hosts.choose(BOTH, chance, now) == host) {
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
    void whoAsksIsToldForHowLongAHostIsSetAsideAndThatItIsBack() {
        assertThat(hosts.answered(0, 0)).isFalse();
        assertThat(hosts.failed(0, false, 0)).isZero();
        assertThat(hosts.failed(0, false, 1)).isEqualTo(Duration.ofSeconds(20));
        assertThat(hosts.failed(0, true, 30 * SECOND)).isEqualTo(Duration.ofMinutes(2));
        assertThat(hosts.answered(0, 200 * SECOND)).isTrue();
        assertThat(hosts.answered(0, 201 * SECOND)).isFalse();
    }

    @Test
    void aHostIsAlwaysFound() {
        hosts.failed(0, true, 0);
        hosts.failed(1, true, SECOND);
        assertThat(hosts.choose(BOTH, chance, 2 * SECOND)).isZero();
        assertThat(hosts.allOut(BOTH, 2 * SECOND)).isTrue();
        hosts.answered(1, 3 * SECOND);
        assertThat(hosts.allOut(BOTH, 4 * SECOND)).isFalse();
    }

    @Test
    void ofAHostThatWasSetAsideOneConnectionSeesWhetherItIsBack() {
        hosts.failed(0, true, 0);
        assertThat(hosts.tries(0, 59 * SECOND)).isFalse();

        assertThat(hosts.tries(0, 60 * SECOND)).isTrue();
        assertThat(hosts.tries(0, 61 * SECOND)).isFalse();
        hosts.answered(0, 62 * SECOND);

        assertThat(hosts.tries(0, 63 * SECOND)).isTrue();
        assertThat(hosts.tries(0, 63 * SECOND)).isTrue();
    }

    @Test
    void itIsLeftAloneLongerEachTime() {
        hosts.failed(0, true, 0);
        hosts.failed(0, true, 60 * SECOND);
        assertThat(hosts.isWorthTrying(0, 179 * SECOND)).isFalse();
        assertThat(hosts.isWorthTrying(0, 180 * SECOND)).isTrue();
    }

    @Test
    void hostsThatNobodyAsksForAreForgottenForNewOnes() {
        var circuits = new HostCircuits<Integer>();
        for (int i = 0; i < HostCircuits.MOST + 100; i++) {
            circuits.failed(i, true, 0);
        }

        assertThat(circuits.remembered()).isEqualTo(HostCircuits.MOST);
        assertThat(circuits.isDoubtful(99)).isFalse();
        assertThat(circuits.isDoubtful(HostCircuits.MOST + 99)).isTrue();
    }
}
