package org.restante.record.store;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/// How the value of a key goes from a line into its column.
///
/// @param key its number
/// @param type of the column, in SQL
record StoredInto(int key, String name, String type) {
    /// Those of a part, in the order of its columns.
    static StoredInto[] all(Part part) {
        return EventColumn.ALL.stream()
                .filter(column -> column.part() == part)
                .map(column ->
                        new StoredInto(
                                EventLine.index(column.name()),
                                column.name(),
                                column.stored().type()))
                .toArray(StoredInto[]::new);
    }

    void append(DuckDBAppender row, EventLine line) throws SQLException {
        if (!line.has(key) || isSpared(line)) {
            row.appendNull();
            return;
        }
        switch (type) {
            case "VARCHAR" -> row.append(line.copy(key));
            case "TIMESTAMP" -> row.appendEpochMicros(line.millis(key) * 1_000);
            case "BIGINT" -> row.append(line.number(key));
            case "INTEGER" -> row.append((int) line.number(key));
            case "UUID" -> row.appendUUID(line.high(), line.low());
            default -> throw new IllegalStateException("no column of an event alone: " + type);
        }
    }

    private boolean isSpared(EventLine line) {
        return switch (name) {
            case "message_id" -> Spared.idHost(line) != 0;
            case "queued_at" -> Spared.isQueuedByDelay(line);
            default -> false;
        };
    }
}
