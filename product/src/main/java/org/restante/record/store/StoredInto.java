package org.restante.record.store;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/// How the value of a key goes from a line into its column.
///
/// @param key its number
record StoredInto(int key, Kind kind) {
    enum Kind {
        TEXT,
        TIME,
        LONG,
        INTEGER,
        ID,
        /// What may be told by the rest of the event, and is not written then.
        MESSAGE_ID,
        QUEUED_AT
    }

    /// Those of a part, in the order of its columns.
    static StoredInto[] all(Part part) {
        return EventColumn.ALL.stream()
                .filter(column -> column.part() == part)
                .map(column -> new StoredInto(EventLine.index(column.name()), kind(column)))
                .toArray(StoredInto[]::new);
    }

    private static Kind kind(EventColumn column) {
        return switch (column.name()) {
            case "message_id" -> Kind.MESSAGE_ID;
            case "queued_at" -> Kind.QUEUED_AT;
            case "id" -> Kind.ID;
            default ->
                    switch (column.stored().type()) {
                        case "VARCHAR" -> Kind.TEXT;
                        case "TIMESTAMP" -> Kind.TIME;
                        case "BIGINT" -> Kind.LONG;
                        case "INTEGER" -> Kind.INTEGER;
                        default -> throw new IllegalStateException("no way into " + column);
                    };
        };
    }

    void append(DuckDBAppender row, EventLine line) throws SQLException {
        if (!line.has(key)
                || kind == Kind.MESSAGE_ID && line.idHost() != 0
                || kind == Kind.QUEUED_AT && line.isQueuedByDelay()) {
            row.appendNull();
            return;
        }
        switch (kind) {
            case TEXT, MESSAGE_ID -> row.append(line.copy(key));
            case TIME, QUEUED_AT -> row.appendEpochMicros(line.millis(key) * 1_000);
            case LONG -> row.append(line.number(key));
            case INTEGER -> row.append((int) line.number(key));
            case ID -> row.appendUUID(line.high(), line.low());
        }
    }
}
