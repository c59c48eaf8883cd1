package org.restante.record.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import org.restante.mail.event.Event;

/// Events whole, once it is known which are wanted: looking for them reads a few columns, and all of them are read of these alone. They are read by
/// the numbers of their rows, between bounds: without bounds the database reads all columns of the hundred thousand rows around each.
final class Whole {
    private static final int AT_ONCE = 200;

    /// Rows so near each other are read between the same bounds: what lies between costs as much as to read twice.
    private static final long NEAR = 50_000;

    private Whole() {}

    /// Of a row that begins with the time in milliseconds and the id.
    static Place place(ResultSet row) throws SQLException {
        return new Place(Instant.ofEpochMilli(row.getLong(1)), UUID.fromString(row.getString(2)));
    }

    /// Several statements.
    @FunctionalInterface
    interface Reading<T> {
        T read() throws SQLException;
    }

    /// Reads as of one moment: rows have the same numbers from the first statement to the last.
    static <T> T asOfOneMoment(Connection connection, Reading<T> reading) throws SQLException {
        if (!connection.getAutoCommit()) {
            return reading.read();
        }
        connection.setAutoCommit(false);
        try {
            return reading.read();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// The events there, in the same order; one that was deleted meanwhile is left out.
    static List<Event> events(Connection connection, Deadline deadline, List<Place> places)
            throws SQLException {
        return asOfOneMoment(
                connection,
                () -> {
                    var events = new ArrayList<Event>(places.size());
                    for (int i = 0; i < places.size(); i += AT_ONCE) {
                        var some = places.subList(i, Math.min(places.size(), i + AT_ONCE));
                        events.addAll(
                                events(
                                        connection,
                                        deadline,
                                        some,
                                        numbers(connection, deadline, some)));
                    }
                    return events;
                });
    }

    /// The numbers of the rows of these events.
    private static List<Long> numbers(Connection connection, Deadline deadline, List<Place> places)
            throws SQLException {
        var times = places.stream().map(Place::time).distinct().sorted().toList();
        var sql = new Sql().add("SELECT own.rowid FROM event_rows own WHERE ");
        sql.times("own.time", times);
        sql.within("own.time", times.getFirst(), times.getLast().plusMillis(1));
        sql.add(" AND own.id IN (");
        for (int i = 0; i < places.size(); i++) {
            sql.add(i == 0 ? "" : ", ").id(places.get(i).id());
        }
        var numbers = new ArrayList<Long>();
        sql.add(")").ask(connection, deadline, row -> numbers.add(row.getLong(1)));
        return numbers;
    }

    /// The events there, in the same order.
    ///
    /// @param numbers of their rows, as of the moment
    static List<Event> events(
            Connection connection, Deadline deadline, List<Place> places, List<Long> numbers)
            throws SQLException {
        var found = new HashMap<UUID, Event>();
        var sorted = numbers.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i += AT_ONCE) {
            read(
                    connection,
                    deadline,
                    sorted.subList(i, Math.min(sorted.size(), i + AT_ONCE)),
                    found);
        }
        var events = new ArrayList<Event>(places.size());
        for (var place : places) {
            var event = found.get(place.id());
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    /// @param numbers rising
    private static void read(
            Connection connection, Deadline deadline, List<Long> numbers, Map<UUID, Event> into)
            throws SQLException {
        new Sql()
                .add("SELECT " + EventColumn.SELECTED + " FROM (")
                .add(EventTables.whole(rows(numbers)) + ") e")
                .ask(
                        connection,
                        deadline,
                        row -> {
                            var event = EventColumn.event(row);
                            into.put(event.id(), event);
                        });
    }

    /// Selects these rows, a statement for those that are near each other.
    private static String rows(List<Long> numbers) {
        var rows = new StringJoiner(" UNION ALL ");
        int from = 0;
        for (int i = 1; i <= numbers.size(); i++) {
            if (i == numbers.size() || numbers.get(i) - numbers.get(i - 1) > NEAR) {
                rows.add(between(numbers.subList(from, i)));
                from = i;
            }
        }
        return rows.toString();
    }

    private static String between(List<Long> numbers) {
        var any = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "SELECT * FROM event_rows WHERE rowid >= %d AND rowid <= %d AND rowid IN (%s)"
                .formatted(numbers.getFirst(), numbers.getLast(), any);
    }
}
