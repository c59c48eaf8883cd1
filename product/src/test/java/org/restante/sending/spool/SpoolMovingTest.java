package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Moves that meet other things.
final class SpoolMovingTest {
    private static final byte[] NO_EVENT = new byte[0];
    private static final UUID MAIL = new UUID(1, 1);
    private final SimulatedDisk disk = new SimulatedDisk(new Random(3));
    private final List<Entry> handed = new ArrayList<>();
    private int fillers;
    private Log log = open();

    SpoolMovingTest() throws IOException {}

    private Log open() throws IOException {
        var recovery = new Recovery(disk, SpoolHistory.SMALL, new Random(9));
        recovery.run();
        assertThat(recovery.report().damages()).isEmpty();
        return new Log(
                SpoolHistory.SMALL,
                recovery.segments(),
                recovery.index(),
                recovery.lock(),
                recovery.nextSequence(),
                () -> 0);
    }

    private void put(UUID id) {
        var message =
                new SpooledMessage(id, new byte[9], 1000, SpoolTest.recipients("b@example.com"));
        commit(
                Entry.withBody(
                        RecordType.PUT,
                        Payload.put(message, 0, 0, NO_EVENT),
                        new byte[1000],
                        1000));
    }

    private void end(UUID id) {
        commit(Entry.of(RecordType.RETIRE, Payload.retire(id, 0, 0, NO_EVENT)));
    }

    private void commit(Entry entry) {
        log.commit(List.of(entry));
        assertThat(entry.commit.isDurable()).isTrue();
    }

    /// Puts and ends mail until the log has gone on to a new segment; then says that all events were copied.
    private void turn() {
        long before = generation();
        while (generation() == before) {
            var id = new UUID(2, fillers++);
            put(id);
            end(id);
        }
        commit(
                Entry.of(
                        RecordType.CONTROL,
                        Payload.control(Cursor.NAME, Cursor.value(log.durable()))));
    }

    private long generation() {
        var active = log.segments.active();
        return active == null ? 0 : active.generation();
    }

    private void moveAll() {
        moveOn(new Mover(log, handed::add));
    }

    private void moveOn(Mover mover) {
        while (mover.advance() != Mover.Step.NOTHING_TO_DO) {
            log.commit(List.copyOf(handed));
            handed.clear();
        }
    }

    private boolean isInUse(long generation) {
        return log.segments.get(generation) != null;
    }

    /// A segment a reader holds on to, though everything in it was moved: as if a crash had come before it was free.
    private void moveButKeepFirst() {
        Objects.requireNonNull(log.segments.get(1)).leases = 0;
        var mover = new Mover(log, handed::add);
        mover.advance();
        mover.advance();
        assertThat(handed).isNotEmpty();
        log.commit(List.copyOf(handed));
        handed.clear();
        Objects.requireNonNull(log.segments.get(1)).leases = 1;
    }

    @Test
    void theNoteOfAnEndOutlivesTheOldCopyOfItsMessageToo() throws IOException {
        put(MAIL);
        turn();
        moveButKeepFirst();
        int slot = log.index.messages.find(MAIL);
        long moved = Place.generation(log.index.messages.put(slot));
        assertThat(moved).isGreaterThan(1);
        turn();
        end(MAIL);
        turn();
        turn();
        moveAll();
        assertThat(isInUse(moved)).isFalse();
        assertThat(isInUse(1)).isTrue();

        log = open();

        assertThat(log.index.messages.find(MAIL)).isNegative();
    }

    @Test
    void aMoveThatAChangeOvertookIsNotTaken() throws IOException {
        put(MAIL);
        turn();
        var mover = new Mover(log, handed::add);
        mover.advance();
        mover.advance();
        assertThat(handed).anyMatch(entry -> entry.type == RecordType.MOVED);
        commit(
                Entry.of(
                        RecordType.STATE,
                        Payload.state(MAIL, 0, Standing.waiting(2, 7, 7), NO_EVENT)));
        log.commit(List.copyOf(handed));
        handed.clear();

        assertThat(new Reading(log, "unused").current(MAIL).recipients().getFirst().standing())
                .isEqualTo(Standing.waiting(2, 7, 7));
        moveOn(mover);
        assertThat(isInUse(1)).isFalse();
        log = open();
        assertThat(new Reading(log, "unused").current(MAIL).recipients().getFirst().standing())
                .isEqualTo(Standing.waiting(2, 7, 7));
    }

    @Test
    void aMoveWhoseMessageEndedIsNotTaken() throws IOException {
        put(MAIL);
        turn();
        var mover = new Mover(log, handed::add);
        mover.advance();
        mover.advance();
        end(MAIL);
        log.commit(List.copyOf(handed));
        handed.clear();
        moveAll();

        assertThat(log.index.messages.find(MAIL)).isNegative();
        log = open();
        assertThat(log.index.messages.find(MAIL)).isNegative();
    }

    @Test
    void aSegmentIsNotFreeBeforeItsMovesAreWritten() throws IOException {
        put(MAIL);
        turn();
        var mover = new Mover(log, handed::add);
        for (int i = 0; i < 9; i++) {
            mover.advance();
        }
        assertThat(isInUse(1)).isTrue();
        log.commit(List.copyOf(handed));
        handed.clear();
        while (mover.advance() == Mover.Step.WORKED) {
            // Until it waits or has nothing to do.
        }
        assertThat(isInUse(1)).isFalse();
        disk.powerReturns();
        log = open();
        assertThat(log.index.messages.find(MAIL)).isNotNegative();
    }

    @Test
    void aSegmentBeingReadIsNotFree() {
        put(MAIL);
        turn();
        Objects.requireNonNull(log.segments.get(1)).leases = 1;
        moveAll();
        assertThat(isInUse(1)).isTrue();
        Objects.requireNonNull(log.segments.get(1)).leases = 0;
        moveAll();
        assertThat(isInUse(1)).isFalse();
    }

    @Test
    void aSegmentIsNotFreeBeforeItsEventsWereCopied() {
        put(MAIL);
        long before = generation();
        while (generation() == before) {
            var id = new UUID(2, fillers++);
            put(id);
            end(id);
        }
        moveAll();
        assertThat(isInUse(1)).isTrue();
    }

    @Test
    void segmentsAreUsedAgainAndAgain() {
        for (int i = 0; i < 60; i++) {
            turn();
            moveAll();
        }
        assertThat(log.segments.all()).hasSizeLessThan(4);
        assertThat(log.segments.freeCount()).isLessThan(6);
        assertThat(generation()).isGreaterThan(50);
    }
}
