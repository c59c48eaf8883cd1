package org.restante.sending.suppression;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A line of the file: a checksum of eight digits, a blank, and fields between tabs, in which `\t`, `\n`, `\r` and `\\` stand for themselves.
///
/// ```text
/// 1c291ca3 +  ann@shop.example  acme  hard-bounce  1764360000000  (until, may be empty)  550 5.1.1 no such user
/// 80b3a1d0 -  ann@shop.example  acme
/// ```
///
/// @param entry null where it is taken off the list
record Line(Suppressed who, @Nullable Suppression entry) {
    private static final int SUM = 9;
    private static final HexFormat HEX = HexFormat.of();

    /// With its line feed.
    byte[] octets() {
        var fields = new StringBuilder(entry == null ? "-" : "+");
        field(fields, who.recipient());
        field(fields, who.tenant().orElse(""));
        if (entry != null) {
            field(fields, entry.origin().word());
            field(fields, Long.toString(entry.since().toEpochMilli()));
            field(fields, entry.until().map(end -> Long.toString(end.toEpochMilli())).orElse(""));
            field(fields, entry.reason());
        }
        var text = fields.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        var sum = HEX.toHexDigits(sum(text, 0, text.length - 1)) + " ";
        var all = new byte[SUM + text.length];
        System.arraycopy(sum.getBytes(StandardCharsets.US_ASCII), 0, all, 0, SUM);
        System.arraycopy(text, 0, all, SUM, text.length);
        return all;
    }

    private static int sum(byte[] octets, int from, int count) {
        var sum = new CRC32C();
        sum.update(octets, from, count);
        return (int) sum.getValue();
    }

    private static void field(StringBuilder into, String value) {
        into.append('\t');
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> into.append("\\\\");
                case '\t' -> into.append("\\t");
                case '\n' -> into.append("\\n");
                case '\r' -> into.append("\\r");
                default -> into.append(value.charAt(i));
            }
        }
    }

    /// A line without its line feed; empty when it is damaged.
    static Optional<Line> read(byte[] octets, int count) {
        if (count < SUM + 1 || octets[SUM - 1] != ' ') {
            return Optional.empty();
        }
        try {
            var said = new String(octets, 0, SUM - 1, StandardCharsets.US_ASCII);
            if (HexFormat.fromHexDigits(said) != sum(octets, SUM, count - SUM)) {
                return Optional.empty();
            }
            return Optional.of(
                    of(
                            new String(octets, SUM, count - SUM, StandardCharsets.UTF_8)
                                    .split("\t", -1)));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Line of(String[] fields) {
        var who = new Suppressed(plain(fields[1]), some(plain(fields[2])));
        if (fields[0].equals("-")) {
            return new Line(who, null);
        }
        return new Line(
                who,
                new Suppression(
                        who,
                        Origin.of(fields[3]).orElseThrow(IllegalArgumentException::new),
                        plain(fields[6]),
                        Instant.ofEpochMilli(Long.parseLong(fields[4])),
                        some(fields[5]).map(end -> Instant.ofEpochMilli(Long.parseLong(end)))));
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }

    private static String plain(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char one = field.charAt(i);
            if (one == '\\' && i + 1 < field.length()) {
                i++;
                char said = field.charAt(i);
                text.append(said == 't' ? '\t' : said == 'n' ? '\n' : said == 'r' ? '\r' : said);
            } else {
                text.append(one);
            }
        }
        return text.toString();
    }
}
