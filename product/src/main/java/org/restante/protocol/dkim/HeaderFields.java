package org.restante.protocol.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The header of a message as signatures see it: where each field begins and ends.
final class HeaderFields {
    private final List<HeaderField> fields;

    /// By name, for a hostile header has many fields and a hostile signature names many.
    private final Map<String, List<HeaderField>> byName;

    private HeaderFields(List<HeaderField> fields) {
        this.fields = List.copyOf(fields);
        this.byName = fields.stream().collect(Collectors.groupingBy(HeaderField::name));
    }

    /// Reads up to the empty line or the end. Lines that are no field are passed over.
    static HeaderFields read(byte[] octets, int from, int to) {
        var fields = new ArrayList<HeaderField>();
        int start = from;
        while (start < to && !isLineEnd(octets, start, to)) {
            int end = lineEnd(octets, start, to);
            while (end + 2 < to && isBlank(octets[end + 2])) {
                end = lineEnd(octets, end + 2, to);
            }
            add(fields, octets, start, end);
            start = end + 2;
        }
        return new HeaderFields(fields);
    }

    /// Where the body begins: after the first empty line, at the end where there is none.
    static int bodyStart(byte[] octets) {
        if (isLineEnd(octets, 0, octets.length)) {
            return 2;
        }
        for (int at = 0; at + 3 < octets.length; at++) {
            if (isLineEnd(octets, at, octets.length) && isLineEnd(octets, at + 2, octets.length)) {
                return at + 4;
            }
        }
        return octets.length;
    }

    /// Where the CRLF begins that ends the line.
    private static int lineEnd(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && !isLineEnd(octets, at, to)) {
            at++;
        }
        return at;
    }

    private static boolean isLineEnd(byte[] octets, int at, int to) {
        return at + 1 < to && octets[at] == '\r' && octets[at + 1] == '\n';
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static void add(List<HeaderField> fields, byte[] octets, int from, int to) {
        int colon = from;
        while (colon < to && octets[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > from && isBlank(octets[nameEnd - 1])) {
            nameEnd--;
        }
        if (colon < to && isName(octets, from, nameEnd)) {
            var name = new String(octets, from, nameEnd - from, StandardCharsets.US_ASCII);
            fields.add(new HeaderField(octets, from, to, name.toLowerCase(Locale.ROOT), colon + 1));
        }
    }

    private static boolean isName(byte[] octets, int from, int to) {
        for (int at = from; at < to; at++) {
            if (octets[at] <= ' ' || octets[at] == 127) {
                return false;
            }
        }
        return to > from;
    }

    List<HeaderField> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    int count(String name) {
        return named(name).size();
    }

    List<HeaderField> all() {
        return fields;
    }
}
