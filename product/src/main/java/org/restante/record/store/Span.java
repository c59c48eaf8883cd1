package org.restante.record.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A stretch of time.
///
/// @param to the first moment no more
record Span(Instant from, Instant to) {
    private static final Duration HOUR = Duration.ofHours(1);

    /// One recipient's hours; of one with more, the newest.
    private static final int MOST_HOURS = 5_000;

    private static final List<String> TABLES = List.of("lookups", "lookups_open");

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
        var hours = new TreeSet<Long>();
        hours(connection, deadline, keys, from, to).values().forEach(hours::addAll);
        return of(hours, from, to);
    }

    /// In which hours the index has each of the keys; one that is null is passed over, and one at least is none.
    static Map<Long, Set<Long>> hours(
            Connection connection,
            Deadline deadline,
            List<@Nullable Long> keys,
            Instant from,
            Instant to)
            throws SQLException {
        var sql = new Sql().add("SELECT DISTINCT key, hour FROM (");
        long last = LookupKey.hour(to.minusMillis(1));
        var between = "";
        for (var key : keys) {
            if (key == null) {
                continue;
            }
            for (var table : TABLES) {
                sql.add(between + "SELECT key, hour FROM " + table + " WHERE key = ").value(key);
                sql.add(" AND hour >= ").value(LookupKey.hour(from));
                sql.add(" AND hour <= ").value(last);
                between = " UNION ALL ";
            }
        }
        sql.add(") hours ORDER BY hour DESC LIMIT ").value(MOST_HOURS);
        var hours = new HashMap<Long, Set<Long>>();
        sql.ask(
                connection,
                deadline,
                row ->
                        hours.computeIfAbsent(row.getLong(1), ignored -> new TreeSet<>())
                                .add(row.getLong(2)));
        return hours;
    }

    /// The stretches of these hours within a time, the newest first; hours that follow each other are one.
    ///
    /// @param hours since 1970
    static List<Span> of(NavigableSet<Long> hours, Instant from, Instant to) {
        var spans = new ArrayList<Span>();
        for (var one : hours.descendingSet()) {
            var hour = LookupKey.began(one);
            var end = hour.plus(HOUR);
            if (!end.isAfter(from) || !hour.isBefore(to)) {
                continue;
            }
            var begin = hour.isBefore(from) ? from : hour;
            if (!spans.isEmpty() && spans.getLast().from().equals(end)) {
                spans.set(spans.size() - 1, new Span(begin, spans.getLast().to()));
            } else {
                spans.add(new Span(begin, end.isAfter(to) ? to : end));
            }
        }
        return spans;
    }
}
