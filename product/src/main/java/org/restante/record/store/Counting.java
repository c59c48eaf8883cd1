package org.restante.record.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.record.report.DelaySteps;
import org.restante.record.store.Found.Counts;
import org.restante.record.store.Question.Every;
import org.restante.record.store.Question.Narrowing;

/// Answers [Question.Figures]: whole days from the counts by day, whole hours beside them from the counts by hour, what is left at both ends from the
/// single events, so that any window is counted exactly.
final class Counting {
    /// A course is of so many values of a cut at most.
    private static final int COURSES = 20;

    /// So many there can be.
    private static final int MOST_CELLS = Question.MOST_ROWS * Question.MOST_ACROSS;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String COUNTED =
            "sum(n) FILTER (type = 'delivered') AS delivered, sum(n) FILTER (type = 'deferred') AS deferred,"
                    + " sum(n) FILTER (type = 'bounced') AS bounced, sum(n) FILTER (suspended) AS suspended,"
                    + " sum(n) FILTER (type = 'expired') AS expired, sum(n) FILTER (type = 'received') AS received,"
                    + " sum(n) FILTER (type = 'complained') AS complained, sum(n) FILTER (tries = 1) AS first,"
                    + " sum(n) FILTER (tries = 2) AS second, sum(n) FILTER (tries = 3) AS later";

    private static final String ATTEMPTS =
            "coalesce(delivered, 0) + coalesce(deferred, 0) + coalesce(bounced, 0)";

    /// What a person or a program gave up was no attempt: nothing is known of one, where a refusal has one of these at least.
    private static final String TRIED =
            " AND NOT (type = 'bounced' AND counted IS NULL AND cause IS NULL AND stage IS NULL AND trouble IS NULL"
                    + " AND code IS NULL)";

    private final Connection connection;
    private final Deadline deadline;
    private final Question.Figures asked;

    /// What is older is not among the single events any more.
    private final Instant horizon;

    /// What is older is counted by day.
    private final Instant days;

    Counting(
            Connection connection,
            Deadline deadline,
            Question.Figures asked,
            Instant horizon,
            Instant days) {
        this.connection = connection;
        this.deadline = deadline;
        this.asked = asked;
        this.horizon = horizon;
        this.days = days;
    }

    /// One line of an answer.
    private record Line(
            @Nullable Instant at,
            @Nullable String key,
            @Nullable String across,
            Counts counts,
            long groups) {}

    /// What lines are of: a value of each, where it is asked for.
    ///
    /// @param within the cut whose rows all this is of together; null for none
    private record Split(
            @Nullable Cut by, @Nullable Cut across, @Nullable Every every, @Nullable Cut within) {
        static final Split NONE = new Split(null, null, null);

        Split(@Nullable Cut by, @Nullable Cut across, @Nullable Every every) {
            this(by, across, every, null);
        }

        /// The beginning of the stretch that a time is in.
        String began(String time) {
            if (every == null) {
                return "NULL::TIMESTAMP";
            }
            return switch (every) {
                case HOUR -> "date_trunc('hour', " + time + ")";
                case DAY -> "date_trunc('day', " + time + ")";
            };
        }

        /// All cuts that are looked at.
        Set<Cut> with(Narrowing narrowing) {
            var cuts = EnumSet.noneOf(Cut.class);
            cuts.addAll(narrowing.any().keySet());
            if (by != null) {
                cuts.add(by);
            }
            if (across != null) {
                cuts.add(across);
            }
            if (within != null) {
                cuts.add(within);
            }
            return cuts;
        }
    }

    Found.Figures answer() throws SQLException {
        var from = asked.from();
        var to = asked.to();
        var since = from.minus(Duration.between(from, to));
        var all = asked.narrowing();
        var total = counts(lines(from, to, Split.NONE, all, 1));
        var before = counts(lines(since, from, Split.NONE, all, 1));
        var by = asked.by();
        if (by == null) {
            return new Found.Figures(total, before, List.of(), 0, List.of(), course(null, all));
        }
        var split = new Split(by, null, null);
        var lines = lines(from, to, split, all, asked.most());
        var keys = lines.stream().map(line -> named(line.key())).toList();
        if (keys.isEmpty()) {
            return new Found.Figures(total, before, List.of(), 0, List.of(), Found.Course.NONE);
        }
        var rows = rows(lines, lines(since, from, split, all.with(by, keys), Question.MOST_ROWS));
        var shown = keys.subList(0, Math.min(COURSES, keys.size()));
        return new Found.Figures(
                total,
                before,
                rows,
                lines.getFirst().groups() - lines.size(),
                cells(by, all.with(by, keys)),
                course(by, all.with(by, shown)));
    }

    private static String named(@Nullable String key) {
        return Objects.requireNonNullElse(key, Narrowing.UNKNOWN);
    }

    /// Those of the second cut's values with most attempts in all rows.
    private List<Found.Cell> cells(Cut by, Narrowing narrowing) throws SQLException {
        var across = asked.across();
        if (across == null) {
            return List.of();
        }
        var most = new Split(null, across, null, by);
        var values =
                lines(asked.from(), asked.to(), most, narrowing, Question.MOST_ACROSS).stream()
                        .map(line -> named(line.across()))
                        .toList();
        if (values.isEmpty()) {
            return List.of();
        }
        var split = new Split(by, across, null);
        var these = narrowing.with(across, values);
        return lines(asked.from(), asked.to(), split, these, MOST_CELLS).stream()
                .map(line -> new Found.Cell(line.key(), line.across(), line.counts()))
                .toList();
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

    private Found.Course course(@Nullable Cut by, Narrowing narrowing) throws SQLException {
        var every = asked.every();
        if (every == null) {
            return Found.Course.NONE;
        }
        var split = new Split(by, null, every);
        var lines = lines(asked.from(), asked.to(), split, narrowing, Question.MOST_POINTS);
        boolean isCut = !lines.isEmpty() && lines.getFirst().groups() > lines.size();
        // Of the stretch where it was cut there may be a part only.
        var oldest = isCut ? lines.getLast().at() : null;
        var points =
                lines.stream()
                        .filter(line -> oldest == null || !oldest.equals(line.at()))
                        .map(line ->
                                new Found.Point(
                                        Objects.requireNonNull(line.at()),
                                        line.key(),
                                        line.counts()))
                        .sorted(Comparator.comparing(Found.Point::at))
                        .toList();
        return new Found.Course(points, isCut);
    }

    /// Those with most attempts; of a course the newest stretches first.
    private List<Line> lines(Instant from, Instant to, Split split, Narrowing narrowing, int most)
            throws SQLException {
        var every = split.every();
        var sql = new Sql().add("WITH r AS (SELECT began, ");
        sql.add(column(split.by())).add(" AS key, ").add(column(split.across()));
        sql.add(" AS across, type, suspended, tries, delay_step, n FROM (");
        relation(sql, from, to, split, narrowing);
        sql.add(") hourly WHERE true").add(refused(split.by())).add(refused(split.across()));
        sql.add(refused(split.within()));
        sql.add("), c AS (SELECT began, key, across, ").add(COUNTED);
        sql.add(" FROM r GROUP BY began, key, across),");
        sql.add(
                " d AS (SELECT began, key, across, delay_step, sum(n) AS n FROM r WHERE delay_step IS NOT NULL");
        sql.add(" GROUP BY began, key, across, delay_step), u AS (SELECT began, key, across,");
        sql.add(" delay_step, sum(n) OVER (PARTITION BY began, key, across ORDER BY delay_step)");
        sql.add(" AS up, sum(n) OVER (PARTITION BY began, key, across) AS whole FROM d),");
        sql.add(" q AS (SELECT began, key, across");
        for (var quantile : List.of("0.5", "0.9", "0.99")) {
            sql.add(", min(delay_step) FILTER (up >= ceil(" + quantile + " * whole))");
            sql.add(" AS p" + quantile.substring(2));
        }
        sql.add(" FROM u GROUP BY began, key, across) SELECT epoch_ms(c.began), c.key, c.across,");
        sql.add(" delivered, deferred, bounced, suspended, expired, received, complained,");
        sql.add(" first, second, later, p5, p9, p99, count(*) OVER ()");
        sql.add(" FROM c LEFT JOIN q ON c.began IS NOT DISTINCT FROM q.began");
        sql.add(" AND c.key IS NOT DISTINCT FROM q.key");
        sql.add(" AND c.across IS NOT DISTINCT FROM q.across ORDER BY ");
        sql.add(every == null ? "" : "c.began DESC, ");
        sql.add(ATTEMPTS + " DESC, c.key NULLS LAST, c.across NULLS LAST LIMIT ").value(most);
        var lines = new ArrayList<Line>();
        sql.ask(connection, deadline, row -> lines.add(line(row)));
        return lines;
    }

    private static String column(@Nullable Cut cut) {
        return cut == null ? "NULL::VARCHAR" : cut.column();
    }

    /// What only refusals have is counted of them alone.
    private static String refused(@Nullable Cut cut) {
        return cut == null || !cut.isOfRefusals()
                ? ""
                : " AND (" + cut.column() + " IS NOT NULL OR type IN ('deferred', 'bounced'))";
    }

    /// What is counted in the window, as rows of the counts by hour.
    private void relation(Sql sql, Instant from, Instant to, Split split, Narrowing narrowing) {
        var cuts = split.with(narrowing);
        boolean isCounted = cuts.stream().allMatch(Cut::isCountedByHour);
        var begin = from.isBefore(horizon) ? hour(from) : hour(from.plus(HOUR).minusMillis(1));
        var end = to.isBefore(horizon) ? hour(to.plus(HOUR).minusMillis(1)) : hour(to);
        if (!isCounted || !begin.isBefore(end)) {
            events(sql, from, to, split, narrowing);
            return;
        }
        // Numbers are added up before anything is looked up by them.
        var numbers = "began, " + references(cuts) + ", tries, delay_step";
        sql.add("SELECT began" + columns(cuts) + ", type, suspended, tries, delay_step, n FROM (");
        sql.add("SELECT " + numbers + ", sum(n)::BIGINT AS n FROM (");
        var first = true;
        for (var stretch : stretches(begin, end, split)) {
            for (var table : List.of(stretch.table(), stretch.table() + "_open")) {
                sql.add(first ? "" : " UNION ALL ")
                        .add("SELECT ")
                        .add(split.began(stretch.column()));
                sql.add(" AS began, " + references(cuts) + ", tries, delay_step, n FROM " + table);
                sql.add(" WHERE true").within(stretch.column(), stretch.from(), stretch.to());
                sql.withoutNotices("letter", narrowing);
                first = false;
            }
        }
        sql.add(") GROUP BY " + numbers + ") h" + joins(cuts, "h") + " WHERE true" + TRIED);
        sql.narrowed(narrowing).add(" UNION ALL ");
        events(sql, from, begin.isBefore(from) ? from : begin, split, narrowing);
        sql.add(" UNION ALL ");
        events(sql, end.isAfter(to) ? to : end, to, split, narrowing);
    }

    /// Where the counts of a part of a window are.
    private record Stretch(String table, String column, Instant from, Instant to) {}

    /// Whole hours, in as few stretches as there are: whole days where they are counted, and what is beside them.
    private List<Stretch> stretches(Instant begin, Instant end, Split split) {
        var first = begin.plus(DAY).minusMillis(1).truncatedTo(ChronoUnit.DAYS);
        var over = end.isBefore(days) ? end : days;
        var last = over.truncatedTo(ChronoUnit.DAYS);
        if (split.every() == Every.HOUR || !first.isBefore(last)) {
            return List.of(new Stretch("hours", "hour", begin, end));
        }
        return Stream.of(
                        new Stretch("hours", "hour", begin, first),
                        new Stretch("days", "day", first, last),
                        new Stretch("hours", "hour", last, end))
                .filter(stretch -> stretch.from().isBefore(stretch.to()))
                .toList();
    }

    /// The parts that say what is counted, and no others.
    private static Stream<Part> parts(Set<Cut> cuts) {
        return Part.COUNTED.stream()
                .filter(part ->
                        part == Part.OUTCOME || cuts.stream().anyMatch(cut -> cut.part() == part));
    }

    private static String references(Set<Cut> cuts) {
        return parts(cuts).map(Part::reference).collect(Collectors.joining(", "));
    }

    private static String joins(Set<Cut> cuts, String to) {
        return parts(cuts).map(part -> part.joined(to)).collect(Collectors.joining());
    }

    private static String columns(Set<Cut> cuts) {
        return cuts.stream().map(cut -> ", " + cut.column()).collect(Collectors.joining());
    }

    private static Instant hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    /// Single events; those alike are added up before anything is looked up by them.
    private static void events(
            Sql sql, Instant from, Instant to, Split split, Narrowing narrowing) {
        var cuts = split.with(narrowing);
        sql.add("SELECT began" + columns(cuts) + ", type, suspended,");
        sql.add(" CASE WHEN type = 'delivered' THEN tries END AS tries, delay_step, n FROM (");
        sql.add("SELECT " + split.began("time") + " AS began" + ofEvents(cuts) + ", ");
        sql.add(
                references(cuts)
                        + ", CASE WHEN attempt IS NOT NULL THEN least(attempt, 3) END AS tries,");
        sql.add(" delay_step, count(*) AS n");
        sql.add(" FROM event_rows WHERE true").within("time", from, to);
        sql.withoutNotices("letter", narrowing).add(" GROUP BY ALL) own");
        sql.add(joins(cuts, "own") + " WHERE true" + TRIED).narrowed(narrowing);
    }

    private static String ofEvents(Set<Cut> cuts) {
        return cuts.stream()
                .filter(cut -> cut.part() == Part.OWN)
                .map(cut -> ", " + cut.column())
                .collect(Collectors.joining());
    }

    private static Line line(ResultSet row) throws SQLException {
        long at = row.getLong(1);
        var when = row.wasNull() ? null : Instant.ofEpochMilli(at);
        long delivered = row.getLong(4);
        long deferred = row.getLong(5);
        long bounced = row.getLong(6);
        return new Line(
                when,
                row.getString(2),
                row.getString(3),
                new Counts(
                        delivered + deferred + bounced,
                        delivered,
                        deferred,
                        bounced,
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13),
                        seconds(row, 14),
                        seconds(row, 15),
                        seconds(row, 16)),
                row.getLong(17));
    }

    private static @Nullable Double seconds(ResultSet row, int column) throws SQLException {
        int step = row.getInt(column);
        return row.wasNull() ? null : DelaySteps.middle(step).toMillis() / 1000.0;
    }
}
