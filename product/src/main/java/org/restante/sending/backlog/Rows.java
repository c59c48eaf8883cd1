package org.restante.sending.backlog;

import java.io.IOException;

/// A reader that goes through the rows of one run, mostly forwards; it holds the pages it stands in.
final class Rows {
    private final Run run;
    private final int readAhead;
    private byte[] own = new byte[0];
    private byte[] bytes = own;
    private int first;
    private int pages;
    private int offset;
    private int at;
    private int row;

    /// @param readAhead pages read at once
    Rows(Run run, int readAhead) {
        this.run = run;
        this.readAhead = readAhead;
    }

    /// Stands on that row from now on.
    Rows at(int number) throws IOException {
        int page = number / Page.ROWS;
        if (page < first || page >= first + pages) {
            load(page);
        }
        row = number % Page.ROWS;
        at = (page - first) * Page.BYTES + offset;
        return this;
    }

    private void load(int page) throws IOException {
        pages = 0;
        var image = run.image(page);
        if (image != null) {
            bytes = image;
            offset = Image.offset(page);
            pages = 1;
        } else {
            if (own.length == 0) {
                own = new byte[readAhead * Page.BYTES];
            }
            bytes = own;
            offset = 0;
            pages = run.read(page, own);
        }
        first = page;
    }

    long due() {
        return Page.due(bytes, at, row);
    }

    int turn() {
        return Page.turn(bytes, at, row);
    }

    int ordinal() {
        return Page.ordinal(bytes, at, row);
    }

    long high() {
        return Page.high(bytes, at, row);
    }

    long low() {
        return Page.low(bytes, at, row);
    }
}
