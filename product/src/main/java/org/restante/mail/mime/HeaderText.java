package org.restante.mail.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The value of a header field as it goes over the wire: folded (RFC 5322 §2.2.3), and in encoded words where it is not ASCII (RFC 2047).
final class HeaderText {
    private static final int LINE = 76;

    /// Octets of an encoded word: in base64 with its frame it stands behind the name of a usual field on one line.
    private static final int WORD_OCTETS = 42;

    private HeaderText() {}

    /// A field of free text, or of a grammar of its own.
    static String field(String name, String text) {
        var words = Structured.is(name) ? List.of(text.strip().split("[ \\t]+")) : words(text);
        return name + ": " + folded(name.length() + 2, words) + "\r\n";
    }

    /// A field whose parts are whole already, such as addresses with their commas.
    static String field(String name, List<String> parts) {
        return name + ": " + folded(name.length() + 2, parts) + "\r\n";
    }

    /// The words that free text is made of.
    private static List<String> words(String text) {
        return isPlain(text) && !text.contains("=?") ? List.of(text.split(" ", -1)) : encoded(text);
    }

    /// Printable ASCII whose blanks are single and inside, and which no line is too short for.
    private static boolean isPlain(String text) {
        boolean blank = true;
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && blank || ++word > 900) {
                return false;
            }
            blank = c == ' ';
            word = blank ? 0 : word;
        }
        return text.isEmpty() || !blank;
    }

    /// Text as encoded words in base64; each holds whole characters, for some readers show them one by one.
    static List<String> encoded(String text) {
        var words = new ArrayList<String>();
        var piece = new StringBuilder();
        int octets = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int size = new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > WORD_OCTETS) {
                words.add(word(piece.toString()));
                piece.setLength(0);
                octets = 0;
            }
            piece.appendCodePoint(point);
            octets += size;
            at += Character.charCount(point);
        }
        words.add(word(piece.toString()));
        return words;
    }

    private static String word(String text) {
        return "=?UTF-8?B?"
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                + "?=";
    }

    /// Parts with blanks between them, on lines of 76 where that is possible.
    private static String folded(int before, List<String> parts) {
        var text = new StringBuilder();
        int column = before;
        for (var part : parts) {
            if (!text.isEmpty() && column + 1 + part.length() > LINE) {
                text.append("\r\n ");
                column = 1;
            } else if (!text.isEmpty()) {
                text.append(' ');
                column++;
            }
            text.append(part);
            column += part.length();
        }
        return text.toString();
    }

    /// A parameter of Content-Type or Content-Disposition, on a line of its own or several (RFC 2231).
    static String parameter(String name, String value) {
        boolean plain = value.length() <= 60 && value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (plain) {
            return ";\r\n "
                    + name
                    + "=\""
                    + value.replace("\\", "\\\\").replace("\"", "\\\"")
                    + "\"";
        }
        var text = new StringBuilder();
        var piece = new StringBuilder("UTF-8''");
        int section = 0;
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            var one =
                    isAttributeChar(octet)
                            ? String.valueOf((char) octet)
                            : "%%%02X".formatted(octet);
            if (piece.length() + one.length() > 56) {
                text.append(";\r\n ")
                        .append(name)
                        .append('*')
                        .append(section++)
                        .append("*=")
                        .append(piece);
                piece.setLength(0);
            }
            piece.append(one);
        }
        text.append(";\r\n ").append(name).append('*');
        return (section == 0 ? text : text.append(section).append('*'))
                .append('=')
                .append(piece)
                .toString();
    }

    private static boolean isAttributeChar(byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || octet == '-'
                || octet == '.'
                || octet == '_';
    }
}
