package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpkeepTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir private Path folder;

    /// As many for the 64 MiB here as a hundred million are for what a store has otherwise: a table of them all in memory would not fit.
    @Test
    void whatIsOldGoesWithLittleMemoryHoweverManyEventsThereAre() throws Exception {
        var settings =
                new StoreSettings(
                        List.of(folder.resolve("events")),
                        folder.resolve("store"),
                        64,
                        1,
                        Duration.ofDays(1),
                        Duration.ofDays(2));
        try (var file = StoreFile.open(settings, told -> {})) {
            file.run("INSERT INTO deeds (id) SELECT range FROM range(3)");
            file.run(
                    "INSERT INTO event_rows (id, time, letter, route, outcome, deed)"
                            + " SELECT '00000000-0000-0000-0000-000000000001'::UUID, TIMESTAMP '2026-11-28 11:00:00', 0, 0, 0, 1"
                            + " FROM range(6000000)");

            new Upkeep(file, settings).tend(NOW);

            assertThat(deeds(file)).isOne();
        }
    }

    private static long deeds(StoreFile file) throws SQLException {
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM deeds")) {
            row.next();
            return row.getLong(1);
        }
    }
}
