package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stretch of time.
///
/// @param to the first moment no more
record Span(Instant from, Instant to) {
    private static final Duration HOUR = Duration.ofHours(1);

    /// One recipient's hours; of one with more, the newest.
    private static final int MOST_HOURS = 5_000;

    /// From the end back to the begin, each twice as long as the one before.
    static List<Span> backwards(Instant from, Instant to, Duration first, Duration longest) {
        var spans = new ArrayList<Span>();
        var length = first;
        for (var end = to; end.isAfter(from); end = spans.getLast().from()) {
            var begin = end.minus(length);
            spans.add(new Span(begin.isBefore(from) ? from : begin, end));
            length = length.multipliedBy(2);
            length = length.compareTo(longest) > 0 ? longest : length;
        }
        return spans;
    }

    /// The stretches in which the index has one of the keys, the newest first; hours that follow each other are one.
    static List<Span> indexed(
            Connection connection,
            Deadline deadline,
            List<@Nullable Long> keys,
            Instant from,
            Instant to)
            throws SQLException {
        var sql = new Sql().add("SELECT DISTINCT hour FROM (");
        long last = LookupKey.hour(to.minusMillis(1));
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            for (var table : List.of("lookups", "lookups_open")) {
                sql.add(i == 0 && table.equals("lookups") ? "" : " UNION ALL ");
                sql.add("SELECT hour FROM " + table + " WHERE key = ");
                sql.value(key == null ? 0 : key);
                sql.add(" AND hour >= ").value(LookupKey.hour(from));
                sql.add(" AND hour <= ").value(last);
            }
        }
        sql.add(") hours ORDER BY hour DESC LIMIT ").value(MOST_HOURS);
        var spans = new ArrayList<Span>();
        sql.ask(
                connection,
                deadline,
                row -> {
                    var hour = LookupKey.began(row.getLong(1));
                    var end = hour.plus(HOUR);
                    var begin = hour.isBefore(from) ? from : hour;
                    if (!spans.isEmpty() && spans.getLast().from().equals(end)) {
                        spans.set(spans.size() - 1, new Span(begin, spans.getLast().to()));
                    } else {
                        spans.add(new Span(begin, end.isAfter(to) ? to : end));
                    }
                });
        return spans;
    }
}
