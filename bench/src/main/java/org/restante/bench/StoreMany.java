package org.restante.bench;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/// Makes many events of each in a store's file, by SQL: with ids, queue ids, recipients and texts of their own, within minutes, a day at a time so that
/// they lie in the order of their time as events do that are taken in. What is counted by hour and by day grows with them, and the index has keys for them.
final class StoreMany {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private static final String COPIES =
            """
            INSERT INTO event_rows SELECT * EXCLUDE (copy) REPLACE (
                uuid() AS id,
                time + to_milliseconds((hash(queue_id, copy) %% 600000)::BIGINT) AS time,
                left(queue_id, 24) || right(md5(queue_id || copy), 12) AS queue_id,
                'person.' || right(md5(recipient || copy), 9) || '@' || recipient_domain AS recipient,
                left(session_id, 24) || right(md5(session_id || copy), 12) AS session_id,
                left(text, length(text) - 13) || right(md5(text || copy), 13) AS text,
                delay_ms + (hash(recipient, copy) %% 1000)::BIGINT AS delay_ms)
            FROM (SELECT own.*, copies.range AS copy FROM event_rows own, range(1, %d) copies
                WHERE own.time >= epoch_ms(%d) AND own.time < epoch_ms(%d) AND own.rowid < %d)
            ORDER BY time\
            """;

    private static final String KEYS =
            """
            INSERT INTO lookups SELECT (hash(key, copies.range) >> 24)::BIGINT, hour
            FROM (SELECT * FROM own_lookups WHERE hour >= %d AND hour < %d), range(1, %d) copies
            ORDER BY 1, 2\
            """;

    private StoreMany() {}

    /// @param folder the store's
    /// @param many of each, itself among them
    static void make(Path folder, int many) throws SQLException {
        long began = System.nanoTime();
        var wishes = new Properties();
        wishes.put("memory_limit", "3GiB");
        wishes.put("threads", "2");
        wishes.put("temp_directory", folder.resolve("many").toString());
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + folder.resolve("events.duckdb"), wishes);
                var sql = connection.createStatement()) {
            long from = day(number(sql, "SELECT epoch_ms(min(time)) FROM event_rows"));
            long to = number(sql, "SELECT epoch_ms(max(time)) FROM event_rows");
            long rows = number(sql, "SELECT max(rowid) + 1 FROM event_rows");
            sql.execute(
                    "CREATE TEMP TABLE own_lookups AS SELECT * FROM lookups UNION ALL SELECT * FROM lookups_open");
            for (long day = from; day <= to; day += DAY_MILLIS) {
                long next = day + DAY_MILLIS;
                sql.execute(COPIES.formatted(many, day, next, rows));
                sql.execute(KEYS.formatted(day / HOUR_MILLIS, next / HOUR_MILLIS, many));
            }
            for (var counts : new String[] {"hours", "hours_open", "days", "days_open"}) {
                sql.execute("UPDATE " + counts + " SET n = n * " + many);
            }
            sql.execute("CHECKPOINT");
        }
        System.out.printf(
                Locale.ROOT,
                "%d made of each in %.0f s%n",
                many,
                (System.nanoTime() - began) / 1e9);
    }

    private static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS) * DAY_MILLIS;
    }

    private static long number(Statement sql, String question) throws SQLException {
        try (var row = sql.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }
}
