package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.pacing.Flow.SECOND;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ReserveTest {
    private static final long REFUSED = 100 * SECOND;

    private final Site site = new Site();
    private final Law sibling = lane();
    private final Reserve reserve = new Reserve();

    private Law lane() {
        return new Law(
                site,
                () -> LaneLimits.UNKNOWN,
                ReceiverPrior.UNKNOWN,
                Conduct.ACTS,
                new SplittableRandom(1));
    }

    private static void passes(Law lane, boolean isTransactional, int messages) {
        for (int i = 0; i < messages; i++) {
            lane.started(isTransactional, i * SECOND);
            lane.passed(true, i * SECOND, i * SECOND);
        }
    }

    private void theSiblingIsRefusedAfter(int messages) {
        passes(sibling, false, messages);
        sibling.started(false, REFUSED);
        sibling.refused(new Refused(Verdicts.TOO_FAST, false, 2, 0, 3, false, REFUSED), REFUSED);
    }

    private void theSiblingIsRefusedAfterAHundred() {
        theSiblingIsRefusedAfter(100);
        reserve.started(true);
        reserve.keep(sibling, 100, 300, REFUSED);
    }

    @Test
    void bulkLeavesTheLastTenthOfWhatASiblingWasRefusedAfter() {
        theSiblingIsRefusedAfterAHundred();

        assertThat(reserve.due(89, REFUSED)).isEqualTo(Long.MIN_VALUE);
        assertThat(reserve.due(90, REFUSED)).isEqualTo(REFUSED + SECOND);
    }

    /// A new source that is refused at once says nothing of one that has sent for days.
    @Test
    void whoeverWasLetPassMuchMoreHasNoSuchQuota() {
        theSiblingIsRefusedAfterAHundred();

        assertThat(reserve.due(150, REFUSED)).isEqualTo(REFUSED + SECOND);
        assertThat(reserve.due(151, REFUSED)).isEqualTo(Long.MIN_VALUE);
        reserve.keep(sibling, 0, 300, REFUSED);
        assertThat(reserve.due(0, REFUSED)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void untilTheSiblingOpens() {
        theSiblingIsRefusedAfterAHundred();
        long canary = sibling.closedUntil();
        sibling.started(false, canary);
        sibling.passed(true, canary, canary);

        assertThat(reserve.due(90, canary)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void orUntilItHasBeenClosedForAsLongAsWasThought() {
        theSiblingIsRefusedAfterAHundred();

        assertThat(reserve.due(90, REFUSED + 299 * SECOND)).isEqualTo(REFUSED + 300 * SECOND);
        assertThat(reserve.due(90, REFUSED + 300 * SECOND)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aLaneThatCarriesNoTransactionalMailKeepsNothing() {
        theSiblingIsRefusedAfter(100);
        reserve.keep(sibling, 100, 300, REFUSED);

        assertThat(reserve.due(90, REFUSED)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aLaneSaysThatItKeepsIt() {
        var open = lane();
        passes(open, true, 96);
        theSiblingIsRefusedAfter(100);

        assertThat(open.due(false, REFUSED)).isGreaterThanOrEqualTo(REFUSED + SECOND);
        assertThat(open.due(true, REFUSED)).isLessThanOrEqualTo(REFUSED);
        assertThat(Objects.requireNonNull(open.latest()).sentence())
                .contains("to transactional mail", "refused after 100, and 96 have passed here");
    }
}
