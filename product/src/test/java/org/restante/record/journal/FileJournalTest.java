package org.restante.record.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;

final class FileJournalTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir private Path folder;
    private Instant now = NOON;
    private final FullDisk disk = new FullDisk();
    private final List<String> told = new ArrayList<>();

    private FileJournal open(JournalSettings settings) throws IOException {
        return new FileJournal(folder, settings, () -> now, line -> {}, disk);
    }

    private FileJournal open() throws IOException {
        return open(JournalSettings.defaults());
    }

    private static JournalSettings files(long bytes, long kept, Duration keptFor) {
        return new JournalSettings(bytes, Duration.ofDays(1), kept, keptFor, Optional.empty());
    }

    private static byte[] event(int number) {
        return EventJson.write(
                        Event.of(new UUID(0x7000, number), NOON, EventType.DELIVERED, "restante")
                                .queueId("m" + number)
                                .recipient("bob@example.com")
                                .build())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void append(FileJournal journal, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            journal.append(event(i));
        }
        journal.sync();
    }

    private List<String> read() throws IOException {
        try (var reader = JournalReader.from(folder, null, told::add)) {
            return rest(reader);
        }
    }

    private static List<String> rest(JournalReader reader) throws IOException {
        var ids = new ArrayList<String>();
        for (var line = reader.next(); line != null; line = reader.next()) {
            ids.add(EventJson.read(line, 0, line.length).queueId());
        }
        return ids;
    }

    private static List<String> numbers(int from, int to) {
        var ids = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            ids.add("m" + i);
        }
        return ids;
    }

    private List<String> names() throws IOException {
        return FileJournal.files(folder).stream().map(p -> p.getFileName().toString()).toList();
    }

    private Path last() throws IOException {
        return FileJournal.files(folder).getLast();
    }

    @Test
    void aFaultOfWhoHearsKeepsNoEventFromTheRecord() throws IOException {
        var settings = JournalSettings.defaults();
        try (var journal =
                new FileJournal(
                        folder,
                        settings,
                        () -> now,
                        line -> {
                            throw new IllegalStateException("scripted");
                        })) {
            append(journal, 0, 5);
        }
        assertThat(read()).isEqualTo(numbers(0, 5));
    }

    @Test
    void whatIsSyncedIsReadInOrder() throws IOException {
        try (var journal = open()) {
            append(journal, 0, 3);
            append(journal, 3, 5);
        }
        assertThat(read()).isEqualTo(numbers(0, 5));
        assertThat(names()).containsExactly("events-20261120T120000000Z.jsonl");
    }

    @Test
    void aLineThatACrashCutOffIsCutAndWrittenAgain() throws IOException {
        try (var journal = open()) {
            append(journal, 0, 2);
        }
        var torn = new String(event(2), StandardCharsets.UTF_8).substring(0, 40);
        Files.writeString(last(), torn, StandardOpenOption.APPEND);

        try (var journal = open()) {
            append(journal, 1, 4);
        }

        assertThat(read()).isEqualTo(numbers(0, 4));
    }

    @Test
    void roomWithoutContentThatAPowerCutLeftIsCut() throws IOException {
        try (var journal = open()) {
            append(journal, 0, 2);
        }
        Files.write(last(), new byte[5000], StandardOpenOption.APPEND);

        try (var journal = open()) {
            append(journal, 2, 3);
        }

        assertThat(Files.readString(last())).doesNotContain("\0");
        assertThat(read()).isEqualTo(numbers(0, 3));
    }

    @Test
    void aBrokenLineBeforeSoundOnesStays() throws IOException {
        try (var journal = open()) {
            append(journal, 0, 1);
        }
        Files.writeString(last(), "no event\n", StandardOpenOption.APPEND);
        Files.write(last(), event(1), StandardOpenOption.APPEND);
        Files.writeString(last(), "\n", StandardOpenOption.APPEND);

        open().close();

        assertThat(Files.readString(last())).contains("no event").endsWith("\n");
    }

    @Test
    void eventsCopiedAgainAfterACrashAreHeldOnceAlsoAcrossARotation() throws IOException {
        try (var journal = open(files(1000, 1 << 20, Duration.ofDays(90)))) {
            append(journal, 0, 20);
            append(journal, 20, 22);
        }
        assertThat(names()).hasSize(2);

        try (var journal = open()) {
            append(journal, 5, 12);
            append(journal, 12, 30);
        }

        assertThat(read()).isEqualTo(numbers(0, 30));
    }

    @Test
    void aFullFileIsPackedAndReadersSeeEachEventOnce() throws IOException {
        try (var journal = open(files(2000, 1 << 20, Duration.ofDays(90)));
                var reader = JournalReader.from(folder, null, told::add)) {
            var seen = new ArrayList<String>();
            for (int i = 0; i < 100; i += 4) {
                append(journal, i, i + 4);
                if (i % 12 == 0) {
                    seen.addAll(rest(reader));
                }
            }
            seen.addAll(rest(reader));
            assertThat(seen).isEqualTo(numbers(0, 100));
        }
        assertThat(names()).hasSizeGreaterThan(5);
        assertThat(names().subList(0, names().size() - 1)).allMatch(n -> n.endsWith(".zst"));
        assertThat(read()).isEqualTo(numbers(0, 100));
        assertThat(told).isEmpty();
    }

    @Test
    void whoFollowsFromTheEndSeesWhatComes() throws IOException {
        try (var journal = open(files(1000, 1 << 20, Duration.ofDays(90)))) {
            append(journal, 0, 9);
            try (var reader = JournalReader.fromEnd(folder, told::add)) {
                assertThat(reader.next()).isNull();
                append(journal, 9, 30);
                append(journal, 30, 33);
                assertThat(rest(reader)).isEqualTo(numbers(9, 33));
            }
        }
    }

    @Test
    void yesterdaysFileIsClosedAndWhatIsTooOldIsDeleted() throws IOException {
        var settings = files(1 << 20, 1 << 20, Duration.ofDays(3));
        try (var journal = open(settings)) {
            append(journal, 0, 2);
            for (int day = 1; day <= 6; day++) {
                now = NOON.plus(Duration.ofDays(day)).plusSeconds(1);
                journal.tidy();
                append(journal, 2 * day, 2 * day + 2);
            }
            now = now.plusSeconds(60);
            journal.tidy();
            assertThat(read()).isEqualTo(numbers(6, 14));
        }
    }

    @Test
    void theOldestGoWhenThereAreTooMany() throws IOException {
        try (var journal = open(files(2000, 700, Duration.ofDays(90)))) {
            append(journal, 0, 200);
            append(journal, 200, 210);
            append(journal, 210, 420);
            append(journal, 420, 421);
        }
        long packed = 0;
        for (var one : FileJournal.files(folder)) {
            packed += one.toString().endsWith(".zst") ? Files.size(one) : 0;
        }
        assertThat(packed).isLessThanOrEqualTo(700);
        assertThat(read()).endsWith("m420").doesNotContain("m0");
    }

    @Test
    void onAFullDiskNothingIsHalfWrittenAndItGoesOnWhenThereIsRoom() throws IOException {
        try (var journal = open()) {
            append(journal, 0, 3);
            disk.room = 500;
            assertThatThrownBy(() -> append(journal, 3, 8)).hasMessageContaining("No space left");
            assertThat(read()).isEqualTo(numbers(0, 3));
            disk.room = Long.MAX_VALUE;
            append(journal, 3, 8);
        }
        assertThat(read()).isEqualTo(numbers(0, 8));
    }

    @Test
    void aFileWhoseSyncFailedIsNotTrustedAgain() throws IOException {
        try (var journal = open()) {
            append(journal, 0, 3);
            disk.failsToSync = true;
            assertThatThrownBy(() -> append(journal, 3, 5)).hasMessageContaining("Input/output");
            disk.failsToSync = false;
            append(journal, 3, 6);
        }
        assertThat(names()).hasSize(2);
        assertThat(read()).isEqualTo(numbers(0, 6));
    }

    @Test
    void whatAnInterruptedPackingLeftIsReadOnceAndSweptUp() throws IOException {
        try (var journal = open(files(1000, 1 << 20, Duration.ofDays(90)))) {
            append(journal, 0, 9);
            append(journal, 9, 10);
        }
        var packed = FileJournal.files(folder).getFirst();
        var plain = Path.of(packed.toString().replace(".zst", ""));
        Files.copy(packed, plain);
        Files.writeString(Path.of(plain + ".new"), "half");

        assertThat(read()).isEqualTo(numbers(0, 10));
        open().close();
        assertThat(plain).doesNotExist();
        assertThat(Path.of(plain + ".new")).doesNotExist();
    }

    @Test
    void aDamagedPackedFileIsToldAndTheNextIsRead() throws IOException {
        try (var journal = open(files(1000, 1 << 20, Duration.ofDays(90)))) {
            append(journal, 0, 9);
            append(journal, 9, 11);
        }
        var packed = FileJournal.files(folder).getFirst();
        var bytes = Files.readAllBytes(packed);
        Files.write(packed, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(read()).endsWith("m9", "m10");
        assertThat(told).singleElement().asString().contains("packed data");
    }

    @Test
    void aClockThatGoesBackKeepsTheOrder() throws IOException {
        try (var journal = open(files(1000, 1 << 20, Duration.ofDays(90)))) {
            append(journal, 0, 9);
            now = NOON.minus(Duration.ofDays(1));
            append(journal, 9, 18);
            append(journal, 18, 20);
        }
        assertThat(read()).isEqualTo(numbers(0, 20));
    }

    @Test
    void filesThatEndBeforeTheTimeAskedForAreLeftOut() throws IOException {
        try (var journal = open(files(1000, 1 << 20, Duration.ofDays(90)))) {
            append(journal, 0, 9);
            now = NOON.plus(Duration.ofHours(2));
            append(journal, 9, 18);
            append(journal, 18, 19);
        }
        try (var reader = JournalReader.from(folder, NOON.plus(Duration.ofHours(3)), told::add)) {
            assertThat(rest(reader)).isEqualTo(numbers(18, 19));
        }
    }
}
