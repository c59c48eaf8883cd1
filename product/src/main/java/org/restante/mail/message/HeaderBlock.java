package org.restante.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The header of a message as octets, field by field (RFC 5322 §2.2): what is not touched stays as it was, octet by octet.
public final class HeaderBlock {
    private static final int LONGEST_NAME = 200;

    /// One field: its name in lower case and all its lines, CRLF included.
    ///
    /// @param name empty for lines that are no field
    public record Field(String name, byte[] octets) {
        /// The value unfolded, without the name and the blanks around it; octets that are not UTF-8 become U+FFFD.
        public String value() {
            var text = new String(octets, StandardCharsets.UTF_8);
            int colon = name.isEmpty() ? -1 : text.indexOf(':');
            return text.substring(colon + 1).replaceAll("\r\n(?=[ \t])", "").strip();
        }
    }

    private final List<Field> fields;

    private HeaderBlock(List<Field> fields) {
        this.fields = fields;
    }

    /// Reads the lines `[from, to)`, each ended by CRLF, without the empty line that ends the header.
    public static HeaderBlock read(byte[] octets, int from, int to) {
        var fields = new ArrayList<Field>();
        int start = from;
        while (start < to) {
            int end = lineEnd(octets, start, to);
            while (end < to && (octets[end] == ' ' || octets[end] == '\t')) {
                end = lineEnd(octets, end, to);
            }
            fields.add(field(octets, start, end));
            start = end;
        }
        return new HeaderBlock(fields);
    }

    private static int lineEnd(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, to);
    }

    private static Field field(byte[] octets, int from, int to) {
        int colon = from;
        while (colon < to && octets[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > from && (octets[nameEnd - 1] == ' ' || octets[nameEnd - 1] == '\t')) {
            nameEnd--;
        }
        var name =
                colon < to && isName(octets, from, nameEnd)
                        ? new String(octets, from, nameEnd - from, StandardCharsets.US_ASCII)
                                .toLowerCase(Locale.ROOT)
                        : "";
        return new Field(name, java.util.Arrays.copyOfRange(octets, from, to));
    }

    private static boolean isName(byte[] octets, int from, int to) {
        for (int at = from; at < to; at++) {
            if (octets[at] <= ' ' || octets[at] == 127) {
                return false;
            }
        }
        return to > from && to - from <= LONGEST_NAME;
    }

    public List<Field> fields() {
        return List.copyOf(fields);
    }

    /// The value of the first field of that name.
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }

    public long count(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).count();
    }

    /// Takes out the fields whose names begin so.
    public void remove(String beginning) {
        fields.removeIf(field -> field.name().startsWith(beginning));
    }

    /// Puts a field before all others.
    ///
    /// @param text its lines, each ended by CRLF
    public void prepend(String text) {
        fields.addFirst(made(text));
    }

    /// Puts a field after all others; but before lines that are no field, where readers take the header to end.
    public void append(String text) {
        int at = 0;
        while (at < fields.size() && !fields.get(at).name().isEmpty()) {
            at++;
        }
        fields.add(at, made(text));
    }

    /// Puts a field before the one that stands at `index`, from 0; after all where there are not so many.
    public void insert(int index, String text) {
        fields.add(Math.min(index, fields.size()), made(text));
    }

    /// Another text for the nth field of that name, from 1; null takes it out. Where there are not so many, the text goes after all.
    ///
    /// @param name in lower case
    public void change(String name, int nth, @Nullable String text) {
        int seen = 0;
        for (int at = 0; at < fields.size(); at++) {
            seen += fields.get(at).name().equals(name) ? 1 : 0;
            if (seen == Math.max(1, nth)) {
                if (text == null) {
                    fields.remove(at);
                } else {
                    fields.set(at, made(text));
                }
                return;
            }
        }
        if (text != null) {
            append(text);
        }
    }

    private static Field made(String text) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        return field(octets, 0, octets.length);
    }
}
