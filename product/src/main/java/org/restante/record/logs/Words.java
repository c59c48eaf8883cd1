package org.restante.record.logs;

/// A line of `key=value` words as many servers write them, and what stands in the values.
final class Words {
    private Words() {}

    /// Where the value of `key` (with its `=`) begins in `[from, to)`, the key at the start or behind a blank or a comma; -1
    /// when there is none.
    static int value(byte[] block, int from, int to, byte[] key) {
        int at = Bytes.find(block, from, to, key);
        while (at < to) {
            if (at == from || block[at - 1] == ' ' || block[at - 1] == ',') {
                return at + key.length;
            }
            at = Bytes.find(block, at + 1, to, key);
        }
        return -1;
    }

    /// Where a value that begins at `from` ends: at its closing quote or bracket, else at a blank or a comma.
    static int end(byte[] block, int from, int to) {
        if (from < to && block[from] == '"') {
            return quoteEnd(block, from, to);
        }
        if (from < to && block[from] == '<') {
            return Math.min(Bytes.find(block, from, to, (byte) '>') + 1, to);
        }
        int at = from;
        while (at < to && block[at] != ' ' && block[at] != ',') {
            at++;
        }
        return at;
    }

    private static int quoteEnd(byte[] block, int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (block[at] == '\\') {
                at++;
            } else if (block[at] == '"') {
                return at + 1;
            }
        }
        return to;
    }

    /// The field is the value at `from` without the quotes or brackets around it; `-` stands for none.
    static void set(LogRow row, LogRow.Field field, byte[] block, int from, int to) {
        int start = from;
        int end = to;
        if (end - start >= 2 && isPair(block[start], block[end - 1])) {
            start++;
            end--;
        }
        if (end - start != 1 || block[start] != '-') {
            row.set(field, block, start, end);
        }
    }

    private static boolean isPair(byte open, byte close) {
        return open == '<' && close == '>' || open == '"' && close == '"';
    }

    /// `1d2h3m4s`, `0.5s` in milliseconds; -1 when it is none.
    static long duration(byte[] block, int from, int to) {
        long total = 0;
        long number = 0;
        long fraction = 0;
        for (int at = from; at < to; at++) {
            byte b = block[at];
            if (Bytes.isDigit(b)) {
                number = Math.min(number * 10 + b - '0', 1L << 40);
                fraction = Math.min(fraction * 10, 1L << 40);
            } else if (b == '.') {
                fraction = 1;
            } else {
                long unit = unit(b);
                if (unit < 0) {
                    return -1;
                }
                total += fraction > 1 ? number * unit / fraction : number * unit;
                number = 0;
                fraction = 0;
            }
        }
        return to > from && number == 0 ? total : -1;
    }

    private static long unit(byte b) {
        return switch (b) {
            case 'w' -> 604_800_000L;
            case 'd' -> 86_400_000L;
            case 'h' -> 3_600_000L;
            case 'm' -> 60_000L;
            case 's' -> 1000L;
            default -> -1;
        };
    }

    /// `12.345` seconds in milliseconds; -1 when it is none.
    static long seconds(byte[] block, int from, int to) {
        int dot = Bytes.find(block, from, to, (byte) '.');
        long whole = Bytes.number(block, from, dot);
        if (whole < 0 || whole > 1L << 40) {
            return -1;
        }
        long ms = whole * 1000;
        long scale = 100;
        for (int at = dot + 1; at < to; at++) {
            if (!Bytes.isDigit(block[at])) {
                return -1;
            }
            ms += scale * (block[at] - '0');
            scale /= 10;
        }
        return ms;
    }

    /// Sets the delay and, from it, when the message was queued.
    static void delayed(LogRow row, long ms) {
        if (ms >= 0) {
            row.delay = ms;
            if (row.time != Timestamps.NONE) {
                row.queuedAt = row.time - ms;
            }
        }
    }

    /// Reads the trouble out of a text that is no reply.
    static void trouble(LogRow row) {
        var in = row.bytes(LogRow.Field.TEXT);
        int from = row.start(LogRow.Field.TEXT);
        int to = row.end(LogRow.Field.TEXT);
        if (row.kind != LogRow.Kind.DELIVERED && !Wording.beginsWithCode(in, from, to)) {
            row.trouble = Wording.trouble(in, from, to);
        }
    }
}
