package org.restante.record.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.restante.mail.event.Event;

/// Events whole, once it is known which are wanted: looking for them reads a few columns, and all of them are read of these alone.
final class Whole {
    private static final int AT_ONCE = 200;

    private Whole() {}

    /// Of a row that begins with the time in milliseconds and the id.
    static Place place(ResultSet row) throws SQLException {
        return new Place(Instant.ofEpochMilli(row.getLong(1)), UUID.fromString(row.getString(2)));
    }

    /// The events there, in the same order; one that was deleted meanwhile is left out.
    static List<Event> events(Connection connection, Deadline deadline, List<Place> places)
            throws SQLException {
        var events = new ArrayList<Event>(places.size());
        for (int i = 0; i < places.size(); i += AT_ONCE) {
            var some = places.subList(i, Math.min(places.size(), i + AT_ONCE));
            var found = new HashMap<UUID, Event>();
            var sql = new Sql().add("SELECT " + EventColumn.SELECTED + " FROM events e WHERE ");
            sql.times("e.time", some.stream().map(Place::time).distinct().toList());
            sql.add(" AND e.id IN (");
            for (int k = 0; k < some.size(); k++) {
                sql.add(k == 0 ? "" : ", ").id(some.get(k).id());
            }
            sql.add(")")
                    .ask(
                            connection,
                            deadline,
                            row -> {
                                var event = EventColumn.event(row);
                                found.put(event.id(), event);
                            });
            for (var place : some) {
                var event = found.get(place.id());
                if (event != null) {
                    events.add(event);
                }
            }
        }
        return events;
    }
}
