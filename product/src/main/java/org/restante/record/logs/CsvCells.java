package org.restante.record.logs;

import java.util.Arrays;
import org.restante.record.logs.LogRow.Field;

/// The cells of one CSV line (RFC 4180), found eight bytes at a time.
final class CsvCells {
    private static final int MOST_CELLS = 256;
    private static final long COMMAS = 0x2C2C2C2C2C2C2C2CL;

    /// A cell that no line has: always empty, as are all behind a line's last.
    static final int NO_CELL = MOST_CELLS;

    /// Where each cell begins and ends, inside its quotes.
    final int[] from = new int[MOST_CELLS + 1];

    final int[] to = new int[MOST_CELLS + 1];
    int count;

    /// Cells behind these are empty.
    private int filled;

    private final boolean[] doubled = new boolean[MOST_CELLS + 1];
    private boolean anyDoubled;
    private byte[] block = new byte[0];

    /// The field is what stands in the cell from `start` on, doubled quotes read as one.
    void put(LogRow row, Field field, int cell, int start) {
        int end = to[cell];
        if (!doubled[cell]) {
            row.set(field, block, start, end);
            return;
        }
        int target = row.reserve(end - start);
        var out = row.scratch();
        int length = 0;
        for (int at = start; at < end; at++) {
            out[target + length++] = block[at];
            if (block[at] == '"' && at + 1 < end && block[at + 1] == '"') {
                at++;
            }
        }
        row.set(field, out, target, target + length);
    }

    /// Splits the line into cells; false when a quote is not closed or the cells are too many.
    boolean split(byte[] in, int begin, int stop) {
        filled = Math.max(filled, count);
        boolean whole = cells(in, begin, stop);
        for (; filled > count; filled--) {
            from[filled - 1] = 0;
            to[filled - 1] = 0;
        }
        return whole;
    }

    private boolean cells(byte[] in, int begin, int stop) {
        block = in;
        if (anyDoubled) {
            Arrays.fill(doubled, false);
            anyDoubled = false;
        }
        count = 0;
        int start = begin;
        while (start < stop) {
            start = in[start] == '"' ? quoted(in, start, stop) + 1 : plain(in, start, stop);
            if (start == 0) {
                return false;
            }
        }
        return start > stop || cell(stop, stop);
    }

    /// The cells from `begin` on up to one with quotes: where that begins, beyond the end of the line when none does, 0 when the
    /// cells are too many.
    private int plain(byte[] in, int begin, int stop) {
        var starts = from;
        var ends = to;
        int cell = count;
        int start = begin;
        for (int at = begin; at < stop; at += 8) {
            long word = stop - at >= 8 ? Bytes.longAt(in, at) : lastWord(in, at, stop);
            long marks = Bytes.exactZeros(word ^ COMMAS);
            if (marks == 0) {
                continue;
            }
            if (cell > MOST_CELLS - 9) {
                count = cell;
                return 0;
            }
            do {
                int comma = at + Bytes.firstMarked(marks);
                marks &= marks - 1;
                starts[cell] = start;
                ends[cell++] = comma;
                start = comma + 1;
                if (start >= stop || in[start] == '"') {
                    count = cell;
                    return start;
                }
            } while (marks != 0);
        }
        count = cell;
        return cell(start, stop) ? stop + 1 : 0;
    }

    /// The last one to seven bytes of the line, zeros behind.
    private static long lastWord(byte[] in, int at, int stop) {
        if (at + 8 <= in.length) {
            return Bytes.longAt(in, at) & -1L >>> 64 - 8 * (stop - at);
        }
        long word = 0;
        for (int i = at; i < stop; i++) {
            word |= (in[i] & 0xFFL) << 8 * (i - at);
        }
        return word;
    }

    private boolean cell(int start, int end) {
        if (count == MOST_CELLS) {
            return false;
        }
        from[count] = start;
        to[count] = end;
        count++;
        return true;
    }

    /// The quoted cell that begins at `start`; returns where the comma after it stands (the line's end where none does), -1
    /// when it is not closed.
    private int quoted(byte[] in, int start, int stop) {
        int at = start + 1;
        boolean pairs = false;
        while (true) {
            at = Bytes.find(in, at, stop, (byte) '"');
            if (at >= stop) {
                return -1;
            }
            if (at + 1 >= stop || in[at + 1] != '"') {
                break;
            }
            pairs = true;
            at += 2;
        }
        if (!cell(start + 1, at)) {
            return -1;
        }
        doubled[count - 1] = pairs;
        anyDoubled |= pairs;
        int comma =
                at + 1 < stop && in[at + 1] == ',' ? at + 1 : Bytes.find(in, at, stop, (byte) ',');
        if (comma > at + 1) {
            to[count - 1] = comma;
        }
        if (comma == stop - 1) {
            cell(stop, stop);
            return stop;
        }
        return comma;
    }
}
