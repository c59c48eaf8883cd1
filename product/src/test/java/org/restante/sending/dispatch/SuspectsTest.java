package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SuspectsTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);
    private final Suspects suspects = new Suspects();

    @Test
    void theFirstCanaryIsOneThatWasNotJustRefused() {
        suspects.refused(FIRST, false, false);
        suspects.refused(SECOND, false, false);

        assertThat(suspects.preference(true)).isEqualTo(Preference.but(Set.of(FIRST, SECOND)));
    }

    @Test
    void afterTwoRefusedCanariesThoseRefusedBeforeHaveTheirTurnButForOneInThree() {
        suspects.refused(FIRST, false, false);
        suspects.refused(SECOND, true, false);
        assertThat(suspects.preference(true)).isEqualTo(Preference.but(Set.of(FIRST, SECOND)));

        suspects.refused(THIRD, true, false);
        assertThat(suspects.preference(true)).isEqualTo(Preference.ANY);

        suspects.refused(FIRST, true, false);
        assertThat(suspects.preference(true)).isEqualTo(Preference.ANY);

        suspects.refused(FIRST, true, false);
        assertThat(suspects.preference(true))
                .isEqualTo(Preference.but(Set.of(FIRST, SECOND, THIRD)));
    }

    private void onlyTheFirstPassesWhenItIsTriedAgain() {
        suspects.refused(FIRST, false, false);
        suspects.refused(SECOND, true, false);
        suspects.refused(THIRD, true, false);
        suspects.passed(FIRST);
    }

    @Test
    void whereOnlyThoseRefusedBeforePassTheyAreTheFirstCanariesNextTime() {
        onlyTheFirstPassesWhenItIsTriedAgain();
        suspects.refused(new UUID(0, 4), false, false);

        assertThat(suspects.preference(true)).isEqualTo(Preference.ANY);
    }

    @Test
    void oneThatWasNeverRefusedAndPassesEndsThat() {
        onlyTheFirstPassesWhenItIsTriedAgain();
        suspects.passed(new UUID(0, 4));
        suspects.refused(SECOND, false, false);

        assertThat(suspects.preference(true)).isEqualTo(Preference.but(Set.of(SECOND)));
    }

    private void afterARefusalWithoutAReasonOnlyTheFirstPasses() {
        suspects.refused(FIRST, false, true);
        suspects.refused(SECOND, true, true);
        suspects.refused(THIRD, true, true);
    }

    @Test
    void whereNoReasonIsGivenThoseRefusedBeforeAreSoughtFromTheThirdCanaryOn() {
        afterARefusalWithoutAReasonOnlyTheFirstPasses();

        assertThat(suspects.preference(true))
                .isEqualTo(Preference.among(Set.of(FIRST, SECOND, THIRD)));
    }

    @Test
    void oncePassedThoseRefusedBeforeGoFirstAndStrangersTellNothing() {
        afterARefusalWithoutAReasonOnlyTheFirstPasses();
        suspects.passed(FIRST);

        assertThat(suspects.preference(false)).isEqualTo(Preference.among(Set.of(SECOND, THIRD)));
        assertThat(suspects.isStranger(SECOND)).isFalse();
        assertThat(suspects.isStranger(new UUID(0, 4))).isTrue();
    }

    @Test
    void aStrangerThatPassesEndsThat() {
        afterARefusalWithoutAReasonOnlyTheFirstPasses();
        suspects.passed(FIRST);
        suspects.passed(new UUID(0, 4));

        assertThat(suspects.preference(false).isAmong()).isFalse();
        assertThat(suspects.isStranger(new UUID(0, 5))).isFalse();
    }

    @Test
    void whereTheWordsSpeakOfTheLaneThereAreNoStrangers() {
        onlyTheFirstPassesWhenItIsTriedAgain();

        assertThat(suspects.isStranger(new UUID(0, 4))).isFalse();
    }

    @Test
    void oneThatIsRefusedThreeTimesWhileOthersPassIsMeantItself() {
        for (int i = 0; i < 2; i++) {
            assertThat(suspects.isProven(FIRST)).isFalse();
            suspects.refused(FIRST, false, false);
            suspects.passed(new UUID(1, i));
        }

        assertThat(suspects.isProven(FIRST)).isTrue();
    }
}
