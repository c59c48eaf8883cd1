package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.pacing.Flow.SECOND;

import org.junit.jupiter.api.Test;

/// What refusals show of a bucket of twenty messages that fills at twenty a second.
final class SpeedTest {
    private final Speed speed = new Speed(0);
    private long now;

    private void passes(int messages, double perSecond) {
        for (int i = 0; i < messages; i++) {
            now += Seconds.nanos(1 / perSecond);
            speed.passed(now);
        }
    }

    private void isMet() {
        speed.begin(now);
        passes(21, 400);
        speed.refused(400, true, false, now);
        reopens();
    }

    private void reopens() {
        var gate = new Gate();
        gate.close(1, now);
        now += SECOND;
        speed.reopened(gate, true, now);
    }

    @Test
    void aLaneThatWasKeptLendsTransactionalMailNoLessThanANewOne() {
        var kept = new LaneState(1, 0, 1.2, 60, -1, 2, 0, 0, 0, 0, 100, 1, 0);

        speed.limit.restore(kept, 0);

        assertThat(speed.limit.burst(1) / 2).isGreaterThanOrEqualTo(Pacer.BORROWED);
    }

    @Test
    void whereABucketIsUnknownAFewMessagesAMinuteLendNoMoreThanThose() {
        var kept = new LaneState(0.05, 0, 0.06, 60, -1, 2, 0, 0, 0, 0, 100, 1, 0);

        speed.limit.restore(kept, 0);

        assertThat(speed.limit.burst(0.05) / 2).isEqualTo(3);
    }

    private void goes(double perSecond) {
        speed.raise(perSecond / speed.perSecond() - 1, now);
    }

    @Test
    void whatABucketHadSavedUpIsNotTakenForTheLimit() {
        isMet();
        goes(8);
        passes(80, 8);
        goes(32);
        passes(53, 32);

        String said = speed.refused(400, true, false, now);

        assertThat(speed.perSecond()).as(said).isBetween(17.0, 22.0);
        assertThat(speed.limit.bracket.certified()).isLessThan(20);
        assertThat(speed.limit.bracket.refused()).isGreaterThan(20);
        assertThat(said).contains("saved up");
    }

    @Test
    void whatPassesBetweenTwoRefusalsIsTheLimitWhereTheBucketWasNeverFull() {
        isMet();
        goes(30);
        passes(60, 30);
        speed.refused(400, true, false, now);
        reopens();
        goes(25);
        passes(124, 25);

        String said = speed.refused(400, true, false, now);

        assertThat(speed.perSecond()).as(said).isBetween(19.0, 21.5);
        assertThat(said).contains("between 3 refusals");
    }

    @Test
    void aLimitThatASurgeMeetsIsNotHeldToBeTheMeanOfTheSlowHourBefore() {
        speed.begin(now);
        passes(120, 1.0 / 30);
        passes(25, 400);

        speed.refused(400, true, false, now);

        assertThat(speed.limit.bracket.refused()).isGreaterThan(20);
        assertThat(speed.perSecond()).isGreaterThan(0.5);
        assertThat(speed.limit.bucket.size()).isLessThan(40);
    }

    @Test
    void evenALongSlowTimeLeavesRoomToNoteASurge() {
        speed.begin(now);
        passes(5000, 0.5);
        passes(60, 6);

        speed.refused(400, true, false, now);

        assertThat(speed.limit.bracket.refused()).isBetween(5.0, 9.0);
    }

    /// What filled in while it was met does not count to its size.
    @Test
    void aBucketMetSlowlyIsNotHeldToBeLarger() {
        speed.begin(now);
        passes(60, 30);
        speed.refused(400, true, false, now);
        reopens();
        goes(8);
        passes(80, 8);
        goes(32);
        passes(53, 32);

        String said = speed.refused(400, true, false, now);

        assertThat(speed.perSecond()).as(said).isBetween(17.0, 22.0);
    }
}
