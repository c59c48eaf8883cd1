package org.restante.record.logs;

import java.util.Arrays;
import org.restante.record.logs.LogRow.Field;

/// The cells of one CSV line (RFC 4180), found eight bytes at a time.
final class CsvCells {
    private static final int MOST_CELLS = 256;
    private static final long COMMAS = 0x2C2C2C2C2C2C2C2CL;

    /// Where each cell begins and ends, inside its quotes.
    final int[] from = new int[MOST_CELLS];

    final int[] to = new int[MOST_CELLS];
    int count;
    private final boolean[] doubled = new boolean[MOST_CELLS];
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
        block = in;
        if (anyDoubled) {
            Arrays.fill(doubled, false);
            anyDoubled = false;
        }
        count = 0;
        int start = begin;
        int at = begin;
        while (at < stop) {
            if (at == start && in[at] == '"') {
                int comma = quoted(in, at, stop);
                if (comma < 0) {
                    return false;
                }
                if (comma >= stop) {
                    return true;
                }
                start = comma + 1;
                at = start;
                continue;
            }
            long word = stop - at >= 8 ? Bytes.longAt(in, at) : lastBytes(in, at, stop);
            long marks = Bytes.exactZeros(word ^ COMMAS);
            if (marks == 0) {
                at += 8;
                continue;
            }
            if (count > MOST_CELLS - 9) {
                return false;
            }
            int next = at + 8;
            do {
                int comma = at + Bytes.firstMarked(marks);
                marks &= marks - 1;
                from[count] = start;
                to[count++] = comma;
                start = comma + 1;
                if (start < stop && in[start] == '"') {
                    next = start;
                    break;
                }
            } while (marks != 0);
            at = next;
        }
        return cell(start, stop);
    }

    private static long lastBytes(byte[] in, int at, int to) {
        long word = 0;
        for (int i = at; i < to; i++) {
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
        int comma = Bytes.find(in, at, stop, (byte) ',');
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
