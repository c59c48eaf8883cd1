package org.restante.protocol.session;

import java.util.Optional;
import java.util.regex.Pattern;

/// How an address beyond ASCII is written in an `ORCPT` parameter (RFC 6533 §3): blanks, controls, `\`, `+` and `=` as `\x{…}`, and
/// everything beyond ASCII too where the transport takes no more.
final class Unitext {
    private static final String CODE_POINT =
            "[01][1-9]|10|20|2B|3D|7F|5C"
                    + "|[89A-F][0-9A-F]"
                    + "|[1-9A-F][0-9A-F]{2}"
                    + "|(?:[1-9ABCEF][0-9A-F]|D[0-7])[0-9A-F]{2}"
                    + "|[1-9A-F][0-9A-F]{4}"
                    + "|10[0-9A-F]{4}";
    private static final Pattern CHARACTER =
            Pattern.compile(
                    "\\G(?:(?<plain>[!-*,-<>-\\[\\]-~\\x80-\\x{10FFFF}])|\\\\x\\{(?i:(?<code>"
                            + CODE_POINT
                            + "))})");

    private Unitext() {}

    /// What `text` stands for; empty when it is not written so.
    static Optional<String> decode(String text) {
        var decoded = new StringBuilder();
        var character = CHARACTER.matcher(text);
        int end = 0;
        while (character.find()) {
            var code = character.group("code");
            if (code == null) {
                decoded.append(character.group("plain"));
            } else {
                decoded.appendCodePoint(Integer.parseInt(code, 16));
            }
            end = character.end();
        }
        return end == text.length() && end > 0 ? Optional.of(decoded.toString()) : Optional.empty();
    }

    /// @param isAscii whether nothing beyond ASCII may stand in it (`utf-8-addr-xtext`; else `utf-8-addr-unitext`)
    static String encode(String text, boolean isAscii) {
        var encoded = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    boolean isPlain =
                            c > '~' && c != 127
                                    ? !isAscii
                                    : c > ' ' && c != '\\' && c != '+' && c != '=' && c != 127;
                    if (isPlain) {
                        encoded.appendCodePoint(c);
                    } else {
                        encoded.append("\\x{%02X}".formatted(c));
                    }
                });
        return encoded.toString();
    }
}
