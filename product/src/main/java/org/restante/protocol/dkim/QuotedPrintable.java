package org.restante.protocol.dkim;

/// The quoted-printable of tags (RFC 6376 §2.11): `=40` for an at sign, blanks mean nothing.
final class QuotedPrintable {
    private QuotedPrintable() {}

    static String decode(String text) {
        var decoded = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '=' && isHex(text, at + 1) && isHex(text, at + 2)) {
                decoded.append((char) Integer.parseInt(text, at + 1, at + 3, 16));
                at += 2;
            } else if (" \t\r\n".indexOf(c) < 0) {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    private static boolean isHex(String text, int at) {
        return at < text.length()
                && text.charAt(at) < 128
                && Character.digit(text.charAt(at), 16) >= 0;
    }
}
