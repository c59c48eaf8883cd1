package org.restante.record.store;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalPlace;
import org.restante.record.report.DelaySteps;

/// Takes events in: gathered here, and committed with all that is counted of them and the place in the journal they were read up to. An
/// event that is there already is passed over. One thread's.
final class Ingest {
    /// An event's time never changes, so only what lies between the first and the last needs to be looked at.
    private static final String KNOWN =
            "SELECT id FROM batch SEMI JOIN (SELECT id FROM events WHERE time >= epoch_ms(?) AND time <= epoch_ms(?)) known"
                    + " ON batch.id = known.id";

    /// In which hour a key is met.
    private record Lookup(long key, long hour) {}

    private final StoreFile file;
    private final Likeness likeness;
    private final List<Event> gathered = new ArrayList<>();
    private final Set<UUID> ids = new HashSet<>();
    private final HourCounts counts = new HourCounts();
    private final Set<Lookup> lookups = new HashSet<>();

    /// The time of the newest event that was committed, in milliseconds.
    private long newest;

    Ingest(StoreFile file, Likeness likeness) throws SQLException {
        this.file = file;
        this.likeness = likeness;
        file.run("CREATE OR REPLACE TEMP TABLE batch (id UUID NOT NULL)");
        newest = file.newest();
    }

    /// Events gathered and not committed.
    int gathered() {
        return gathered.size();
    }

    /// Gathers an event, once.
    void add(Event event) {
        if (ids.add(event.id())) {
            gathered.add(event);
        }
    }

    /// Commits what was gathered, with the places behind it.
    ///
    /// @param places of the journals it was read from, by their names
    /// @param from what is older was deleted for its age, and is not taken in again
    /// @return how many were new
    long commit(Map<String, JournalPlace> places, Instant from) throws SQLException {
        var connection = file.connection();
        boolean isDone = false;
        connection.setAutoCommit(false);
        try {
            // A statement begins the transaction; appending alone would not, and each table were
            // committed by itself.
            file.notePlaces(places);
            var fresh = fresh(from);
            write(fresh);
            connection.commit();
            isDone = true;
            for (var event : fresh) {
                newest = Math.max(newest, event.time().toEpochMilli());
            }
            return fresh.size();
        } finally {
            if (!isDone) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
            gathered.clear();
            ids.clear();
        }
    }

    /// Those that are not there yet.
    private List<Event> fresh(Instant from) throws SQLException {
        gathered.removeIf(event -> event.time().isBefore(from));
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (var event : gathered) {
            long time = event.time().toEpochMilli();
            first = Math.min(first, time);
            last = Math.max(last, time);
        }
        if (first <= newest) {
            var known = known(first, last);
            gathered.removeIf(event -> known.contains(event.id()));
        }
        return gathered;
    }

    private Set<UUID> known(long first, long last) throws SQLException {
        file.run("DELETE FROM batch");
        try (var row = file.connection().createAppender("temp", "main", "batch")) {
            for (var event : gathered) {
                row.beginRow();
                row.append(event.id());
                row.endRow();
            }
        }
        var known = new HashSet<UUID>();
        try (var statement = file.connection().prepareStatement(KNOWN)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return known;
    }

    private void write(List<Event> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (var row = file.connection().createAppender("events")) {
            for (var event : fresh) {
                row.beginRow();
                for (var column : EventColumn.ALL) {
                    column.write().write(row, event);
                }
                derived(row, event);
                row.endRow();
                counts.add(event);
                look(event);
            }
        }
        try (var row = file.connection().createAppender("hours_open")) {
            counts.write(row);
        }
        try (var row = file.connection().createAppender("lookups_open")) {
            for (var lookup : lookups) {
                row.beginRow();
                row.append(lookup.key());
                row.appendEpochMicros(lookup.hour() * 1_000);
                row.endRow();
            }
        } finally {
            lookups.clear();
        }
    }

    private void derived(DuckDBAppender row, Event event) throws SQLException {
        row.append(HourCounts.isSuspended(event));
        var delay = HourCounts.delay(event);
        if (delay != null) {
            row.append((short) DelaySteps.of(delay));
        } else {
            row.appendNull();
        }
        var tried = event.attempt();
        if (tried != null && tried.text() != null && event.type() != EventType.DELIVERED) {
            row.append(likeness.of(tried.text().getBytes(StandardCharsets.UTF_8)));
        } else {
            row.appendNull();
        }
    }

    private void look(Event event) {
        long hour = HourCounts.hour(event.time());
        look(LookupKey.ofRecipient(event.recipient()), hour);
        look(LookupKey.ofMessage(event.messageId()), hour);
        look(LookupKey.ofQueue(event.queueId()), hour);
    }

    private void look(@Nullable Long key, long hour) {
        if (key != null) {
            lookups.add(new Lookup(key, hour));
        }
    }
}
