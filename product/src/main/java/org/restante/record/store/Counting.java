package org.restante.record.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.record.report.DelaySteps;
import org.restante.record.store.Found.Counts;
import org.restante.record.store.Question.Every;
import org.restante.record.store.Question.Narrowing;

/// Answers [Question.Figures]: whole hours from the counts by hour, what is left at both ends from the single events, so that any window is
/// counted exactly.
final class Counting {
    /// A course is of so many values of a cut at most.
    private static final int COURSES = 20;

    private static final Duration HOUR = Duration.ofHours(1);

    private static final String COUNTED =
            "sum(n) FILTER (type = 'delivered') AS delivered, sum(n) FILTER (type = 'deferred') AS deferred,"
                    + " sum(n) FILTER (type = 'bounced') AS bounced, sum(n) FILTER (suspended) AS suspended,"
                    + " sum(n) FILTER (type = 'expired') AS expired, sum(n) FILTER (type = 'received') AS received,"
                    + " sum(n) FILTER (type = 'complained') AS complained, sum(n) FILTER (tries = 1) AS first,"
                    + " sum(n) FILTER (tries = 2) AS second, sum(n) FILTER (tries = 3) AS later";

    private static final String ATTEMPTS =
            "coalesce(delivered, 0) + coalesce(deferred, 0) + coalesce(bounced, 0)";

    private final Connection connection;
    private final Deadline deadline;
    private final Question.Figures asked;

    /// What is older is not among the single events any more.
    private final Instant horizon;

    Counting(Connection connection, Deadline deadline, Question.Figures asked, Instant horizon) {
        this.connection = connection;
        this.deadline = deadline;
        this.asked = asked;
        this.horizon = horizon;
    }

    /// One line of an answer.
    private record Line(@Nullable Instant at, @Nullable String key, Counts counts, long groups) {}

    Found.Figures answer() throws SQLException {
        var from = asked.from();
        var to = asked.to();
        var since = from.minus(Duration.between(from, to));
        var all = asked.narrowing();
        var total = counts(lines(from, to, null, null, all, 1));
        var before = counts(lines(since, from, null, null, all, 1));
        var by = asked.by();
        if (by == null) {
            return new Found.Figures(total, before, List.of(), 0, course(null, all));
        }
        var lines = lines(from, to, by, null, all, asked.most());
        var keys =
                lines.stream()
                        .map(line -> Objects.requireNonNullElse(line.key(), Narrowing.UNKNOWN))
                        .toList();
        if (keys.isEmpty()) {
            return new Found.Figures(total, before, List.of(), 0, List.of());
        }
        var rows =
                rows(lines, lines(since, from, by, null, all.with(by, keys), Question.MOST_ROWS));
        var shown = keys.subList(0, Math.min(COURSES, keys.size()));
        return new Found.Figures(
                total,
                before,
                rows,
                lines.getFirst().groups() - lines.size(),
                course(by, all.with(by, shown)));
    }

    private static Counts counts(List<Line> lines) {
        return lines.isEmpty() ? Counts.NONE : lines.getFirst().counts();
    }

    private static List<Found.Row> rows(List<Line> now, List<Line> before) {
        Map<@Nullable String, Counts> then = new HashMap<>();
        before.forEach(line -> then.put(line.key(), line.counts()));
        return now.stream()
                .map(line ->
                        new Found.Row(
                                line.key(),
                                line.counts(),
                                then.getOrDefault(line.key(), Counts.NONE)))
                .toList();
    }

    private List<Found.Point> course(@Nullable Cut by, Narrowing narrowing) throws SQLException {
        var every = asked.every();
        if (every == null) {
            return List.of();
        }
        var points = new ArrayList<Found.Point>();
        for (var line :
                lines(asked.from(), asked.to(), by, every, narrowing, Question.MOST_POINTS)) {
            points.add(
                    new Found.Point(Objects.requireNonNull(line.at()), line.key(), line.counts()));
        }
        return points;
    }

    private List<Line> lines(
            Instant from,
            Instant to,
            @Nullable Cut by,
            @Nullable Every every,
            Narrowing narrowing,
            int most)
            throws SQLException {
        var at =
                every == null
                        ? "NULL::TIMESTAMP"
                        : every == Every.DAY ? "date_trunc('day', hour)" : "hour";
        var key = by == null ? "NULL::VARCHAR" : by.column();
        var sql = new Sql().add("WITH r AS (SELECT ").add(at).add(" AS began, ").add(key);
        sql.add(" AS key, type, suspended, tries, delay_step, n FROM (");
        relation(sql, from, to, by, narrowing);
        sql.add(") hourly");
        if (by != null && by.isOfRefusals()) {
            sql.add(" WHERE " + by.column() + " IS NOT NULL OR type IN ('deferred', 'bounced')");
        }
        sql.add("), c AS (SELECT began, key, ").add(COUNTED).add(" FROM r GROUP BY began, key),");
        sql.add(
                " d AS (SELECT began, key, delay_step, sum(n) AS n FROM r WHERE delay_step IS NOT NULL");
        sql.add(" GROUP BY began, key, delay_step), u AS (SELECT began, key, delay_step,");
        sql.add(" sum(n) OVER (PARTITION BY began, key ORDER BY delay_step) AS up,");
        sql.add(" sum(n) OVER (PARTITION BY began, key) AS whole FROM d), q AS (SELECT began, key");
        for (var quantile : List.of("0.5", "0.9", "0.99")) {
            sql.add(", min(delay_step) FILTER (up >= ceil(" + quantile + " * whole))");
            sql.add(" AS p" + quantile.substring(2));
        }
        sql.add(
                " FROM u GROUP BY began, key) SELECT epoch_ms(c.began), c.key, delivered, deferred,");
        sql.add(
                " bounced, suspended, expired, received, complained, first, second, later, p5, p9,");
        sql.add(
                " p99, count(*) OVER () FROM c LEFT JOIN q ON c.began IS NOT DISTINCT FROM q.began");
        sql.add(" AND c.key IS NOT DISTINCT FROM q.key ORDER BY ");
        sql.add(every == null ? "" : "c.began, ").add(ATTEMPTS + " DESC, c.key NULLS LAST LIMIT ");
        sql.value(most);
        var lines = new ArrayList<Line>();
        sql.ask(connection, deadline, row -> lines.add(line(row)));
        return lines;
    }

    /// What is counted in the window, as rows of the counts by hour.
    private void relation(
            Sql sql, Instant from, Instant to, @Nullable Cut by, Narrowing narrowing) {
        var cuts = EnumSet.noneOf(Cut.class);
        cuts.addAll(narrowing.any().keySet());
        if (by != null) {
            cuts.add(by);
        }
        boolean isCounted = cuts.stream().allMatch(Cut::isCountedByHour);
        var begin = from.isBefore(horizon) ? hour(from) : hour(from.plus(HOUR).minusMillis(1));
        var end = to.isBefore(horizon) ? hour(to.plus(HOUR).minusMillis(1)) : hour(to);
        if (!isCounted || !begin.isBefore(end)) {
            events(sql, from, to, narrowing, cuts);
            return;
        }
        for (var table : List.of("hours", "hours_open")) {
            sql.add("SELECT hour" + columns(cuts));
            sql.add(", type, suspended, tries, delay_step, n FROM " + table + " h");
            sql.add(joins(cuts)).add(" WHERE true");
            sql.within("hour", begin, end).narrowed(narrowing).add(" UNION ALL ");
        }
        events(sql, from, begin.isBefore(from) ? from : begin, narrowing, cuts);
        sql.add(" UNION ALL ");
        events(sql, end.isAfter(to) ? to : end, to, narrowing, cuts);
    }

    private static String columns(Set<Cut> cuts) {
        return cuts.stream().map(cut -> ", " + cut.column()).collect(Collectors.joining());
    }

    /// To the tables that say what is counted, and no others.
    private static String joins(Set<Cut> cuts) {
        return Part.COUNTED.stream()
                .filter(part ->
                        part == Part.OUTCOME || cuts.stream().anyMatch(cut -> cut.part() == part))
                .map(part -> part.joined("h"))
                .collect(Collectors.joining());
    }

    private static Instant hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    private static void events(
            Sql sql, Instant from, Instant to, Narrowing narrowing, Set<Cut> cuts) {
        sql.add("SELECT date_trunc('hour', time) AS hour" + columns(cuts));
        sql.add(
                ", type, suspended, CASE WHEN type = 'delivered' AND attempt IS NOT NULL THEN least(attempt, 3) END");
        sql.add(" AS tries, delay_step, 1::BIGINT AS n FROM events WHERE true");
        sql.within("time", from, to).narrowed(narrowing);
    }

    private static Line line(ResultSet row) throws SQLException {
        long at = row.getLong(1);
        var when = row.wasNull() ? null : Instant.ofEpochMilli(at);
        long delivered = row.getLong(3);
        long deferred = row.getLong(4);
        long bounced = row.getLong(5);
        return new Line(
                when,
                row.getString(2),
                new Counts(
                        delivered + deferred + bounced,
                        delivered,
                        deferred,
                        bounced,
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        seconds(row, 13),
                        seconds(row, 14),
                        seconds(row, 15)),
                row.getLong(16));
    }

    private static @Nullable Double seconds(ResultSet row, int column) throws SQLException {
        int step = row.getInt(column);
        return row.wasNull() ? null : DelaySteps.middle(step).toMillis() / 1000.0;
    }
}
