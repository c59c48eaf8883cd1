package org.restante.record.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.restante.mail.event.Event;
import org.restante.record.store.Question.Narrowing;

/// A statement that grows with its values: the text is ours alone, whatever came from outside is a value of it.
final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Sql add(String ours) {
        text.append(ours);
        return this;
    }

    Sql value(String text) {
        values.add(text);
        return add("?");
    }

    Sql value(long number) {
        values.add(number);
        return add("?");
    }

    Sql time(Instant time) {
        values.add(time.toEpochMilli());
        return add("epoch_ms(?)");
    }

    Sql id(UUID id) {
        values.add(id.toString());
        return add("?::UUID");
    }

    /// `column IN (…)`.
    Sql times(String column, List<Instant> any) {
        add(column + " IN (");
        for (int i = 0; i < any.size(); i++) {
            add(i == 0 ? "" : ", ").time(any.get(i));
        }
        return add(")");
    }

    /// ` AND column >= … AND column < …`.
    Sql within(String column, Instant from, Instant to) {
        return add(" AND " + column + " >= ").time(from).add(" AND " + column + " < ").time(to);
    }

    /// ` AND column IN (…)`, the unknown among them where it is asked for; nothing without values.
    Sql in(String column, List<String> any) {
        if (any.isEmpty()) {
            return this;
        }
        add(" AND (" + column + " IN (");
        for (int i = 0; i < any.size(); i++) {
            add(i == 0 ? "" : ", ").value(any.get(i));
        }
        return add(any.contains(Narrowing.UNKNOWN) ? ") OR " + column + " IS NULL)" : "))");
    }

    Sql narrowed(Narrowing narrowing) {
        narrowing.any().forEach((cut, any) -> in(cut.column(), any));
        return this;
    }

    /// ` AND …`: without our own notices to senders, unless a stream is asked for by its name.
    ///
    /// @param letter the column that has the number of the letter; a name of ours
    Sql withoutNotices(String letter, Narrowing narrowing) {
        return narrowing.any().containsKey(Cut.STREAM)
                ? this
                : add(" AND " + letter + " NOT IN (SELECT id FROM letters WHERE stream = ")
                        .value(Event.NOTICES)
                        .add(")");
    }

    /// Takes a row.
    @FunctionalInterface
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /// Asks, and hands over each row; a question that is asked beyond its time is called off.
    void ask(Connection connection, Deadline deadline, Row each) throws SQLException {
        if (deadline.isOver()) {
            throw new SQLException("the time for the question was over before all was asked");
        }
        try (var statement = connection.prepareStatement(text.toString())) {
            set(statement);
            try (var ignored = deadline.over(statement);
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
        }
    }

    private void set(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
