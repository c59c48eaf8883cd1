package org.restante.record.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;

/// One column of a table, and what an event puts into it.
///
/// @param type in SQL; the value is a text, a number, a flag, a time or an id as it says
record StoredColumn(String name, String type, Known<Object> value) {
    /// What an event says; null where it does not.
    @FunctionalInterface
    interface Known<T> {
        @Nullable T of(Event event);
    }

    /// In the statement that makes its table.
    String declared() {
        return name + " " + type;
    }

    /// Writes a value into the row at hand.
    static void append(DuckDBAppender row, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> row.appendNull();
            case String text -> row.append(text);
            case Integer number -> row.append(number.intValue());
            case Long number -> row.append(number.longValue());
            case Short number -> row.append(number.shortValue());
            case Boolean flag -> row.append(flag.booleanValue());
            case Instant time -> row.appendEpochMicros(micros(time));
            case UUID id -> row.append(id);
            default -> throw new IllegalArgumentException("no value of a column: " + value);
        }
    }

    private static long micros(Instant time) {
        return Math.multiplyExact(time.toEpochMilli(), 1000);
    }
}
