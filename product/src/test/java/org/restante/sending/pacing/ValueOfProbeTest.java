package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ValueOfProbeTest {
    private static Bracket around(double low, double high) {
        var bracket = new Bracket();
        bracket.between(low, high, 0);
        return bracket;
    }

    private static long hours(double hours) {
        return Seconds.nanos(hours * Seconds.HOUR);
    }

    @Test
    void aLimitThatIsKnownWellIsLeftAlone() {
        assertThat(ValueOfProbe.bestStep(around(1.99, 2.01), 1.97, 25_000, 1_800, 1, hours(0.1)))
                .isZero();
    }

    @Test
    void aKnowledgeThatAgesIsTriedAgainWhereARefusalIsCheap() {
        assertThat(ValueOfProbe.bestStep(around(1.99, 2.01), 2, 25_000, 3, 1, hours(2)))
                .isPositive();
    }

    @Test
    void nothingIsTriedForABacklogThatIsGoneSoon() {
        assertThat(ValueOfProbe.bestStep(around(1, 4), 1, 10, 1_800, 1, hours(2))).isZero();
    }
}
