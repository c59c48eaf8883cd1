package org.restante.record.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;

final class ImportedLogsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir private Path data;

    private Path folder() {
        return data.resolve("imported");
    }

    private long imported(Instant at, List<byte[]> lines) throws IOException {
        try (var logs = ImportedLogs.open(folder(), InstantSource.fixed(at)).orElseThrow()) {
            for (var line : lines) {
                logs.add(line);
            }
            return logs.added();
        }
    }

    private static byte[] line(long number) {
        var event =
                Event.of(new UUID(0x8000L, number), NOON, EventType.DELIVERED, "postfix")
                        .queueId("q" + number)
                        .build();
        return EventJson.write(event).getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(ImportedLogsTest::line).toList();
    }

    private long octets() throws IOException {
        long octets = 0;
        for (var file : FileJournal.files(folder())) {
            octets += Files.size(file);
        }
        return octets;
    }

    @Test
    void theSameLogAgainAddsNothing() throws Exception {
        assertThat(imported(NOON, lines(0, 5_000))).isEqualTo(5_000);
        long once = octets();

        assertThat(imported(NOON.plusSeconds(60), lines(0, 5_000))).isZero();

        assertThat(octets()).isEqualTo(once);
    }

    @Test
    void aLogThatHasGrownAddsWhatIsNew() throws Exception {
        imported(NOON, lines(0, 100));

        assertThat(imported(NOON.plusSeconds(60), lines(0, 150))).isEqualTo(50);
        assertThat(imported(NOON.plusSeconds(90), lines(140, 150))).isZero();
    }

    @Test
    void oneImportIsUnderWayAtATime() throws Exception {
        try (var logs = ImportedLogs.open(folder(), InstantSource.fixed(NOON)).orElseThrow()) {
            logs.add(line(1));
            logs.add(line(1));
            assertThat(logs.added()).isOne();
            assertThat(ImportedLogs.open(folder(), InstantSource.fixed(NOON))).isEmpty();
        }
        assertThat(imported(NOON, lines(1, 3))).as("then the next may begin").isOne();
    }

    @Test
    void aFileGoesWhenItWasWholeBeforeTheTimeThatIsKept() throws Exception {
        imported(NOON, lines(0, 10));
        var only = FileJournal.files(folder()).getFirst();
        Files.setLastModifiedTime(only, FileTime.from(NOON));

        ImportedLogs.discard(folder(), NOON.minusSeconds(1));
        assertThat(FileJournal.files(folder())).hasSize(1);

        ImportedLogs.discard(folder(), NOON.plusSeconds(1));
        assertThat(FileJournal.files(folder())).isEmpty();
        assertThat(imported(NOON.plus(Duration.ofDays(1)), lines(0, 10)))
                .as("what is gone can be imported anew")
                .isEqualTo(10);
    }

    @Test
    void aLineThatACrashLeftUnsoundIsImportedAgain() throws Exception {
        imported(NOON, lines(0, 10));
        var only = FileJournal.files(folder()).getFirst();
        var octets = Files.readAllBytes(only);
        Arrays.fill(octets, octets.length - 9, octets.length - 1, (byte) 0);
        Files.write(only, octets);

        assertThat(imported(NOON.plusSeconds(60), lines(0, 10))).isOne();
        assertThat(imported(NOON.plusSeconds(90), lines(0, 10))).isZero();
    }

    @Test
    void aLineThatIsNoWholeEventIsNotKnown() throws Exception {
        imported(NOON, lines(0, 3));
        var only = FileJournal.files(folder()).getFirst();
        var octets = Files.readAllBytes(only);
        int first = line(0).length;
        octets[first - 1] = ' ';
        octets[first + 1 + line(1).length / 2] = 0;
        Files.write(only, octets);

        assertThat(EventIds.of(folder()).add(new UUID(0x8000L, 0))).as("its end was lost").isTrue();
        assertThat(EventIds.of(folder()).add(new UUID(0x8000L, 1)))
                .as("a part of it was not written")
                .isTrue();
        assertThat(EventIds.of(folder()).add(new UUID(0x8000L, 2))).as("it is whole").isFalse();
    }

    @Test
    void aFolderThatIsNotThereHasNothingToDiscard() throws Exception {
        ImportedLogs.discard(folder(), NOON);

        assertThat(folder()).doesNotExist();
    }

    @Test
    void idsAreMetOnce() {
        var random = new Random(2);
        var ids = new EventIds();
        var some = random.longs(50_000).mapToObj(low -> new UUID(random.nextLong(), low)).toList();

        assertThat(some).allMatch(ids::add);
        assertThat(some).noneMatch(ids::add);
    }
}
