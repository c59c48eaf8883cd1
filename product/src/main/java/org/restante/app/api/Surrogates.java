package org.restante.app.api;

/// Halves of characters in JSON (RFC 8259 §8.2): `\ud83d` without its other half is no text, and would go into mail as a question mark.
final class Surrogates {
    private static final int ESCAPE = 6;

    private Surrogates() {}

    /// The octet at which a half stands alone; -1 for none. Other faults of the JSON are its reader's to find.
    static int alone(byte[] json) {
        int at = 0;
        while (at < json.length) {
            if (json[at] != '\\') {
                at++;
                continue;
            }
            int unit = unit(json, at);
            if (unit < 0) {
                at += 2;
            } else if (!Character.isSurrogate((char) unit)) {
                at += ESCAPE;
            } else {
                int next = unit(json, at + ESCAPE);
                if (next < 0 || !Character.isSurrogatePair((char) unit, (char) next)) {
                    return at;
                }
                at += 2 * ESCAPE;
            }
        }
        return -1;
    }

    /// What the escape there stands for; -1 where there is none of four digits.
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
