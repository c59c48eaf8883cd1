package org.restante.record.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Keeps the tables small and in order: the index sorted in stretches, so that a key is found in a few row groups; the counts of an hour
/// together; what is too old deleted. On the thread that takes events in.
final class Upkeep {
    /// A stretch of the index is sorted in memory. A search looks into each sorted stretch, and through all that is not sorted yet: with a hundred
    /// million rows both together are least at some three million.
    private static final int STRETCH = 3_000_000;

    private static final int COUNTS = 200_000;

    static final String LOOKUPS_TOGETHER =
            "INSERT INTO lookups SELECT DISTINCT key, hour FROM lookups_open ORDER BY key, hour";

    static final String HOURS_TOGETHER =
            "INSERT INTO hours SELECT hour, letter, route, outcome, tries, delay_step, sum(n)::BIGINT FROM hours_open"
                    + " GROUP BY ALL ORDER BY hour, route, letter, outcome, tries, delay_step";

    private final StoreFile file;
    private final StoreSettings settings;
    private Instant deleted = Instant.MIN;
    private Instant horizon;

    Upkeep(StoreFile file, StoreSettings settings) throws SQLException {
        this.file = file;
        this.settings = settings;
        horizon = file.noted("horizon").map(Instant::parse).orElse(Instant.EPOCH);
    }

    /// What is older is not kept; it never goes back, whatever the clock says.
    Instant horizon(Instant now) {
        var wanted = now.minus(settings.keptFor()).truncatedTo(ChronoUnit.DAYS);
        return wanted.isAfter(horizon) ? wanted : horizon;
    }

    /// Does what is due.
    ///
    /// @return whether rows that events share were deleted
    boolean tend(Instant now) throws SQLException {
        if (rows("lookups_open") >= STRETCH) {
            together(LOOKUPS_TOGETHER, "DELETE FROM lookups_open");
        }
        if (rows("hours_open") >= COUNTS) {
            together(HOURS_TOGETHER, "DELETE FROM hours_open");
        }
        if (rows("days_open") >= COUNTS) {
            together(DayCounts.TOGETHER, "DELETE FROM days_open");
        }
        if (horizon(now).isAfter(deleted)) {
            delete(now);
            return true;
        }
        return false;
    }

    private long rows(String table) throws SQLException {
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void together(String... statements) throws SQLException {
        file.together(() -> {
            for (var one : statements) {
                file.run(one);
            }
        });
    }

    private void delete(Instant now) throws SQLException {
        var oldest = horizon(now);
        var oldestCounts = now.minus(settings.countsKeptFor()).truncatedTo(ChronoUnit.DAYS);
        file.together(() -> {
            older("event_rows", "time", oldest);
            long hour = LookupKey.hour(oldest);
            file.run("DELETE FROM lookups WHERE hour < " + hour);
            file.run("DELETE FROM lookups_open WHERE hour < " + hour);
            older("hours", "hour", oldestCounts);
            older("hours_open", "hour", oldestCounts);
            older("days", "day", oldestCounts);
            older("days_open", "day", oldestCounts);
            for (var part : Part.SHARED) {
                file.run(unused(part));
            }
            file.note(Map.of("horizon", oldest.toString()));
        });
        horizon = oldest;
        deleted = oldest;
    }

    private void older(String table, String column, Instant than) throws SQLException {
        try (var statement =
                file.connection()
                        .prepareStatement(
                                "DELETE FROM " + table + " WHERE " + column + " < epoch_ms(?)")) {
            statement.setLong(1, than.toEpochMilli());
            statement.executeUpdate();
        }
    }

    /// What no event and no count names any more. Each is named once in the list, or all events were held in memory.
    private static String unused(Part part) {
        var named = named(part, "event_rows");
        if (Part.COUNTED.contains(part)) {
            for (var table : List.of("hours", "hours_open", "days", "days_open", "deferred")) {
                named += " UNION " + named(part, table);
            }
        }
        return "DELETE FROM " + part.table() + " WHERE id NOT IN (" + named + ")";
    }

    private static String named(Part part, String table) {
        return "SELECT " + part.reference() + " FROM " + table + " GROUP BY " + part.reference();
    }
}
