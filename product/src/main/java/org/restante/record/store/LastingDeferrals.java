package org.restante.record.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /// All together, then the values of the cut; what is alike is added up before anything is looked up by its numbers. How many reached each rung
    /// is added up, not how many stand on it: sums of truths cost a third of counts with conditions, and millions are added up.
    private List<Line> lines() throws SQLException {
        var by = asked.by();
        var part = by == null ? Part.OWN : by.part();
        var sql = new Sql().add("SELECT grouping(key) = 1, key, sum(n) AS n");
        for (var rung : Rung.values()) {
            sql.add(", sum(" + rung.name() + ") AS " + rung.name());
        }
        sql.add(", max(age), count(*) OVER () FROM (SELECT ");
        sql.add(by == null ? "NULL::VARCHAR" : by.column()).add(" AS key, own.* FROM (SELECT ");
        sql.add(by == null ? "" : (part == Part.OWN ? by.column() : part.reference()) + ", ");
        sql.add("count(*) AS n");
        for (var rung : Rung.values()) {
            sql.add(", sum(" + reached(rung) + ") AS " + rung.name());
        }
        sql.add(", max(" + AGE + ") AS age FROM deferred WHERE ");
        waiting(sql).add(" GROUP BY ALL) own" + (part == Part.OWN ? "" : part.joined("own")));
        sql.add(") GROUP BY GROUPING SETS ((), (key)) ORDER BY 1 DESC, " + Rung.ONE_HOUR.name());
        sql.add(" DESC, n DESC, key NULLS LAST LIMIT ");
        var lines = new ArrayList<Line>();
        sql.value(asked.most() + 1L).ask(connection, deadline, row -> lines.add(line(row)));
        return lines;
    }

    private static String reached(Rung rung) {
        return AGE + " >= " + rung.from().toMillis();
    }

    /// Who waits and is asked for: what is shared with others is known by its number, so that nothing is looked up for each.
    private Sql waiting(Sql sql) {
        sql.add("last >= ").time(asked.at().minus(StillDeferred.FORGOTTEN_AFTER));
        sql.withoutNotices("letter", asked.narrowing());
        asked.narrowing()
                .any()
                .forEach((cut, any) -> {
                    var part = cut.part();
                    if (part == Part.OWN) {
                        sql.in(cut.column(), any);
                    } else if (!any.isEmpty()) {
                        sql.add(" AND " + part.reference() + " IN (SELECT id FROM " + part.table());
                        sql.add(" WHERE true").in(cut.column(), any).add(")");
                    }
                });
        return sql;
    }

    private static Line line(ResultSet row) throws SQLException {
        long fourHours = row.getLong(5);
        long oneDay = row.getLong(6);
        long threeDays = row.getLong(7);
        var ladder =
                row.getLong(3) == 0
                        ? Ladder.NONE
                        : new Ladder(
                                row.getLong(3),
                                row.getLong(4) - fourHours,
                                fourHours - oneDay,
                                oneDay - threeDays,
                                threeDays,
                                Duration.ofMillis(row.getLong(8)));
        return new Line(row.getBoolean(1), new LadderRow(row.getString(2), ladder), row.getLong(9));
    }

    /// What is long of them is read once it is known which they are.
    private List<LastingRecipient> oldest() throws SQLException {
        var sql = new Sql();
        sql.add("SELECT queue_id, recipient, recipient_domain, provider, source, mx_host, stream,");
        sql.add(" cause, own.text, tries, epoch_ms(since), epoch_ms(last) FROM (SELECT * FROM");
        sql.add(" deferred WHERE rowid IN (SELECT rowid FROM deferred WHERE ");
        waiting(sql).add(" AND " + reached(Rung.ONE_HOUR) + " ORDER BY " + AGE);
        sql.add(" DESC, since, key LIMIT ").value(asked.recipients()).add(")) own");
        Part.COUNTED.forEach(part -> sql.add(part.joined("own")));
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
