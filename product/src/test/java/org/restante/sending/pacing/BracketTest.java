package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BracketTest {
    private static final long MET = Seconds.nanos(1_000);
    private static final long QUARTER = Seconds.nanos(1_900);

    private final Bracket bracket = new Bracket();

    @BeforeEach
    void isMet() {
        bracket.between(0.99, 1.01, MET);
    }

    @Test
    void whatABucketMayHideDoesNotShowThatTheLimitHasRisen() {
        bracket.certify(1.02, false, QUARTER);

        assertThat(bracket.refused()).isCloseTo(1.04, within(0.01));
        assertThat(bracket.held()).isEqualTo(1.01);
    }

    @Test
    void moreThanItWouldHaveLetPassShowsThatTheLimitHasRisen() {
        bracket.certify(1.02, true, QUARTER);

        assertThat(bracket.refused()).isCloseTo(4.08, within(0.01));
    }

    @Test
    void aLimitThatIsMetWhereItWasIsHeldToBeSteady() {
        double before = bracket.oddsOfRefusal(1, 0.03, QUARTER);

        bracket.met(0.99, 1);
        bracket.met(0.99, 1);

        assertThat(bracket.oddsOfRefusal(1, 0.03, QUARTER)).isGreaterThan(before + 0.01);
    }

    @Test
    void aLimitThatIsMetElsewhereIsNot() {
        double before = bracket.oddsOfRefusal(1, 0.03, QUARTER);
        bracket.met(0.99, 1);

        bracket.met(0.99, 0.5);

        assertThat(bracket.oddsOfRefusal(1, 0.03, QUARTER)).isEqualTo(before);
    }

    @Test
    void aQuotaDoesNotDrift() {
        bracket.holdsStill();

        assertThat(bracket.oddsOfRefusal(1, 0.03, QUARTER)).isGreaterThan(0.95);
    }
}
