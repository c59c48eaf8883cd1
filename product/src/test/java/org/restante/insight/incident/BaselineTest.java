package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BaselineTest {
    private final Crossings crossings = new Crossings(ScanSettings.defaults());
    private final Baseline baseline = new Baseline();

    private int crossing(String site) {
        return crossings.of(new Cell(null, site, null, null, null, null));
    }

    private double share(int crossing) {
        return baseline.share(crossings, crossing, Family.SERVER.ordinal(), 0);
    }

    private void learn(int crossing, int attempts, int refused) {
        baseline.fade(crossings.sums);
        baseline.learnAttempts(crossings, crossing, attempts, 0);
        baseline.learnRefused(crossings, crossing, Family.SERVER.ordinal(), refused);
    }

    @Test
    void aStrangerIsExpectedToBeLikeTheWholeTraffic() {
        int known = crossing("known.test");
        int stranger = crossing("stranger.test");
        learn(known, 10_000, 2_000);

        assertThat(share(stranger)).isBetween(.18, .2);
    }

    @Test
    void whatWasLearntFadesWithinHours() {
        int known = crossing("known.test");
        learn(known, 1_000, 200);
        double before = share(known);
        for (int stretch = 0; stretch < 32; stretch++) {
            learn(known, 1_000, 0);
        }

        assertThat(before).isGreaterThan(.15);
        assertThat(share(known)).isLessThan(.01);
    }
}
