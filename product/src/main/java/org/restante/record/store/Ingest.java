package org.restante.record.store;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalPlace;
import org.restante.record.report.DelaySteps;

/// Takes events in: gathered beside the tables, and committed with all that is counted of them and the place in the journal they were read up
/// to. An event that is there already is passed over. One thread's.
final class Ingest implements AutoCloseable {
    private static final String COLUMNS =
            EventColumn.ALL.stream().map(EventColumn::name).collect(Collectors.joining(", "))
                    + ", suspended, delay_step, likeness";
    private static final String EMPTY =
            "CREATE OR REPLACE TEMP TABLE gathered AS SELECT "
                    + COLUMNS
                    + ", 0::BIGINT AS by_recipient, 0::BIGINT AS by_message, 0::BIGINT AS by_queue FROM events LIMIT 0";

    /// An event's time never changes, so only what lies between the first and the last needs to be looked at.
    private static final String FORGET_KNOWN =
            "DELETE FROM gathered WHERE id IN (SELECT id FROM events WHERE time >= (SELECT min(time) FROM gathered)"
                    + " AND time <= (SELECT max(time) FROM gathered))";

    private static final String KNOWN =
            "SELECT count(*) FROM gathered SEMI JOIN (SELECT id FROM events WHERE time >= epoch_ms(?) AND time <= epoch_ms(?)) known"
                    + " ON gathered.id = known.id";

    private static final String COUNT =
            "INSERT INTO hours_open SELECT date_trunc('hour', time), "
                    + StoreFile.DIMENSIONS
                    + ", type, suspended, CASE WHEN type = 'delivered' AND attempt IS NOT NULL THEN least(attempt, 3)::TINYINT END, delay_step, count(*)"
                    + " FROM gathered GROUP BY ALL";

    private static final String INDEX =
            "INSERT INTO lookups_open SELECT DISTINCT key, date_trunc('hour', time) FROM"
                    + " (SELECT by_recipient AS key, time FROM gathered UNION ALL SELECT by_message, time FROM gathered"
                    + " UNION ALL SELECT by_queue, time FROM gathered) WHERE key IS NOT NULL";

    private final StoreFile file;
    private final Likeness likeness;
    private final Set<UUID> ids = new HashSet<>();
    private @Nullable DuckDBAppender rows;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    Ingest(StoreFile file, Likeness likeness) throws SQLException {
        this.file = file;
        this.likeness = likeness;
        file.run(EMPTY);
    }

    /// Events gathered and not committed.
    int gathered() {
        return ids.size();
    }

    /// Gathers an event, once.
    void add(Event event) throws SQLException {
        if (!ids.add(event.id())) {
            return;
        }
        var row = rows;
        if (row == null) {
            row = file.connection().createAppender("temp", "main", "gathered");
            rows = row;
        }
        long time = event.time().toEpochMilli();
        first = Math.min(first, time);
        last = Math.max(last, time);
        row.beginRow();
        for (var column : EventColumn.ALL) {
            column.write().write(row, event);
        }
        derived(row, event);
        key(row, LookupKey.ofRecipient(event.recipient()));
        key(row, LookupKey.ofMessage(event.messageId()));
        key(row, LookupKey.ofQueue(event.queueId()));
        row.endRow();
    }

    private void derived(DuckDBAppender row, Event event) throws SQLException {
        var tried = event.attempt();
        row.append(event.type() == EventType.HELD && tried != null);
        if (event.type() == EventType.DELIVERED && tried != null && tried.delayMs() != null) {
            row.append((short) DelaySteps.of(tried.delayMs()));
        } else {
            row.appendNull();
        }
        if (tried != null && tried.text() != null && event.type() != EventType.DELIVERED) {
            row.append(likeness.of(tried.text().getBytes(StandardCharsets.UTF_8)));
        } else {
            row.appendNull();
        }
    }

    private static void key(DuckDBAppender row, @Nullable Long key) throws SQLException {
        if (key == null) {
            row.appendNull();
        } else {
            row.append(key.longValue());
        }
    }

    /// Commits what was gathered, with the places behind it.
    ///
    /// @param places of the journals it was read from, by their names
    /// @param from what is older was deleted for its age, and is not taken in again
    /// @return how many were new
    long commit(Map<String, JournalPlace> places, Instant from) throws SQLException {
        closeRows();
        var connection = file.connection();
        connection.setAutoCommit(false);
        try {
            long added = 0;
            if (!ids.isEmpty()) {
                added = merge(from);
            }
            file.notePlaces(places);
            connection.commit();
            return added;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
            forget();
        }
    }

    private long merge(Instant from) throws SQLException {
        if (first < from.toEpochMilli()) {
            try (var old =
                    file.connection()
                            .prepareStatement("DELETE FROM gathered WHERE time < epoch_ms(?)")) {
                old.setLong(1, from.toEpochMilli());
                old.executeUpdate();
            }
        }
        if (known() > 0) {
            file.run(FORGET_KNOWN);
        }
        try (var statement = file.connection().createStatement()) {
            long added =
                    statement.executeUpdate(
                            "INSERT INTO events ("
                                    + COLUMNS
                                    + ") SELECT "
                                    + COLUMNS
                                    + " FROM gathered");
            statement.executeUpdate(COUNT);
            statement.executeUpdate(INDEX);
            return added;
        }
    }

    private long known() throws SQLException {
        try (var statement = file.connection().prepareStatement(KNOWN)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private void forget() throws SQLException {
        ids.clear();
        first = Long.MAX_VALUE;
        last = Long.MIN_VALUE;
        file.run(EMPTY);
    }

    private void closeRows() throws SQLException {
        var open = rows;
        rows = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws SQLException {
        closeRows();
    }
}
