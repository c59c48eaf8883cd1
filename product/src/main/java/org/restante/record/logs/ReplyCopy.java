package org.restante.record.logs;

import org.restante.record.logs.LogRow.Field;

/// Texts that a log writes on one line with `\n`, `\r`, `\t`, `\"` and `\\` for what cannot stand there.
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
            if (b == '\\' && at + 1 < to) {
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
