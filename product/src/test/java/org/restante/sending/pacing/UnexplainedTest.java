package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnexplainedTest {
    private final Unexplained unexplained = new Unexplained();

    @Test
    void twoInARowAreTheLanesWhereRefusalsAreRare() {
        pass(500);

        assertThat(unexplained.refused()).isFalse();
        assertThat(unexplained.refused()).isTrue();
    }

    @Test
    void twoInARowAreChanceWhereOneInFiftyIsRefusedAnyway() {
        for (int i = 0; i < 20; i++) {
            pass(49);
            assertThat(unexplained.refused()).isFalse();
        }
        pass(49);

        assertThat(unexplained.refused()).isFalse();
        assertThat(unexplained.refused()).isFalse();
        assertThat(unexplained.refused()).isTrue();
    }

    @Test
    void aShareThatHabitDoesNotExplainIsTheLanes() {
        pass(500);

        boolean isOfTheLane = false;
        for (int i = 0; i < 8; i++) {
            pass(5);
            isOfTheLane |= unexplained.refused();
        }

        assertThat(isOfTheLane).isTrue();
    }

    @Test
    void refusalsCloseTogetherAreNoHabit() {
        for (int i = 0; i < 200; i++) {
            pass(4);
            if (unexplained.refused()) {
                unexplained.forget();
            }
        }
        unexplained.forget();
        pass(4);

        unexplained.refused();
        assertThat(unexplained.refused()).isTrue();
    }

    private void pass(int messages) {
        for (int i = 0; i < messages; i++) {
            unexplained.passed();
        }
    }
}
