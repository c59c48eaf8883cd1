package org.restante.record.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of the file, as they are made.
final class EventTables {
    /// The hour as a number since 1970, for it is packed well so.
    private static final String LOOKUPS = " (key BIGINT NOT NULL, hour INTEGER NOT NULL)";

    /// What a file of version 2 has not.
    static final List<String> DAYS = List.of(counts("days", "day"), counts("days_open", "day"));

    private EventTables() {}

    private static String counts(String table, String stretch) {
        return "CREATE TABLE "
                + table
                + " ("
                + stretch
                + " TIMESTAMP NOT NULL, letter INTEGER NOT NULL, route INTEGER NOT NULL, outcome INTEGER NOT NULL,"
                + " tries TINYINT, delay_step SMALLINT, n BIGINT NOT NULL)";
    }

    /// What a part holds of an event, in the order of its table, the numbers it is named by aside.
    static List<StoredColumn> columns(Part part) {
        var columns = new ArrayList<StoredColumn>();
        EventColumn.ALL.stream()
                .filter(column -> column.part() == part)
                .forEach(column -> columns.add(column.stored()));
        switch (part) {
            case LETTER -> columns.add(new StoredColumn("id_host", "VARCHAR", Spared::idHost));
            case OUTCOME -> {
                columns.add(new StoredColumn("suspended", "BOOLEAN", HourCounts::isSuspended));
                columns.add(
                        new StoredColumn("queued_by_delay", "BOOLEAN", Spared::isQueuedByDelay));
            }
            case OWN, ROUTE, DEED -> {
                // Nothing more.
            }
        }
        return columns;
    }

    /// The statements that make them all.
    static List<String> made() {
        var own =
                declared(Part.OWN)
                        + Part.SHARED.stream()
                                .map(part -> ", " + part.reference() + " INTEGER NOT NULL")
                                .collect(Collectors.joining())
                        + ", delay_step SMALLINT, likeness BIGINT";
        return Stream.concat(
                        Part.SHARED.stream()
                                .map(part ->
                                        "CREATE TABLE "
                                                + part.table()
                                                + " (id INTEGER NOT NULL, "
                                                + declared(part)
                                                + ")"),
                        Stream.of(
                                "CREATE TABLE event_rows (" + own + ")",
                                counts("hours", "hour"),
                                counts("hours_open", "hour"),
                                DAYS.getFirst(),
                                DAYS.getLast(),
                                StillDeferred.MADE,
                                "CREATE TABLE lookups" + LOOKUPS,
                                "CREATE TABLE lookups_open" + LOOKUPS,
                                "CREATE TABLE notes (name VARCHAR NOT NULL, value VARCHAR NOT NULL)",
                                view()))
                .toList();
    }

    private static String declared(Part part) {
        return columns(part).stream().map(StoredColumn::declared).collect(Collectors.joining(", "));
    }

    /// The events whole, for those who ask and for other tools.
    private static String view() {
        return "CREATE VIEW events AS SELECT "
                + shown()
                + ", outcome.suspended, own.delay_step, own.likeness"
                + joined("event_rows");
    }

    /// All that some events say, as the view tells it.
    ///
    /// @param own selects their rows of `event_rows`
    static String whole(String own) {
        return "SELECT " + shown() + joined("(" + own + ")");
    }

    private static String shown() {
        return EventColumn.ALL.stream().map(EventTables::shown).collect(Collectors.joining(", "));
    }

    private static String joined(String rows) {
        return " FROM "
                + rows
                + " own"
                + Part.SHARED.stream()
                        .map(part -> part.joined("own"))
                        .collect(Collectors.joining());
    }

    private static String shown(EventColumn column) {
        return switch (column.name()) {
            case "message_id" ->
                    "CASE WHEN letter.id_host IS NULL THEN own.message_id"
                            + " ELSE '<' || own.queue_id || '@' || letter.id_host || '>' END AS message_id";
            case "queued_at" ->
                    "CASE WHEN outcome.queued_by_delay THEN own.time - to_milliseconds(own.delay_ms)"
                            + " ELSE own.queued_at END AS queued_at";
            default -> column.part().reference() + "." + column.name();
        };
    }
}
