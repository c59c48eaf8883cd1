package org.restante.record.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.restante.record.report.Rung;
import org.restante.record.store.Found.Ladder;
import org.restante.record.store.Found.LadderRow;
import org.restante.record.store.Found.LastingRecipient;

/// Answers [Question.Lasting] from the table `deferred`, which holds those alone who wait: the events are not looked at.
final class LastingDeferrals {
    /// As the analysis of a log has it: from queueing, as far as known, to the last refusal.
    private static final String AGE = "age_ms";

    private final Connection connection;
    private final Deadline deadline;
    private final Question.Lasting asked;

    LastingDeferrals(Connection connection, Deadline deadline, Question.Lasting asked) {
        this.connection = connection;
        this.deadline = deadline;
        this.asked = asked;
    }

    /// @param groups how many rows there are without a bound, this one among them
    private record Line(boolean isTotal, LadderRow row, long groups) {}

    Found.Lasting answer() throws SQLException {
        var lines = lines();
        var rows =
                lines.stream()
                        .filter(line -> !line.isTotal() && asked.by() != null)
                        .map(Line::row)
                        .toList();
        var total = lines.stream().filter(Line::isTotal).findFirst();
        return new Found.Lasting(
                total.map(line -> line.row().ladder()).orElse(Ladder.NONE),
                rows,
                rows.isEmpty() ? 0 : lines.getFirst().groups() - 1 - rows.size(),
                asked.recipients() == 0 ? List.of() : oldest());
    }

    /// All together, then the values of the cut; what is alike is added up before anything is looked up by its numbers.
    private List<Line> lines() throws SQLException {
        var by = asked.by();
        var cuts = cuts();
        var sql = new Sql().add("SELECT grouping(key) = 1, key, sum(n) AS n");
        for (var rung : Rung.values()) {
            sql.add(", sum(" + rung.name() + ")");
        }
        sql.add(", max(age), count(*) OVER () FROM (SELECT ");
        sql.add(by == null ? "NULL::VARCHAR" : by.column()).add(" AS key, own.* FROM (SELECT ");
        sql.add(told(cuts) + "count(*) AS n");
        for (var rung : Rung.values()) {
            sql.add(", count(*) FILTER (" + on(rung) + ") AS " + rung.name());
        }
        sql.add(", count(*) FILTER (" + AGE + " >= " + millis(Rung.ONE_HOUR) + ") AS lasting");
        sql.add(", max(" + AGE + ") AS age FROM deferred WHERE ");
        waiting(sql).withoutNotices("letter", asked.narrowing()).add(" GROUP BY ALL) own");
        sql.add(joins(cuts) + " WHERE true");
        sql.narrowed(asked.narrowing()).add(") GROUP BY ");
        sql.add(
                "GROUPING SETS ((), (key)) ORDER BY 1 DESC, sum(lasting) DESC, n DESC, key NULLS LAST LIMIT ");
        var lines = new ArrayList<Line>();
        sql.value(asked.most() + 1L).ask(connection, deadline, row -> lines.add(line(row)));
        return lines;
    }

    private Set<Cut> cuts() {
        var cuts = EnumSet.noneOf(Cut.class);
        cuts.addAll(asked.narrowing().any().keySet());
        if (asked.by() != null) {
            cuts.add(asked.by());
        }
        return cuts;
    }

    /// What tells values of the cuts apart, and nothing more: the fewer there are, the less is added up.
    private static String told(Set<Cut> cuts) {
        return cuts.stream()
                .map(cut -> cut.part() == Part.OWN ? cut.column() : cut.part().reference())
                .distinct()
                .map(column -> column + ", ")
                .collect(Collectors.joining());
    }

    private static String joins(Set<Cut> cuts) {
        return joins(
                Part.COUNTED.stream()
                        .filter(part -> cuts.stream().anyMatch(cut -> cut.part() == part)));
    }

    private static String joins(Stream<Part> parts) {
        return parts.map(part -> part.joined("own")).collect(Collectors.joining());
    }

    private static String on(Rung rung) {
        int next = rung.ordinal() + 1;
        var least = AGE + " >= " + millis(rung);
        return next == Rung.values().length
                ? least
                : least + " AND " + AGE + " < " + millis(Rung.values()[next]);
    }

    private static long millis(Rung rung) {
        return rung.from().toMillis();
    }

    private Sql waiting(Sql sql) {
        return sql.add("last >= ").time(asked.at().minus(StillDeferred.FORGOTTEN_AFTER));
    }

    private static Line line(ResultSet row) throws SQLException {
        var ladder =
                row.getLong(3) == 0
                        ? Ladder.NONE
                        : new Ladder(
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                Duration.ofMillis(row.getLong(8)));
        return new Line(row.getBoolean(1), new LadderRow(row.getString(2), ladder), row.getLong(9));
    }

    /// What is long of them is read once it is known which they are.
    private List<LastingRecipient> oldest() throws SQLException {
        var sql = new Sql();
        sql.add("SELECT queue_id, recipient, recipient_domain, provider, source, mx_host, stream,");
        sql.add(" cause, own.text, tries, epoch_ms(since), epoch_ms(last) FROM (SELECT * FROM");
        sql.add(" deferred WHERE rowid IN (SELECT own.rowid FROM deferred own");
        sql.add(joins(asked.narrowing().any().keySet()) + " WHERE ");
        waiting(sql).withoutNotices("own.letter", asked.narrowing());
        sql.narrowed(asked.narrowing()).add(" AND own.age_ms >= ");
        sql.add(millis(Rung.ONE_HOUR) + " ORDER BY own.age_ms DESC, own.since, own.key LIMIT ");
        sql.value(asked.recipients()).add(")) own" + joins(Part.COUNTED.stream()));
        sql.add(" ORDER BY own.age_ms DESC, own.since, own.key");
        var oldest = new ArrayList<LastingRecipient>();
        sql.ask(connection, deadline, row -> oldest.add(recipient(row)));
        return oldest;
    }

    private static LastingRecipient recipient(ResultSet row) throws SQLException {
        return new LastingRecipient(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getLong(10),
                Instant.ofEpochMilli(row.getLong(11)),
                Instant.ofEpochMilli(row.getLong(12)));
    }
}
