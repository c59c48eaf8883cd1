package org.restante.record.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.restante.mail.event.Event;
import org.restante.record.journal.JournalPlace;

/// A store in this process, without the process around it.
final class StoreOfEvents implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Likeness LIKENESS =
            text ->
                    new String(text, java.nio.charset.StandardCharsets.UTF_8)
                            .replaceAll("\\d+", "#")
                            .hashCode();

    final StoreFile file;
    final Ingest ingest;
    private final Asking asking;
    private final StoreSettings settings;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    StoreOfEvents(Path folder) throws IOException, SQLException {
        settings = StoreSettings.of(List.of(folder.resolve("events")), folder.resolve("store"));
        file = StoreFile.open(settings, told -> {});
        ingest = new Ingest(file, LIKENESS);
        asking = new Asking(file, settings, () -> NOW.toEpochMilli(), () -> 0);
    }

    long take(List<Event> events) throws SQLException {
        for (var event : events) {
            ingest.add(event);
        }
        return ingest.commit(Map.of("events", new JournalPlace(NOW, 1)), Instant.EPOCH);
    }

    /// Keeps the tables as after a long time.
    void settle() throws SQLException {
        file.run(Upkeep.LOOKUPS_TOGETHER);
        file.run("DELETE FROM lookups_open");
        file.run(Upkeep.HOURS_TOGETHER);
        file.run("DELETE FROM hours_open");
        ingest.countDays(NOW);
    }

    <T extends Found> T ask(Question question, Class<T> type) throws SQLException {
        var deadline = Deadline.in(clock, System::nanoTime, Duration.ofMinutes(1));
        return type.cast(asking.answer(question, deadline));
    }

    @Override
    public void close() throws SQLException {
        clock.shutdownNow();
        file.close();
    }
}
