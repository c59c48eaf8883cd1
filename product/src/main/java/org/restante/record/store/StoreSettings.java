package org.restante.record.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where a store is, and what it may take.
///
/// @param journals their folders, each of another name; one that is not there yet is waited for. The first is the server's own; the others are
///     imported logs, whose files go when all in them is older than `keptFor`
/// @param folder the store's own
/// @param memoryMebibytes that the database may use; beyond, it works on disk
/// @param threads that work on one question
/// @param keptFor how long single events stay
/// @param countsKeptFor how long the counts by hour stay
public record StoreSettings(
        List<Path> journals,
        Path folder,
        int memoryMebibytes,
        int threads,
        Duration keptFor,
        Duration countsKeptFor) {
    public StoreSettings {
        journals = List.copyOf(journals);
        if (journals.isEmpty()) {
            throw new IllegalArgumentException("no journal to read");
        }
        if (memoryMebibytes < 64 || threads < 1) {
            throw new IllegalArgumentException(
                    "a database needs 64 MiB and a thread: " + memoryMebibytes + ", " + threads);
        }
        if (keptFor.isNegative() || keptFor.isZero() || countsKeptFor.compareTo(keptFor) < 0) {
            throw new IllegalArgumentException(
                    "counts stay at least as long as events: " + keptFor + ", " + countsKeptFor);
        }
    }

    /// Events for 90 days as in the journal, counts for 13 months so that a month can be compared with last year's; half a gibibyte answers over
    /// some ten million events without going to disk.
    public static StoreSettings of(List<Path> journals, Path folder) {
        return new StoreSettings(
                journals, folder, 512, 2, Duration.ofDays(90), Duration.ofDays(400));
    }

    Path file() {
        return folder.resolve("events.duckdb");
    }

    /// For what does not fit in memory, and for the database's native library; emptied at each start.
    Path scratch() {
        return folder.resolve("tmp");
    }
}
