package org.restante.record.logs;

import org.restante.record.logs.LogRow.Field;

/// Texts that a log writes on one line with `\n`, `\r`, `\t`, `\"`, `\\` and octal digits for what cannot stand
/// there.
final class ReplyCopy {
    private ReplyCopy() {}

    /// The field is the slice with its escapes undone; the slice itself where it has none.
    static void unescaped(LogRow row, Field field, byte[] block, int from, int to) {
        if (Bytes.find(block, from, to, (byte) '\\') == to) {
            row.set(field, block, from, to);
            return;
        }
        int start = row.reserve(to - from);
        var out = row.scratch();
        int length = 0;
        for (int at = from; at < to; at++) {
            byte b = block[at];
            if (b == '\\' && isOctal(block, at + 1, to)) {
                b =
                        (byte)
                                ((block[at + 1] - '0') << 6
                                        | (block[at + 2] - '0') << 3
                                        | block[at + 3] - '0');
                at += 3;
            } else if (b == '\\' && at + 1 < to) {
                byte escaped = unescaped(block[at + 1]);
                if (escaped != 0) {
                    b = escaped;
                    at++;
                }
            }
            if (b != '\r') {
                out[start + length++] = b;
            }
        }
        while (length > 0 && (out[start + length - 1] == '\n' || out[start + length - 1] == ' ')) {
            length--;
        }
        row.set(field, out, start, start + length);
    }

    /// The field is the slice with each backslash taken away that stands before another character; `\n` is a line end.
    static void unquoted(LogRow row, Field field, byte[] block, int from, int to) {
        if (Bytes.find(block, from, to, (byte) '\\') == to) {
            row.set(field, block, from, to);
            return;
        }
        int start = row.reserve(to - from);
        var out = row.scratch();
        int length = 0;
        for (int at = from; at < to; at++) {
            if (block[at] == '\\' && at + 1 < to) {
                at++;
                out[start + length++] = block[at] == 'n' ? (byte) '\n' : block[at];
            } else {
                out[start + length++] = block[at];
            }
        }
        row.set(field, out, start, start + length);
    }

    /// Three octal digits, as a byte beyond ASCII is written.
    private static boolean isOctal(byte[] block, int at, int to) {
        return at + 3 <= to
                && block[at] >= '2'
                && block[at] <= '3'
                && block[at + 1] >= '0'
                && block[at + 1] <= '7'
                && block[at + 2] >= '0'
                && block[at + 2] <= '7';
    }

    private static byte unescaped(byte b) {
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\' -> b;
            default -> 0;
        };
    }
}
