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
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalPlace;
import org.restante.record.report.DelaySteps;

/// Takes events in: gathered here, and committed with all that is counted of them and the place in the journal they were read up to. An
/// event that is there already is passed over. One thread's.
final class Ingest {
    /// An event's time never changes, so only what lies between the first and the last needs to be looked at.
    private static final String KNOWN =
            "SELECT id FROM batch SEMI JOIN (SELECT id FROM event_rows WHERE time >= epoch_ms(?) AND time <= epoch_ms(?)) known"
                    + " ON batch.id = known.id";

    private static final List<StoredColumn> OWN = EventTables.columns(Part.OWN);

    private final StoreFile file;
    private final Likeness likeness;
    private static final StoredInto[] INTO = StoredInto.all(Part.OWN);
    private static final int RECIPIENT = EventLine.index("recipient");
    private static final int MESSAGE_ID = EventLine.index("message_id");
    private static final int QUEUE_ID = EventLine.index("queue_id");
    private static final int ATTEMPT = EventLine.index("attempt");
    private static final int DELAY = EventLine.index("delay_ms");
    private static final int TEXT = EventLine.index("text");

    private final List<EventLine> gathered = new ArrayList<>();
    private final TakenLately lately;
    private final HourCounts counts = new HourCounts();
    private final LookupsMet lookups = new LookupsMet();
    private final DayCounts days;
    private final StillDeferred deferred;
    private final Shared letters;
    private final Shared routes;
    private final Shared outcomes;
    private final Shared deeds;

    /// The time of the newest event that was committed, in milliseconds.
    private long newest;

    Ingest(StoreFile file, Likeness likeness) throws SQLException {
        this.file = file;
        this.likeness = likeness;
        file.run("CREATE OR REPLACE TEMP TABLE batch (id UUID NOT NULL)");
        newest = file.newest();
        lately = new TakenLately(newest);
        days = new DayCounts(file);
        deferred = new StillDeferred(file, newest);
        letters = new Shared(file, Part.LETTER);
        routes = new Shared(file, Part.ROUTE);
        outcomes = new Shared(file, Part.OUTCOME);
        deeds = new Shared(file, Part.DEED);
    }

    /// Learns anew what is in the tables that events share, as after rows of them were deleted.
    void recall() throws SQLException {
        for (var shared : List.of(letters, routes, outcomes, deeds)) {
            shared.recall();
        }
    }

    /// Counts by day what is over.
    void countDays(Instant now) throws SQLException {
        if (newest != Long.MIN_VALUE) {
            days.count(Math.min(newest, now.toEpochMilli()));
        }
    }

    /// Takes away those who are not deferred any more, though no event came in time to say so.
    void tidyDeferred(Instant now) throws SQLException {
        deferred.tidy(now);
    }

    /// Events gathered and not committed.
    int gathered() {
        return gathered.size();
    }

    /// Gathers an event, once.
    void add(Event event) {
        add(EventLine.of(event));
    }

    /// Gathers the event of a line, once.
    void add(EventLine line) {
        if (lately.add(line.high(), line.low(), line.millis())) {
            gathered.add(line);
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
            for (var line : fresh) {
                newest = Math.max(newest, line.millis());
            }
            return fresh.size();
        } finally {
            if (!isDone) {
                connection.rollback();
                lookups.clear();
                counts.clear();
                deferred.clear();
            }
            connection.setAutoCommit(true);
            if (!isDone) {
                lately.forget(newest);
                recall();
            }
            gathered.clear();
        }
    }

    /// Those that are not there yet.
    private List<EventLine> fresh(Instant from) throws SQLException {
        long first = from.toEpochMilli();
        boolean isAsked = false;
        int kept = 0;
        for (int i = 0; i < gathered.size(); i++) {
            var line = gathered.get(i);
            if (line.millis() >= first) {
                gathered.set(kept++, line);
                isAsked |= line.millis() <= lately.since();
            }
        }
        gathered.subList(kept, gathered.size()).clear();
        if (isAsked) {
            long since = lately.since();
            var known = known(gathered.stream().filter(line -> line.millis() <= since).toList());
            gathered.removeIf(line -> known.contains(new UUID(line.high(), line.low())));
        }
        return gathered;
    }

    private Set<UUID> known(List<EventLine> asked) throws SQLException {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        file.run("DELETE FROM batch");
        try (var row = file.connection().createAppender("temp", "main", "batch")) {
            for (var line : asked) {
                first = Math.min(first, line.millis());
                last = Math.max(last, line.millis());
                row.beginRow();
                row.appendUUID(line.high(), line.low());
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

    private void write(List<EventLine> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (var row = file.connection().createAppender(Part.OWN.table())) {
            for (var line : fresh) {
                if (line.isPlain()) {
                    write(row, line);
                } else {
                    write(row, line.event());
                }
            }
        }
        for (var shared : List.of(letters, routes, outcomes, deeds)) {
            shared.write();
        }
        try (var row = file.connection().createAppender("hours_open")) {
            counts.write(row);
        }
        if (counts.hasBefore(days.end())) {
            try (var row = file.connection().createAppender("days_open")) {
                counts.writeDays(row, days.end());
            }
        }
        counts.clear();
        try (var row = file.connection().createAppender("lookups_open")) {
            lookups.write(row);
        }
        deferred.write();
    }

    private void write(DuckDBAppender row, EventLine line) throws SQLException {
        int letter = letters.of(line);
        int route = routes.of(line);
        int outcome = outcomes.of(line);
        row.beginRow();
        for (var into : INTO) {
            into.append(row, line);
        }
        row.append(letter);
        row.append(route);
        row.append(outcome);
        row.append(deeds.of(line));
        boolean isDelivered = line.type() == EventType.DELIVERED;
        int step =
                isDelivered && line.has(DELAY)
                        ? DelaySteps.of(line.number(DELAY))
                        : HourCounts.NONE;
        if (step != HourCounts.NONE) {
            row.append((short) step);
        } else {
            row.appendNull();
        }
        if (!isDelivered && line.has(TEXT)) {
            row.append(likeness.of(line.copy(TEXT)));
        } else {
            row.appendNull();
        }
        row.endRow();
        int tries = isDelivered && line.has(ATTEMPT) ? (int) line.number(ATTEMPT) : HourCounts.NONE;
        counts.add(line.millis(), letter, route, outcome, tries, step);
        deferred.add(RecipientNews.of(line), newest, letter, route, outcome);
        look(line);
    }

    private void look(EventLine line) {
        var octets = line.octets();
        if (line.has(RECIPIENT)) {
            lookups.add(
                    LookupKey.ofRecipient(octets, line.from(RECIPIENT), line.to(RECIPIENT)),
                    line.millis());
        }
        if (line.has(MESSAGE_ID) && line.idHost() == 0) {
            lookups.add(
                    LookupKey.ofMessage(octets, line.from(MESSAGE_ID), line.to(MESSAGE_ID)),
                    line.millis());
        }
        if (line.has(QUEUE_ID)) {
            lookups.add(
                    LookupKey.ofQueue(octets, line.from(QUEUE_ID), line.to(QUEUE_ID)),
                    line.millis());
        }
    }

    private void write(DuckDBAppender row, Event event) throws SQLException {
        int letter = letters.of(event);
        int route = routes.of(event);
        int outcome = outcomes.of(event);
        row.beginRow();
        for (var column : OWN) {
            StoredColumn.append(row, column.value().of(event));
        }
        row.append(letter);
        row.append(route);
        row.append(outcome);
        row.append(deeds.of(event));
        derived(row, event);
        row.endRow();
        counts.add(event, letter, route, outcome);
        deferred.add(RecipientNews.of(event), newest, letter, route, outcome);
        look(event);
    }

    private void derived(DuckDBAppender row, Event event) throws SQLException {
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
        var time = event.time();
        lookups.add(LookupKey.ofRecipient(event.recipient()), time);
        lookups.add(LookupKey.ofMessage(Spared.messageId(event)), time);
        lookups.add(LookupKey.ofQueue(event.queueId()), time);
    }
}
