package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SuspectsTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);
    private final Suspects suspects = new Suspects();

    @Test
    void theFirstCanaryIsOneThatWasNotJustRefused() {
        suspects.refused(FIRST, false);
        suspects.refused(SECOND, false);

        assertThat(suspects.noCanaries()).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void afterTwoRefusedCanariesThoseRefusedBeforeHaveTheirTurnButForOneInThree() {
        suspects.refused(FIRST, false);
        suspects.refused(SECOND, true);
        assertThat(suspects.noCanaries()).containsExactlyInAnyOrder(FIRST, SECOND);

        suspects.refused(THIRD, true);
        assertThat(suspects.noCanaries()).isEmpty();

        suspects.refused(FIRST, true);
        assertThat(suspects.noCanaries()).isEmpty();

        suspects.refused(FIRST, true);
        assertThat(suspects.noCanaries()).containsExactlyInAnyOrder(FIRST, SECOND, THIRD);
    }

    private void onlyTheFirstPassesWhenItIsTriedAgain() {
        suspects.refused(FIRST, false);
        suspects.refused(SECOND, true);
        suspects.refused(THIRD, true);
        suspects.passed(FIRST);
    }

    @Test
    void whereOnlyThoseRefusedBeforePassTheyAreTheFirstCanariesNextTime() {
        onlyTheFirstPassesWhenItIsTriedAgain();
        suspects.refused(new UUID(0, 4), false);

        assertThat(suspects.noCanaries()).isEmpty();
    }

    @Test
    void oneThatWasNeverRefusedAndPassesEndsThat() {
        onlyTheFirstPassesWhenItIsTriedAgain();
        suspects.passed(new UUID(0, 4));
        suspects.refused(SECOND, false);

        assertThat(suspects.noCanaries()).containsExactly(SECOND);
    }

    @Test
    void oneThatIsRefusedThreeTimesWhileOthersPassIsMeantItself() {
        for (int i = 0; i < 2; i++) {
            assertThat(suspects.isProven(FIRST)).isFalse();
            suspects.refused(FIRST, false);
            suspects.passed(new UUID(1, i));
        }

        assertThat(suspects.isProven(FIRST)).isTrue();
    }
}
