package org.restante.record.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Counts by day (UTC), added up from those by hour once a day is over: a tenth of their rows, for what is asked over weeks. What comes later for such a
/// day is counted by hour and by day. On the thread that takes events in.
final class DayCounts {
    /// What is asked of it by a question: the end of the days that are counted.
    static final String NOTE = "days";

    static final String TOGETHER =
            "INSERT INTO days SELECT day, letter, route, outcome, tries, delay_step, sum(n)::BIGINT FROM days_open"
                    + " GROUP BY ALL ORDER BY day, route, letter, outcome, tries, delay_step";

    /// So long after its end few events of a day are still to come.
    private static final long LATE_MILLIS = Duration.ofHours(2).toMillis();

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /// In one go, that taking in does not wait for long.
    private static final int MOST = 31;

    private final StoreFile file;

    /// The end of the days that are counted, in milliseconds; [Long#MIN_VALUE] while there are none.
    private long end;

    DayCounts(StoreFile file) throws SQLException {
        this.file = file;
        end =
                file.noted(NOTE)
                        .map(text -> Instant.parse(text).toEpochMilli())
                        .orElse(Long.MIN_VALUE);
    }

    /// What is before is counted by day.
    long end() {
        return end;
    }

    /// Counts the days that are over.
    ///
    /// @param reached the time up to which events came, in milliseconds
    void count(long reached) throws SQLException {
        long over = day(reached - LATE_MILLIS);
        long from = end;
        if (from == Long.MIN_VALUE) {
            long first = first();
            if (first == Long.MIN_VALUE) {
                return;
            }
            // Not the end yet: that is what is noted, and nothing is while no day is over.
            from = day(first);
        }
        for (int i = 0; i < MOST && from < over; i++) {
            count(from, from + DAY_MILLIS);
            from = end;
        }
    }

    private static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS) * DAY_MILLIS;
    }

    private long first() throws SQLException {
        try (var statement = file.connection().createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT epoch_ms(min(hour)) FROM (SELECT min(hour) AS hour FROM hours"
                                        + " UNION ALL SELECT min(hour) FROM hours_open)")) {
            row.next();
            long first = row.getLong(1);
            return row.wasNull() ? Long.MIN_VALUE : first;
        }
    }

    private void count(long from, long to) throws SQLException {
        var within = " WHERE hour >= epoch_ms(" + from + ") AND hour < epoch_ms(" + to + ")";
        file.together(() -> {
            file.run(
                    "INSERT INTO days SELECT epoch_ms("
                            + from
                            + "), letter, route, outcome, tries, delay_step, sum(n)::BIGINT FROM (SELECT * FROM hours"
                            + within
                            + " UNION ALL SELECT * FROM hours_open"
                            + within
                            + ") GROUP BY ALL ORDER BY route, letter, outcome, tries, delay_step");
            file.note(Map.of(NOTE, Instant.ofEpochMilli(to).toString()));
        });
        end = to;
    }
}
