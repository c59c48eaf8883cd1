package org.restante.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;

/// Answers questions, each on a connection of its own.
final class Asking {
    private final StoreFile file;
    private final StoreSettings settings;
    private final LongSupplier caughtUp;
    private final LongSupplier unreadable;

    Asking(StoreFile file, StoreSettings settings, LongSupplier caughtUp, LongSupplier unreadable) {
        this.file = file;
        this.settings = settings;
        this.caughtUp = caughtUp;
        this.unreadable = unreadable;
    }

    Found answer(Question question, Deadline deadline) throws SQLException {
        try (var connection = file.another()) {
            return switch (question) {
                case Question.Standing _ -> standing(connection, deadline);
                case Question.Figures asked -> counting(connection, deadline, asked).answer();
                case Question.Replies asked -> replies(connection, deadline, asked);
                case Question.Lasting asked ->
                        new LastingDeferrals(connection, deadline, asked).answer();
                case Question.Search asked -> new Searching(connection, deadline, asked).answer();
                case Question.Deeds asked -> new Deeds(connection, deadline, asked).answer();
                case Question.Story asked ->
                        Whole.asOfOneMoment(connection, () -> story(connection, deadline, asked));
            };
        }
    }

    private static Counting counting(
            DuckDBConnection connection, Deadline deadline, Question.Figures asked)
            throws SQLException {
        return new Counting(
                connection,
                deadline,
                asked,
                time(connection, "horizon"),
                time(connection, DayCounts.NOTE));
    }

    private static Instant time(DuckDBConnection connection, String note) throws SQLException {
        return StoreFile.noted(connection, note).map(Instant::parse).orElse(Instant.EPOCH);
    }

    private Found standing(Connection connection, Deadline deadline) throws SQLException {
        var found = new ArrayList<Found>();
        long at = caughtUp.getAsLong();
        new Sql()
                .add("SELECT count(*), epoch_ms(min(time)), epoch_ms(max(time)) FROM event_rows")
                .ask(
                        connection,
                        deadline,
                        row ->
                                found.add(
                                        new Found.Standing(
                                                row.getLong(1),
                                                time(row, 2),
                                                time(row, 3),
                                                at == Long.MIN_VALUE
                                                        ? null
                                                        : Instant.ofEpochMilli(at),
                                                unreadable.getAsLong(),
                                                octets())));
        return found.getFirst();
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private long octets() {
        try {
            return Files.size(settings.file());
        } catch (IOException e) {
            return 0;
        }
    }

    private static Found replies(Connection connection, Deadline deadline, Question.Replies asked)
            throws SQLException {
        var sql = new Sql();
        sql.add(
                "SELECT arg_max(text, time), code, any_value(status), cause, stage, provider, trouble,");
        sql.add(" approx_count_distinct(text),");
        sql.add(
                " count(*), count(*) FILTER (type = 'deferred'), count(*) FILTER (type = 'bounced'),");
        sql.add(" approx_count_distinct(recipient), approx_count_distinct(mx_host),");
        sql.add(" epoch_ms(min(time)), epoch_ms(max(time)) FROM events");
        sql.add(" WHERE likeness IS NOT NULL AND type IN ('deferred', 'bounced')");
        sql.within("time", asked.from(), asked.to()).narrowed(asked.narrowing());
        if (!asked.narrowing().any().containsKey(Cut.STREAM)) {
            sql.add(" AND stream IS DISTINCT FROM ").value(Event.NOTICES);
        }
        sql.add(" GROUP BY likeness, code, cause, stage, trouble, provider");
        sql.add(" ORDER BY count(*) DESC, max(time) DESC LIMIT ").value(asked.most());
        var replies = new ArrayList<Found.Reply>();
        sql.ask(connection, deadline, row -> replies.add(reply(row)));
        return new Found.Replies(replies);
    }

    private static Found.Reply reply(ResultSet row) throws SQLException {
        int code = row.getInt(2);
        var known = row.wasNull() ? null : Integer.valueOf(code);
        return new Found.Reply(
                row.getString(1),
                row.getLong(8),
                known,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(7),
                row.getString(6),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                Instant.ofEpochMilli(row.getLong(14)),
                Instant.ofEpochMilli(row.getLong(15)));
    }

    private static Found story(Connection connection, Deadline deadline, Question.Story asked)
            throws SQLException {
        var names = Names.of(connection, deadline, asked.message());
        var places = new ArrayList<Place>();
        var numbers = new ArrayList<Long>();
        for (var span : names.spans().reversed()) {
            var sql = new Sql().add("SELECT epoch_ms(own.time), own.id, own.rowid");
            sql.add(" FROM event_rows own");
            sql.add(asked.tenant() == null ? "" : Part.LETTER.joined("own")).add(" WHERE true");
            sql.within("own.time", span.from(), span.to());
            names.condition(sql);
            if (asked.tenant() != null) {
                sql.add(" AND letter.tenant = ").value(asked.tenant());
            }
            sql.add(" ORDER BY own.time, own.id LIMIT ").value(asked.most() + 1L - places.size());
            sql.ask(
                    connection,
                    deadline,
                    row -> {
                        places.add(Whole.place(row));
                        numbers.add(row.getLong(3));
                    });
            if (places.size() > asked.most()) {
                places.removeLast();
                numbers.removeLast();
                return new Found.Story(Whole.events(connection, deadline, places, numbers), false);
            }
        }
        return new Found.Story(Whole.events(connection, deadline, places, numbers), true);
    }
}
