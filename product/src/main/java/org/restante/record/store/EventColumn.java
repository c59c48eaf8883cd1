package org.restante.record.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// One column of the table of events, named as the event's key (DESIGN §5.1).
///
/// @param type in SQL
/// @param asked what is selected of it; times as milliseconds
record EventColumn(String name, String type, String asked, Write write, Read read) {
    private static final int CORE = 4;

    /// Writes the column's value of an event.
    @FunctionalInterface
    interface Write {
        void write(DuckDBAppender row, Event event) throws SQLException;
    }

    /// Puts the value of the row at hand into an event that is made.
    @FunctionalInterface
    interface Read {
        void read(ResultSet row, int column, Event.Builder into) throws SQLException;
    }

    /// All, the four that every event has first.
    static final List<EventColumn> ALL =
            Stream.of(core(), head(), attempt()).flatMap(List::stream).toList();

    /// All, to be selected from the table `e`.
    static final String SELECTED =
            ALL.stream().map(EventColumn::asked).collect(Collectors.joining(", "));

    private static List<EventColumn> core() {
        return List.of(
                new EventColumn(
                        "id",
                        "UUID NOT NULL",
                        "e.id",
                        (row, event) -> row.append(event.id()),
                        EventColumn::nothing),
                new EventColumn(
                        "time",
                        "TIMESTAMP NOT NULL",
                        "epoch_ms(e.time)",
                        (row, event) -> row.appendEpochMicros(micros(event.time())),
                        EventColumn::nothing),
                new EventColumn(
                        "type",
                        "VARCHAR NOT NULL",
                        "e.type",
                        (row, event) -> row.append(event.type().word()),
                        EventColumn::nothing),
                new EventColumn(
                        "origin",
                        "VARCHAR NOT NULL",
                        "e.origin",
                        (row, event) -> row.append(event.origin()),
                        EventColumn::nothing));
    }

    private static void nothing(ResultSet row, int column, Event.Builder into) {
        // The builder was made with it.
    }

    private static List<EventColumn> head() {
        return List.of(
                text("message_id", Event::messageId, Event.Builder::messageId),
                text("queue_id", Event::queueId, Event.Builder::queueId),
                text("recipient", Event::recipient, Event.Builder::recipient),
                text("recipient_domain", Event::recipientDomain, Event.Builder::recipientDomain),
                text("reverse_path", Event::reversePath, Event.Builder::reversePath),
                text("from_domain", Event::fromDomain, Event.Builder::fromDomain),
                text("dkim_domain", Event::dkimDomain, Event.Builder::dkimDomain),
                text("tenant", Event::tenant, Event.Builder::tenant),
                text("stream", Event::stream, Event.Builder::stream),
                text("campaign", Event::campaign, Event.Builder::campaign),
                text("provider", Event::provider, Event.Builder::provider),
                text("site", Event::site, Event.Builder::site),
                time("queued_at", Event::queuedAt, Event.Builder::queuedAt),
                number("size", Event::size, Event.Builder::size),
                text("act", Event::act, Event.Builder::act),
                text("actor", Event::actor, Event.Builder::actor),
                text("reason", Event::reason, Event.Builder::reason),
                text("incident_id", Event::incidentId, Event.Builder::incidentId),
                time("until", Event::until, Event.Builder::until),
                undoOf(),
                time("next_due", Event::nextDue, Event.Builder::nextDue));
    }

    private static List<EventColumn> attempt() {
        return List.of(
                text("mx_host", of(Attempt::mxHost), Event.Builder::mxHost),
                text("mx_ip", of(Attempt::mxIp), Event.Builder::mxIp),
                text("source", of(Attempt::source), Event.Builder::source),
                text("source_ip", of(Attempt::sourceIp), Event.Builder::sourceIp),
                text("pool", of(Attempt::pool), Event.Builder::pool),
                text("ehlo", of(Attempt::ehlo), Event.Builder::ehlo),
                text("session_id", of(Attempt::sessionId), Event.Builder::sessionId),
                text("stage", of(EventColumn::stage), EventColumn::setStage),
                text("trouble", of(EventColumn::trouble), EventColumn::setTrouble),
                small("code", of(Attempt::code), Event.Builder::code),
                text("status", of(Attempt::status), Event.Builder::status),
                text("text", of(Attempt::text), Event.Builder::text),
                text("cause", of(Attempt::cause), Event.Builder::cause),
                text("scope", of(Attempt::scope), Event.Builder::scope),
                text("permanence", of(Attempt::permanence), Event.Builder::permanence),
                text("rule", of(Attempt::rule), Event.Builder::rule),
                small("attempt", of(Attempt::number), Event.Builder::number),
                number("delay_ms", of(Attempt::delayMs), Event.Builder::delayMs),
                text("tls", of(Attempt::tls), Event.Builder::tls),
                flag("counted", of(Attempt::counted), Event.Builder::counted),
                text("reply_url", of(Attempt::replyUrl), Event.Builder::replyUrl));
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

    private interface Known<T> {
        @Nullable T of(Event event);
    }

    private interface Tried<T> {
        @Nullable T of(Attempt attempt);
    }

    private static <T> Known<T> of(Tried<T> tried) {
        return event -> event.attempt() == null ? null : tried.of(event.attempt());
    }

    private static EventColumn text(
            String name, Known<String> known, BiConsumer<Event.Builder, String> into) {
        return new EventColumn(
                name,
                "VARCHAR",
                "e." + name,
                (row, event) -> append(row, known.of(event)),
                (row, column, event) -> {
                    var value = row.getString(column);
                    if (value != null) {
                        into.accept(event, value);
                    }
                });
    }

    static void append(DuckDBAppender row, @Nullable String text) throws SQLException {
        if (text == null) {
            row.appendNull();
        } else {
            row.append(text);
        }
    }

    private static EventColumn time(
            String name, Known<Instant> known, BiConsumer<Event.Builder, Instant> into) {
        return new EventColumn(
                name,
                "TIMESTAMP",
                "epoch_ms(e." + name + ")",
                (row, event) -> {
                    var value = known.of(event);
                    if (value == null) {
                        row.appendNull();
                    } else {
                        row.appendEpochMicros(micros(value));
                    }
                },
                (row, column, event) -> {
                    long value = row.getLong(column);
                    if (!row.wasNull()) {
                        into.accept(event, Instant.ofEpochMilli(value));
                    }
                });
    }

    private static long micros(Instant time) {
        return Math.multiplyExact(time.toEpochMilli(), 1000);
    }

    private static EventColumn number(
            String name, Known<Long> known, BiConsumer<Event.Builder, Long> into) {
        return new EventColumn(
                name,
                "BIGINT",
                "e." + name,
                (row, event) -> {
                    var value = known.of(event);
                    if (value == null) {
                        row.appendNull();
                    } else {
                        row.append(value.longValue());
                    }
                },
                (row, column, event) -> {
                    long value = row.getLong(column);
                    if (!row.wasNull()) {
                        into.accept(event, value);
                    }
                });
    }

    private static EventColumn small(
            String name, Known<Integer> known, BiConsumer<Event.Builder, Integer> into) {
        return new EventColumn(
                name,
                "INTEGER",
                "e." + name,
                (row, event) -> {
                    var value = known.of(event);
                    if (value == null) {
                        row.appendNull();
                    } else {
                        row.append(value.intValue());
                    }
                },
                (row, column, event) -> {
                    int value = row.getInt(column);
                    if (!row.wasNull()) {
                        into.accept(event, value);
                    }
                });
    }

    private static EventColumn flag(
            String name, Known<Boolean> known, BiConsumer<Event.Builder, Boolean> into) {
        return new EventColumn(
                name,
                "BOOLEAN",
                "e." + name,
                (row, event) -> {
                    var value = known.of(event);
                    if (value == null) {
                        row.appendNull();
                    } else {
                        row.append(value.booleanValue());
                    }
                },
                (row, column, event) -> {
                    boolean value = row.getBoolean(column);
                    if (!row.wasNull()) {
                        into.accept(event, value);
                    }
                });
    }

    private static EventColumn undoOf() {
        return new EventColumn(
                "undo_of",
                "UUID",
                "e.undo_of",
                (row, event) -> {
                    if (event.undoOf() == null) {
                        row.appendNull();
                    } else {
                        row.append(event.undoOf());
                    }
                },
                (row, column, event) -> {
                    var value = row.getString(column);
                    if (value != null) {
                        event.undoOf(UUID.fromString(value));
                    }
                });
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
