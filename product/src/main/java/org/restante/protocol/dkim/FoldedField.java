package org.restante.protocol.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A field of tags on its way to lines of at most 78 characters (RFC 5322 §2.1.1).
final class FoldedField {
    private static final int LINE = 78;
    private static final String FOLD = "\r\n\t";

    /// What a tab is counted as.
    private static final int INDENT = 8;

    private final StringBuilder text = new StringBuilder(800);
    private int column;

    FoldedField(String name) {
        text.append(name).append(':');
        column = text.length();
    }

    /// A tag that is not broken, with its semicolon; on the next line when this one is full.
    void tag(String tag) {
        begin(tag);
        append(";");
    }

    /// A tag whose value, or the rest of it, follows.
    void begin(String tag) {
        if (column + tag.length() + 2 > LINE) {
            fold();
        } else {
            append(" ");
        }
        append(tag);
    }

    private void append(String part) {
        text.append(part);
        column += part.length();
    }

    private void fold() {
        text.append(FOLD);
        column = INDENT;
    }

    /// A list with colons that may be broken before each of them.
    void names(String tag, List<String> names) {
        begin(tag + names.getFirst());
        for (var name : names.subList(1, names.size())) {
            if (column + name.length() + 2 > LINE) {
                fold();
            }
            append(":" + name);
        }
        append(";");
    }

    /// A value that may be broken anywhere.
    void octetsInBase64(String value) {
        for (int at = 0; at < value.length(); ) {
            int room = Math.min(LINE - column, value.length() - at);
            if (room <= 0) {
                fold();
            } else {
                append(value.substring(at, at + room));
                at += room;
            }
        }
    }

    /// What stands there so far, without a line end.
    byte[] octets() {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return text + "\r\n";
    }
}
