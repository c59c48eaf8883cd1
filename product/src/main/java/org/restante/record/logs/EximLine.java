package org.restante.record.logs;

import java.util.Arrays;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// A line of Exim's main log while it is read: the bytes and how far they go, and its addresses, hosts and `K=value` items as
/// fields of the row.
final class EximLine {
    private static final byte[] SPACED_BRACKET = Bytes.of(" <");

    final LogRow row = new LogRow();
    byte[] block = new byte[0];
    int end;

    /// The recipient at `from` and, in angle brackets after it, the address it came of. A pipe, a file or a bare local part
    /// is no recipient; then the address it came of is. Returns where the items after it begin, -1 when there is none.
    int address(int from) {
        int to = addressEnd(from);
        int last = to;
        int at = Bytes.skipBlanks(block, last, end);
        if (at < end && block[at] == '(') {
            at = Bytes.skipBlanks(block, Bytes.find(block, at, end, (byte) ')') + 1, end);
        }
        boolean colon = to > from && block[to - 1] == ':' && block[from] != ':';
        int origin = -1;
        if (!colon && at < end && block[at] == '<') {
            origin = at + 1;
            last = Math.min(Bytes.find(block, at, end, (byte) '>') + 1, end);
        }
        recipient(from, colon ? to - 1 : to, origin, last - 1);
        return to == from || !row.has(Field.RECIPIENT) ? -1 : colon ? to - 1 : last;
    }

    private void recipient(int from, int to, int origin, int originEnd) {
        boolean bracketed = to > from + 1 && block[from] == '<' && block[to - 1] == '>';
        int start = bracketed ? from + 1 : from;
        int stop = bracketed ? to - 1 : to;
        byte first = start < stop ? block[start] : 0;
        boolean elsewhere = first == '|' || first == '/' || first == '>' || first == ':';
        boolean whole = !elsewhere && Bytes.find(block, start, stop, (byte) '@') < stop;
        if (origin < 0) {
            row.set(Field.RECIPIENT, block, start, stop);
        } else if (!whole) {
            row.set(Field.RECIPIENT, block, origin, originEnd);
        } else {
            row.set(Field.RECIPIENT, block, start, stop);
            if (stop - start != originEnd - origin || !same(start, origin, stop - start)) {
                row.set(Field.ORIGINAL_RECIPIENT, block, origin, originEnd);
            }
        }
    }

    private boolean same(int one, int other, int length) {
        return Arrays.equals(block, one, one + length, block, other, other + length);
    }

    /// Where the address at `from` ends.
    int addressEnd(int from) {
        int at = from;
        if (at < end && block[at] == '<') {
            at++;
        }
        if (at < end && block[at] == '"') {
            at = quoteEnd(at);
        } else if (at < end && block[at] == '|') {
            return commandEnd(at);
        }
        return Bytes.find(block, at, end, (byte) ' ');
    }

    /// A piped command has blanks of its own; it ends before the address it came of.
    private int commandEnd(int at) {
        int bracket = Bytes.find(block, at, end, SPACED_BRACKET);
        return bracket == end ? Bytes.find(block, at, end, (byte) ' ') : bracket;
    }

    private int quoteEnd(int from) {
        for (int at = from + 1; at < end; at++) {
            if (block[at] == '\\') {
                at++;
            } else if (block[at] == '"') {
                return at + 1;
            }
        }
        return end;
    }

    /// Reads the `K=value` items from `from` on; returns where the text after their colon begins, the end where none does.
    int items(int from) {
        int at = from;
        while (at < end) {
            at = Bytes.skipBlanks(block, at, end);
            if (at < end && block[at] == ':') {
                return at;
            }
            int equals = keyEnd(at);
            if (equals < 0) {
                at = word(at);
            } else {
                at = item(at, equals);
            }
            if (at < end && block[at] == ':') {
                return at;
            }
        }
        return end;
    }

    /// Where the `=` of a key at `at` stands, -1 when there is no key.
    private int keyEnd(int at) {
        int limit = Math.min(end, at + 5);
        for (int i = at; i < limit; i++) {
            if (block[i] == '=') {
                return i > at ? i : -1;
            }
            if (block[i] == ' ' || block[i] == ':' || block[i] == '<') {
                return -1;
            }
        }
        return -1;
    }

    /// The end of a word that is no item; a colon that ends it is left.
    private int word(int at) {
        int to = Bytes.find(block, at, end, (byte) ' ');
        return to > at + 1 && block[to - 1] == ':' ? to - 1 : to;
    }

    private int item(int from, int equals) {
        int value = equals + 1;
        if (equals == from + 1 && block[from] == 'H') {
            return host(value);
        }
        int to;
        if (value < end && block[value] == '"') {
            to = quoteEnd(value);
        } else if (value < end && block[value] == '<') {
            to = Math.min(Bytes.find(block, value, end, (byte) '>') + 1, end);
        } else {
            to = word(value);
        }
        take(from, equals, value, to);
        return to;
    }

    private void take(int from, int equals, int value, int to) {
        boolean received = row.kind == Kind.RECEIVED;
        if (equals - from == 1) {
            switch (block[from]) {
                case 'T' -> {
                    if (!received) {
                        row.set(Field.TRANSPORT, block, value, to);
                    }
                }
                case 'S' -> row.size = Bytes.number(block, value, to);
                case 'C' -> quoted(value, to);
                case 'X' ->
                        row.set(Field.TLS, block, value, Bytes.find(block, value, to, (byte) ':'));
                case 'F' -> path(value, to);
                case 'P' -> {
                    if (!received) {
                        path(value, to);
                    }
                }
                case 'I' -> {
                    if (!received && value < to && block[value] == '[') {
                        row.set(
                                Field.SOURCE_IP,
                                block,
                                value + 1,
                                Bytes.find(block, value, to, (byte) ']'));
                    }
                }
                default -> {}
            }
        } else if (equals - from == 2 && block[from] == 'i' && block[from + 1] == 'd') {
            row.set(Field.MESSAGE_ID, block, value, to);
        } else if (equals - from == 2 && block[from] == 'Q' && block[from + 1] == 'T') {
            queueTime(value, to);
        }
    }

    private void quoted(int value, int to) {
        if (to > value + 1 && block[value] == '"' && block[to - 1] == '"') {
            ReplyCopy.unescaped(row, Field.TEXT, block, value + 1, to - 1);
        }
    }

    private void path(int value, int to) {
        if (to > value + 1 && block[value] == '<' && block[to - 1] == '>') {
            row.set(Field.REVERSE_PATH, block, value + 1, to - 1);
        }
    }

    /// `2d3h4m5s`, `0.123s`.
    private void queueTime(int value, int to) {
        Words.delayed(row, Words.duration(block, value, to));
    }

    /// `mx.example.com (helo) [192.0.2.1]:25*` at `from`; returns where it ends. On arrival the host is not ours to keep.
    int host(int from) {
        int open = Bytes.find(block, from, end, (byte) '[');
        int close = Bytes.find(block, open, end, (byte) ']');
        if (close == end) {
            return word(from);
        }
        if (open > from && block[open - 1] == '(') {
            open = Bytes.find(block, close, end, (byte) '[');
            close = Bytes.find(block, open, end, (byte) ']');
            if (close == end) {
                return word(from);
            }
        }
        if (row.kind != Kind.RECEIVED) {
            row.set(
                    Field.MX_HOST,
                    block,
                    from,
                    Math.min(Bytes.find(block, from, open, (byte) ' '), open));
            row.set(Field.MX_IP, block, open + 1, close);
        }
        int at = close + 1;
        if (at + 1 < end && block[at] == ':' && Bytes.isDigit(block[at + 1])) {
            at++;
            while (at < end && Bytes.isDigit(block[at])) {
                at++;
            }
        }
        return at < end && block[at] == '*' ? at + 1 : at;
    }
}
