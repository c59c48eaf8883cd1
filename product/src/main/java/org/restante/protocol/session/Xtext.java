package org.restante.protocol.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The encoding of `ENVID` and `ORCPT` values: `+` and two hexadecimal digits for what may not stand there (RFC 3461 §4).
public final class Xtext {
    private Xtext() {}

    /// What `text` stands for; empty when it is not xtext.
    public static Optional<String> decode(String text) {
        var octets = new byte[text.length()];
        int count = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '+') {
                int value = at + 2 < text.length() ? hex(text, at + 1) : -1;
                if (value < 0) {
                    return Optional.empty();
                }
                octets[count++] = (byte) value;
                at += 2;
            } else if (c < '!' || c > '~' || c == '=') {
                return Optional.empty();
            } else {
                octets[count++] = (byte) c;
            }
        }
        return Optional.of(new String(octets, 0, count, StandardCharsets.UTF_8));
    }

    /// Whether `text` is what may stand behind xtext: printable ASCII and blanks (RFC 3461 §4.2, §4.4).
    public static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static int hex(String text, int at) {
        int high = "0123456789ABCDEF".indexOf(text.charAt(at));
        int low = "0123456789ABCDEF".indexOf(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    public static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= '!' && b <= '~' && b != '+' && b != '=') {
                encoded.append((char) b);
            } else {
                encoded.append("+%02X".formatted(b & 0xff));
            }
        }
        return encoded.toString();
    }
}
