package org.restante.record.store;

import static org.restante.record.store.Part.DEED;
import static org.restante.record.store.Part.LETTER;
import static org.restante.record.store.Part.OUTCOME;
import static org.restante.record.store.Part.OWN;
import static org.restante.record.store.Part.ROUTE;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// One column of the events, named as the event's key (DESIGN §5.1).
///
/// @param part where it is kept
/// @param asked what is selected of it; times as milliseconds
record EventColumn(Part part, StoredColumn stored, String asked, Read read) {
    private static final int CORE = 4;

    /// Puts the value of the row at hand into an event that is made.
    @FunctionalInterface
    interface Read {
        void read(ResultSet row, int column, Event.Builder into) throws SQLException;
    }

    /// All, the four that every event has first.
    static final List<EventColumn> ALL =
            Stream.of(core(), head(), attempt()).flatMap(List::stream).toList();

    /// All, to be selected from `events e`.
    static final String SELECTED =
            ALL.stream().map(EventColumn::asked).collect(Collectors.joining(", "));

    String name() {
        return stored.name();
    }

    private static List<EventColumn> core() {
        return List.of(
                column(OWN, "id", "UUID", Event::id, EventColumn::nothing),
                moment(OWN, "time", Event::time, EventColumn::nothing),
                column(
                        OUTCOME,
                        "type",
                        "VARCHAR",
                        event -> event.type().word(),
                        EventColumn::nothing),
                column(LETTER, "origin", "VARCHAR", Event::origin, EventColumn::nothing));
    }

    private static void nothing(ResultSet row, int column, Event.Builder into) {
        // The builder was made with it.
    }

    private static List<EventColumn> head() {
        return List.of(
                text(OWN, "message_id", Spared::messageId, Event.Builder::messageId),
                text(OWN, "queue_id", Event::queueId, Event.Builder::queueId),
                text(OWN, "recipient", Event::recipient, Event.Builder::recipient),
                text(
                        OWN,
                        "recipient_domain",
                        Event::recipientDomain,
                        Event.Builder::recipientDomain),
                text(OWN, "reverse_path", Event::reversePath, Event.Builder::reversePath),
                text(LETTER, "from_domain", Event::fromDomain, Event.Builder::fromDomain),
                text(LETTER, "dkim_domain", Event::dkimDomain, Event.Builder::dkimDomain),
                text(LETTER, "tenant", Event::tenant, Event.Builder::tenant),
                text(LETTER, "stream", Event::stream, Event.Builder::stream),
                text(LETTER, "campaign", Event::campaign, Event.Builder::campaign),
                text(ROUTE, "provider", Event::provider, Event.Builder::provider),
                text(ROUTE, "site", Event::site, Event.Builder::site),
                time(OWN, "queued_at", Spared::queuedAt, Event.Builder::queuedAt),
                number(OWN, "size", Event::size, Event.Builder::size),
                text(DEED, "act", Event::act, Event.Builder::act),
                text(DEED, "actor", Event::actor, Event.Builder::actor),
                text(DEED, "reason", Event::reason, Event.Builder::reason),
                text(DEED, "incident_id", Event::incidentId, Event.Builder::incidentId),
                time(DEED, "until", Event::until, Event.Builder::until),
                column(DEED, "undo_of", "UUID", Event::undoOf, EventColumn::setUndoOf),
                time(OWN, "next_due", Event::nextDue, Event.Builder::nextDue));
    }

    private static List<EventColumn> attempt() {
        return List.of(
                text(ROUTE, "mx_host", of(Attempt::mxHost), Event.Builder::mxHost),
                text(OWN, "mx_ip", of(Attempt::mxIp), Event.Builder::mxIp),
                text(ROUTE, "source", of(Attempt::source), Event.Builder::source),
                text(ROUTE, "source_ip", of(Attempt::sourceIp), Event.Builder::sourceIp),
                text(ROUTE, "pool", of(Attempt::pool), Event.Builder::pool),
                text(ROUTE, "ehlo", of(Attempt::ehlo), Event.Builder::ehlo),
                text(OWN, "session_id", of(Attempt::sessionId), Event.Builder::sessionId),
                text(OUTCOME, "stage", of(EventColumn::stage), EventColumn::setStage),
                text(OUTCOME, "trouble", of(EventColumn::trouble), EventColumn::setTrouble),
                small(OUTCOME, "code", of(Attempt::code), Event.Builder::code),
                text(OUTCOME, "status", of(Attempt::status), Event.Builder::status),
                text(OWN, "text", of(Attempt::text), Event.Builder::text),
                text(OUTCOME, "cause", of(Attempt::cause), Event.Builder::cause),
                text(OUTCOME, "scope", of(Attempt::scope), Event.Builder::scope),
                text(OUTCOME, "permanence", of(Attempt::permanence), Event.Builder::permanence),
                text(OUTCOME, "rule", of(Attempt::rule), Event.Builder::rule),
                small(OWN, "attempt", of(Attempt::number), Event.Builder::number),
                number(OWN, "delay_ms", of(Attempt::delayMs), Event.Builder::delayMs),
                text(OUTCOME, "tls", of(Attempt::tls), Event.Builder::tls),
                flag("counted", of(Attempt::counted), Event.Builder::counted),
                text(DEED, "reply_url", of(Attempt::replyUrl), Event.Builder::replyUrl));
    }

    private static @Nullable String stage(Attempt attempt) {
        return attempt.stage() == null ? null : attempt.stage().word();
    }

    private static void setStage(Event.Builder into, String word) {
        into.stage(Stage.of(word).orElse(null));
    }

    private static @Nullable String trouble(Attempt attempt) {
        return attempt.trouble() == null ? null : attempt.trouble().word();
    }

    private static void setTrouble(Event.Builder into, String word) {
        into.trouble(Trouble.of(word).orElse(null));
    }

    private interface Tried<T> {
        @Nullable T of(Attempt attempt);
    }

    private static <T> StoredColumn.Known<T> of(Tried<T> tried) {
        return event -> event.attempt() == null ? null : tried.of(event.attempt());
    }

    private static EventColumn column(
            Part part, String name, String type, StoredColumn.Known<?> known, Read read) {
        return new EventColumn(part, new StoredColumn(name, type, known::of), "e." + name, read);
    }

    private static EventColumn moment(
            Part part, String name, StoredColumn.Known<Instant> known, Read read) {
        return new EventColumn(
                part,
                new StoredColumn(name, "TIMESTAMP", known::of),
                "epoch_ms(e." + name + ")",
                read);
    }

    private static EventColumn text(
            Part part,
            String name,
            StoredColumn.Known<String> known,
            BiConsumer<Event.Builder, String> into) {
        return column(
                part,
                name,
                "VARCHAR",
                known,
                (row, column, event) -> {
                    var value = row.getString(column);
                    if (value != null) {
                        into.accept(event, value);
                    }
                });
    }

    private static EventColumn time(
            Part part,
            String name,
            StoredColumn.Known<Instant> known,
            BiConsumer<Event.Builder, Instant> into) {
        return moment(
                part,
                name,
                known,
                (row, column, event) -> {
                    long value = row.getLong(column);
                    if (!row.wasNull()) {
                        into.accept(event, Instant.ofEpochMilli(value));
                    }
                });
    }

    private static EventColumn number(
            Part part,
            String name,
            StoredColumn.Known<Long> known,
            BiConsumer<Event.Builder, Long> into) {
        return column(
                part,
                name,
                "BIGINT",
                known,
                (row, column, event) -> {
                    long value = row.getLong(column);
                    if (!row.wasNull()) {
                        into.accept(event, value);
                    }
                });
    }

    private static EventColumn small(
            Part part,
            String name,
            StoredColumn.Known<Integer> known,
            BiConsumer<Event.Builder, Integer> into) {
        return column(
                part,
                name,
                "INTEGER",
                known,
                (row, column, event) -> {
                    int value = row.getInt(column);
                    if (!row.wasNull()) {
                        into.accept(event, value);
                    }
                });
    }

    private static EventColumn flag(
            String name,
            StoredColumn.Known<Boolean> known,
            BiConsumer<Event.Builder, Boolean> into) {
        return column(
                OUTCOME,
                name,
                "BOOLEAN",
                known,
                (row, column, event) -> {
                    boolean value = row.getBoolean(column);
                    if (!row.wasNull()) {
                        into.accept(event, value);
                    }
                });
    }

    private static void setUndoOf(ResultSet row, int column, Event.Builder event)
            throws SQLException {
        var value = row.getString(column);
        if (value != null) {
            event.undoOf(UUID.fromString(value));
        }
    }

    /// The event in the row at hand, of [#SELECTED].
    static Event event(ResultSet row) throws SQLException {
        var event =
                Event.of(
                        UUID.fromString(row.getString(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        EventType.of(row.getString(3)).orElse(EventType.REPORT),
                        row.getString(4));
        for (int i = CORE; i < ALL.size(); i++) {
            ALL.get(i).read().read(row, i + 1, event);
        }
        return event.build();
    }
}
