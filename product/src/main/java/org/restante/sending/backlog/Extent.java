package org.restante.sending.backlog;

import java.io.IOException;

/// One line's rows in one run that nobody has taken yet, the next one's key in memory. Guarded by its line.
final class Extent {
    final Run run;
    final int end;
    private int next;
    private long due;
    private int turn;

    Extent(Run run, int next, int end) {
        this.run = run;
        this.next = next;
        this.end = end;
    }

    /// The same rows as they are now.
    Extent copy() {
        var copy = new Extent(run, next, end);
        copy.due = due;
        copy.turn = turn;
        return copy;
    }

    int next() {
        return next;
    }

    int rows() {
        return end - next;
    }

    /// When the next row is due.
    long due() {
        return due;
    }

    int turn() {
        return turn;
    }

    /// Goes on to that row; its key is read unless there is none.
    void to(int row, Rows rows) throws IOException {
        next = row;
        if (row < end) {
            rows.at(row);
            head(rows.due(), rows.turn());
        }
    }

    void head(long headDue, int headTurn) {
        due = headDue;
        turn = headTurn;
    }

    boolean isBefore(long otherDue, int otherTurn) {
        long own = due();
        return own < otherDue || own == otherDue && turn < otherTurn;
    }

    /// Which of them has the row due first; of equals the one before the others. −1 when there is none.
    static int first(Extent[] extents, int count) {
        int first = count == 0 ? -1 : 0;
        for (int i = 1; i < count; i++) {
            if (extents[i].isBefore(extents[first].due(), extents[first].turn)) {
                first = i;
            }
        }
        return first;
    }
}
