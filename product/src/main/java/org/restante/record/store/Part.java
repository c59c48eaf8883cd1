package org.restante.record.store;

import java.util.List;

/// Where a value of an event is kept: with the event itself, or in a table of what many events have in common, a row for each that differs.
/// The events then name the row by its number.
enum Part {
    /// What hardly two events share.
    OWN("event_rows", "own"),
    /// Of the message: whose it is, and who signs it.
    LETTER("letters", "letter"),
    /// Which way it went.
    ROUTE("routes", "route"),
    /// What came of it.
    OUTCOME("outcomes", "outcome"),
    /// What people and incidents did; mail's own events have nothing of it.
    DEED("deeds", "deed");

    private final String table;
    private final String reference;

    Part(String table, String reference) {
        this.table = table;
        this.reference = reference;
    }

    /// Those that events share.
    static final List<Part> SHARED = List.of(LETTER, ROUTE, OUTCOME, DEED);

    /// Those that counts by hour name; only columns of these can be counted by.
    static final List<Part> COUNTED = List.of(LETTER, ROUTE, OUTCOME);

    /// A name of ours and nobody's text.
    String table() {
        return table;
    }

    /// The column by which others name a row of it; also the name of the table where it is joined.
    String reference() {
        return reference;
    }

    /// ` JOIN … ON …`, to a table of that name.
    String joined(String to) {
        return " JOIN " + table + " " + reference + " ON " + reference + ".id = " + to + "."
                + reference;
    }
}
