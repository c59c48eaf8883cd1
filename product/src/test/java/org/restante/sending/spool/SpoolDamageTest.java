package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Bytes that change on disk, and syncs that fail: each ends in a state that is told.
final class SpoolDamageTest {
    private static final byte[] NO_EVENT = new byte[0];
    private final SimulatedDisk disk = new SimulatedDisk(new Random(7));
    private final List<UUID> ids = new ArrayList<>();

    private record Opened(Log log, Index index, Recovered report, Reading reading) {}

    private Opened open() throws IOException {
        var recovery = new Recovery(disk, SpoolHistory.SMALL, new Random(9));
        recovery.run();
        var log =
                new Log(
                        SpoolHistory.SMALL,
                        recovery.segments(),
                        recovery.index(),
                        recovery.lock(),
                        recovery.nextSequence(),
                        () -> 0);
        return new Opened(log, recovery.index(), recovery.report(), new Reading(log, "unused"));
    }

    private static Entry put(UUID id, String body) {
        var message =
                new SpooledMessage(
                        id,
                        SpoolTest.bytes("env"),
                        body.length(),
                        SpoolTest.recipients("b@example.com", "c@example.com"));
        byte[] bytes = SpoolTest.bytes(body);
        return Entry.withBody(
                RecordType.PUT, Payload.put(message, 0, 0, NO_EVENT), bytes, bytes.length);
    }

    private static Entry state(UUID id, int attempts) {
        return Entry.of(
                RecordType.STATE, Payload.state(id, 0, Standing.waiting(1, attempts, 0), NO_EVENT));
    }

    /// A put, a state, a value, a put, an end, each in its own batch, then a sealed segment behind.
    private void write() throws IOException {
        var log = open().log;
        for (int i = 0; i < 3; i++) {
            ids.add(new UUID(7, i));
        }
        log.commit(List.of(put(ids.get(0), "first")));
        log.commit(List.of(state(ids.get(0), 2)));
        log.commit(List.of(Entry.of(RecordType.CONTROL, Payload.control("pause", new byte[] {1}))));
        log.commit(List.of(put(ids.get(1), "second")));
        log.commit(
                List.of(Entry.of(RecordType.RETIRE, Payload.retire(ids.get(1), 0, 0, NO_EVENT))));
        log.commit(List.of(put(ids.get(2), "third")));
    }

    /// Offsets of the records in the first segment.
    private List<Integer> offsets() throws IOException {
        var file = disk.open(Segments.logName(1));
        var block = ByteBuffer.allocate(Stamp.BLOCK);
        file.readFully(block, 0);
        var stamp = java.util.Objects.requireNonNull(Stamp.decode(block.flip()));
        var scan = new Scanner(file, stamp, Stamp.BLOCK, 1, stamp.segmentBytes(), true);
        List<Integer> offsets = new ArrayList<>();
        while (scan.next()) {
            offsets.add(scan.offset());
        }
        return offsets;
    }

    @Test
    void aFlippedByteInAnyRecordCostsThatRecordAloneAndIsTold() throws IOException {
        write();
        var offsets = offsets();
        assertThat(offsets).hasSize(6);
        for (int record = 0; record < 5; record++) {
            for (int at : new int[] {0, 9, 17, 31, 35, 46}) {
                disk.flip(Segments.logName(1), offsets.get(record) + at);
                var opened = open();
                disk.flip(Segments.logName(1), offsets.get(record) + at);

                assertThat(opened.report.damages()).as("record %s byte %s", record, at).hasSize(1);
                var damage = opened.report.damages().getFirst();
                assertThat(damage.from()).isEqualTo(record + 1);
                assertThat(damage.to()).isEqualTo(record + 2);
                assertThat(disk.content(damage.copy()))
                        .hasSize(offsets.get(record + 1) - offsets.get(record));
                assertThat(opened.index.messages.find(ids.get(2))).isNotNegative();
                assertThat(opened.index.messages.find(ids.get(0)) >= 0).isEqualTo(record != 0);
                assertThat(opened.index.messages.find(ids.get(1)) >= 0).isEqualTo(record == 4);
                disk.delete(damage.copy());
            }
        }
    }

    @Test
    void aFlippedByteInTheLastBatchIsTakenForATornTail() throws IOException {
        write();
        int last = offsets().getLast();
        disk.flip(Segments.logName(1), last + 40);

        var opened = open();

        assertThat(opened.report.damages()).isEmpty();
        assertThat(opened.report.tornBytes()).isPositive();
        assertThat(opened.index.messages.size()).isEqualTo(1);
    }

    @Test
    void aSnapshotProvesThatTheLastRecordWasThere() throws IOException {
        write();
        int last = offsets().getLast();
        Snapshot.write(open().log, disk);
        disk.flip(Segments.logName(1), last + 40);
        disk.flip(
                "snapshot-"
                        + disk.names().stream()
                                .filter(name -> name.startsWith("snapshot-"))
                                .findFirst()
                                .orElseThrow()
                                .substring(9),
                30);

        var opened = open();

        assertThat(opened.report.bySnapshot()).isFalse();
        assertThat(opened.index.messages.size()).isEqualTo(1);
    }

    @Test
    void oneBadCopyOfTheFirstBlockCostsNothing() throws IOException {
        write();
        disk.flip(Segments.logName(1), 20);

        var opened = open();

        assertThat(opened.report.damages()).isEmpty();
        assertThat(opened.index.messages.size()).isEqualTo(2);
    }

    @Test
    void aBodyThatImitatesARecordIsNeverTakenForOne() throws IOException {
        var log = open().log;
        var forged = new UUID(66, 6);
        var message =
                new SpooledMessage(
                        new UUID(66, 7), new byte[3], 512, SpoolTest.recipients("b@example.com"));
        byte[] honest = Payload.put(message, 0, 0, NO_EVENT);
        byte[] meta =
                Payload.put(
                        new SpooledMessage(
                                forged, new byte[0], 0, SpoolTest.recipients("v@example.com")),
                        0,
                        0,
                        NO_EVENT);
        int toNextUnit = -(Frame.HEADER + honest.length) & Place.UNIT - 1;
        var body = ByteBuffer.allocate(512).position(toNextUnit);
        new Frame(RecordType.PUT, 2, 2, meta.length, 0, Frame.sum(meta), 0)
                .encode(body, Stamp.of(1, 0, 1, SpoolHistory.SMALL.segmentBytes()));
        body.put(meta);
        log.commit(List.of(Entry.withBody(RecordType.PUT, honest, body.array(), 512)));
        log.commit(List.of(put(new UUID(66, 8), "later")));
        disk.flip(Segments.logName(1), Stamp.BLOCK);

        var opened = open();

        assertThat(opened.report.damages()).hasSize(1);
        assertThat(opened.index.messages.find(forged)).isNegative();
        assertThat(opened.index.messages.find(new UUID(66, 8))).isNotNegative();
    }

    @Test
    void aSegmentWithoutItsFirstBlockIsSetAsideAndTold() throws IOException {
        write();
        disk.flip(Segments.logName(1), 20);
        disk.flip(Segments.logName(1), 2048 + 20);

        var opened = open();

        assertThat(opened.report.damages())
                .singleElement()
                .satisfies(damage ->
                        assertThat(damage.copy()).isEqualTo("damaged-" + Segments.logName(1)));
        assertThat(disk.names()).contains("damaged-" + Segments.logName(1));
        opened.log.commit(List.of(put(new UUID(8, 8), "goes on")));
        assertThat(open().index.messages.size()).isEqualTo(1);
    }

    @Test
    void aBadSnapshotMeansThatEverythingIsRead() throws IOException {
        write();
        Snapshot.write(open().log, disk);
        var name =
                disk.names().stream()
                        .filter(one -> one.startsWith("snapshot-"))
                        .findFirst()
                        .orElseThrow();
        int length = disk.content(name).length;
        for (int at = 0; at < length; at += 13) {
            disk.flip(name, at);
            var opened = open();
            disk.flip(name, at);

            assertThat(opened.report.bySnapshot()).as("byte %s", at).isFalse();
            assertThat(opened.index.messages.size()).isEqualTo(2);
            assertThat(opened.index.controls).containsOnlyKeys("pause");
        }
        assertThat(open().report.bySnapshot()).isTrue();
    }

    @Test
    void aDamagedBodyBehindASnapshotIsFoundWhenItIsRead() throws IOException {
        write();
        var offsets = offsets();
        Snapshot.write(open().log, disk);
        int body = indexOf(disk.content(Segments.logName(1)), "first");
        assertThat(body).isBetween(offsets.get(0), offsets.get(1));
        disk.flip(Segments.logName(1), body);

        var opened = open();

        assertThat(opened.report.bySnapshot()).isTrue();
        assertThatThrownBy(() -> opened.reading.partHere(ids.get(0), 0))
                .isInstanceOfSatisfying(
                        SpoolException.class,
                        e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.DAMAGED));
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void afterAFailedSyncNothingIsWrittenAndReadingGoesOn() throws IOException {
        var opened = open();
        opened.log.commit(List.of(put(new UUID(1, 1), "kept")));
        disk.fail(SimulatedDisk.Fault.EIO, 1);
        var refused = put(new UUID(1, 2), "refused");
        opened.log.commit(List.of(refused));
        int calls = disk.calls();
        var later = put(new UUID(1, 3), "refused too");
        opened.log.commit(List.of(later));

        assertThatThrownBy(refused.commit::await).isInstanceOf(SpoolException.class);
        assertThatThrownBy(later.commit::await)
                .isInstanceOfSatisfying(
                        SpoolException.class,
                        e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.FAILED))
                .hasMessageContaining("input/output error");
        assertThat(disk.calls()).isEqualTo(calls);
        assertThat(opened.reading.partHere(new UUID(1, 1), 0)).asString().isEqualTo("kept");
        assertThat(opened.index.messages.find(new UUID(1, 2))).isNegative();
    }

    @Test
    void aFullDiskRefusesNewMailAndDrains() throws IOException {
        disk.capacity(8 * 16_384L);
        var opened = open();
        List<UUID> taken = new ArrayList<>();
        SpoolException refusal = null;
        for (int i = 0; refusal == null; i++) {
            var entry = put(new UUID(2, i), "x".repeat(1000));
            opened.log.commit(List.of(entry));
            try {
                entry.commit.await();
                taken.add(new UUID(2, i));
            } catch (SpoolException e) {
                refusal = e;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(refusal.reason()).isEqualTo(SpoolException.Reason.FULL);
        assertThat(refusal).hasMessageContaining("No space left");
        assertThat(taken).hasSizeGreaterThan(30);
        for (var id : taken) {
            var end =
                    Entry.of(RecordType.STATE, Payload.state(id, 0, Standing.done(5, 1), NO_EVENT));
            var other =
                    Entry.of(RecordType.STATE, Payload.state(id, 1, Standing.done(5, 1), NO_EVENT));
            opened.log.commit(List.of(end, other));
            assertThat(end.commit.isDurable() && other.commit.isDurable()).isTrue();
        }
        opened.log.commit(
                List.of(
                        Entry.of(
                                RecordType.CONTROL,
                                Payload.control(Cursor.NAME, Cursor.value(opened.log.durable())))));
        List<Entry> moves = new ArrayList<>();
        var mover = new Mover(opened.log, moves::add);
        while (mover.advance() != Mover.Step.NOTHING_TO_DO) {
            opened.log.commit(List.copyOf(moves));
            moves.clear();
        }
        opened.log.segments.tryAgain();
        var again = put(new UUID(3, 3), "there is room again");
        opened.log.commit(List.of(again));
        assertThat(again.commit.isDurable()).isTrue();
    }

    @Test
    void whereAHandleIsMissingABatchIsRefusedAndALaterOneIsWritten() throws Exception {
        var opened = open();
        opened.log.commit(List.of(put(new UUID(1, 1), "first")));
        disk.hasHandles = false;
        SpoolException refusal = null;
        for (int i = 0; refusal == null; i++) {
            var entry = put(new UUID(2, i), "x".repeat(1000));
            opened.log.commit(List.of(entry));
            try {
                entry.commit.await();
            } catch (SpoolException e) {
                refusal = e;
            }
        }
        assertThat(refusal.reason()).isEqualTo(SpoolException.Reason.FULL);
        assertThat(refusal).hasMessageContaining("Too many open files");

        disk.hasHandles = true;
        var later = put(new UUID(3, 3), "there are handles again");
        opened.log.commit(List.of(later));

        assertThat(later.commit.isDurable()).isTrue();
        assertThat(opened.log.stopped()).isNull();
    }

    @Test
    void theNextSegmentsHandleIsHadBeforeItIsNeeded() throws Exception {
        var opened = open();
        opened.log.commit(List.of(put(new UUID(1, 1), "first")));
        var before = opened.log.segments.active();
        opened.log.segments.prepare();
        disk.hasHandles = false;
        for (int i = 0; opened.log.segments.active() == before; i++) {
            var entry = put(new UUID(2, i), "x".repeat(1000));
            opened.log.commit(List.of(entry));
            assertThat(entry.commit.isDurable()).isTrue();
        }
    }
}
