package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.record.journal.JournalPlace;

/// Events, their counts, the index and the place in the journal are committed together or not at all.
final class IngestTest {
    private static final List<String> TABLES =
            List.of(
                    "event_rows",
                    "outcomes",
                    "hours_open",
                    "lookups_open",
                    "notes WHERE name LIKE 'events.%'");

    @TempDir private Path folder;

    private StoreFile file() throws Exception {
        return StoreFile.open(
                StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store")),
                told -> {});
    }

    private static long rows(StoreFile file, String table) throws SQLException {
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Map<String, JournalPlace> place(int octets) {
        return Map.of("events", new JournalPlace(SomeEvents.BEGIN, octets));
    }

    @Test
    void whatFailsInTheMiddleLeavesNothing() throws Exception {
        var events = SomeEvents.of(new Random(3), 500);
        try (var file = file()) {
            var failing =
                    new Ingest(
                            file,
                            text -> {
                                throw new IllegalStateException("in the middle");
                            });
            events.forEach(failing::add);

            assertThatThrownBy(() -> failing.commit(place(1), Instant.EPOCH))
                    .hasMessage("in the middle");

            for (var table : TABLES) {
                assertThat(rows(file, table)).as(table).isZero();
            }
        }
    }

    @Test
    void whatIsThereCountsOnceWhateverComesWithIt() throws Exception {
        var events = SomeEvents.of(new Random(4), 900);
        try (var file = file()) {
            var ingest = new Ingest(file, text -> 1);
            events.subList(0, 600).forEach(ingest::add);
            assertThat(ingest.commit(place(1), Instant.EPOCH)).isEqualTo(600);

            var other = new Ingest(file, text -> 1);
            events.subList(300, 900).forEach(other::add);
            assertThat(other.commit(place(2), Instant.EPOCH)).isEqualTo(300);

            assertThat(rows(file, "events")).isEqualTo(900);
        }
    }

    @Test
    void whatIsTooOldIsNotTakenIn() throws Exception {
        var events = SomeEvents.of(new Random(5), 300);
        try (var file = file()) {
            var ingest = new Ingest(file, text -> 1);
            events.forEach(ingest::add);

            assertThat(ingest.commit(place(1), SomeEvents.BEGIN.plus(Duration.ofDays(365))))
                    .isZero();
            assertThat(rows(file, "events")).isZero();
            assertThat(rows(file, "notes WHERE name LIKE 'events.%'")).isEqualTo(2);
        }
    }
}
