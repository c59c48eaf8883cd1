package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Format 1 as it lies on disks: bytes written once must be read for ever, and are still written so. The files are hexadecimal,
/// a line a record; rewritten by `-Drestante.spool.golden=DIRECTORY` only when the format gets a new version.
final class SpoolFormatTest {
    private static final Stamp STAMP = Stamp.of(3, 0x1122_3344_5566_7788L, 41, 16_384);
    private static final UUID ID = UUID.fromString("019a9c00-0000-7abc-8def-0123456789ab");

    private static List<Entry> entries() {
        var waiting = new Standing(2, false, 1, 1_763_640_000_000L, SpoolTest.bytes("greylisted"));
        var message =
                new SpooledMessage(
                        ID,
                        SpoolTest.bytes("envelope"),
                        1028,
                        List.of(
                                new SpooledRecipient(SpoolTest.bytes("b@example.com"), waiting),
                                new SpooledRecipient(
                                        SpoolTest.bytes("ü@example.org"), Standing.done(5, 2))));
        byte[] rest = SpoolTest.bytes("rest");
        byte[] piece = "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
        byte[] event = SpoolTest.bytes("{\"type\":\"received\"}");
        return List.of(
                Entry.withBody(RecordType.CHUNK, Payload.chunk(ID, 0), piece, piece.length),
                Entry.withBody(
                        RecordType.PUT, Payload.put(message, 0, 1, event), rest, rest.length),
                Entry.withBody(
                        RecordType.MOVED,
                        Payload.put(message, 2, 1, Payload.none()),
                        rest,
                        rest.length),
                Entry.of(RecordType.STATE, Payload.state(ID, 1, waiting, event)),
                Entry.of(RecordType.MOVED_STATE, Payload.state(ID, 1, waiting, Payload.none())),
                Entry.of(RecordType.RETIRE, Payload.retire(ID, 2, 3, event)),
                Entry.of(
                        RecordType.CONTROL,
                        Payload.control("pause/gmail", SpoolTest.bytes("until"))),
                Entry.of(RecordType.CONTROL, Payload.control("pause/gmail", null)),
                Entry.of(RecordType.SEAL, Payload.none()));
    }

    private static List<String> segment() {
        List<String> lines = new ArrayList<>();
        lines.add(hex(STAMP.encode().array(), 44));
        long sequence = STAMP.first();
        for (var entry : entries()) {
            var bytes = ByteBuffer.allocate(entry.size());
            new Frame(
                            entry.type,
                            sequence,
                            STAMP.first(),
                            entry.meta.length,
                            entry.bodyLength,
                            entry.metaSum,
                            entry.bodySum)
                    .encode(bytes, STAMP);
            bytes.put(entry.meta).put(entry.body, 0, entry.bodyLength);
            lines.add(hex(bytes.array(), entry.size()));
            sequence++;
        }
        return lines;
    }

    private static String hex(byte[] bytes, int length) {
        return HexFormat.of().formatHex(bytes, 0, length);
    }

    private static List<String> golden(String name) throws IOException {
        try (var in = SpoolFormatTest.class.getResourceAsStream(name)) {
            return new String(
                            java.util.Objects.requireNonNull(in).readAllBytes(),
                            StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    @Test
    void segmentsAreWrittenAsTheFormatSays() throws IOException {
        if (System.getProperty("restante.spool.golden") != null) {
            Files.write(
                    Path.of(System.getProperty("restante.spool.golden"), "segment-v1.hex"),
                    segment());
        }
        assertThat(segment()).isEqualTo(golden("segment-v1.hex"));
    }

    @Test
    void segmentsOfTheFormatAreRead() throws IOException {
        var disk = new SimulatedDisk(new Random(1));
        var lines = golden("segment-v1.hex");
        var bytes = ByteBuffer.allocate(16_384);
        bytes.put(HexFormat.of().parseHex(lines.getFirst()))
                .put(2048, HexFormat.of().parseHex(lines.getFirst()));
        bytes.position(Stamp.BLOCK);
        for (var line : lines.subList(1, 3)) {
            bytes.put(HexFormat.of().parseHex(line));
        }
        try (var file = disk.create(Segments.logName(3))) {
            file.writeFully(bytes.rewind(), 0);
            file.force(true);
        }
        var recovery = new Recovery(disk, SpoolHistory.SMALL, new Random(2));
        recovery.run();

        assertThat(recovery.report().damages()).isEmpty();
        var reading =
                new Reading(
                        new Log(
                                SpoolHistory.SMALL,
                                recovery.segments(),
                                recovery.index(),
                                recovery.lock(),
                                recovery.nextSequence(),
                                () -> 0),
                        "unused");
        var message = reading.current(ID);
        assertThat(message.envelope()).asString().isEqualTo("envelope");
        assertThat(message.recipients().getFirst().standing())
                .isEqualTo(
                        new Standing(
                                2, false, 1, 1_763_640_000_000L, SpoolTest.bytes("greylisted")));
        assertThat(message.recipients().get(1).standing()).isEqualTo(Standing.done(5, 2));
        assertThat(reading.partHere(ID, 0)).hasSize(1024);
        assertThat(reading.partHere(ID, 1)).asString().isEqualTo("rest");
        assertThat(reading.partHere(ID, 2)).isNull();
    }

    @Test
    void aNewerFormatIsNotTouched() throws IOException {
        var disk = new SimulatedDisk(new Random(1));
        var block = STAMP.encode();
        for (int copy : new int[] {0, 2048}) {
            block.putInt(copy + 8, 2);
            block.putInt(copy + 40, Frame.sum(block.array(), copy, 40));
        }
        try (var file = disk.create(Segments.logName(3))) {
            file.writeFully(block, 0);
        }
        byte[] before = disk.content(Segments.logName(3));

        assertThatThrownBy(() -> new Recovery(disk, SpoolHistory.SMALL, new Random(2)).run())
                .isInstanceOfSatisfying(
                        SpoolException.class,
                        e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.UNUSABLE))
                .hasMessageContaining("format 2");
        assertThat(disk.content(Segments.logName(3))).isEqualTo(before);
    }
}
