package org.restante.mail.message;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// A domain name (RFC 5321 §2.3.5), kept as A-labels in lower case; U-labels (RFC 6531, RFC 5890) are read and shown.
///
/// An underscore is allowed, for names in the DNS and in logs have it. Letters that IDNA 2003 folds (`ß`) are folded.
///
/// @param ascii at most 253 characters, labels of 1 to 63, no final dot
public record Domain(String ascii) implements MailHost {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    public Domain {
        if (!isName(ascii)) {
            throw new IllegalArgumentException(
                    "not a domain name in ASCII and lower case: " + ascii);
        }
    }

    /// The domain that `text` names in A- or U-labels, with or without a final dot; empty when it is none.
    public static Optional<Domain> of(String text) {
        if (text.length() > LONGEST + 1) {
            return Optional.empty();
        }
        var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        var ascii = isAscii(name) ? name.toLowerCase(Locale.ROOT) : toAscii(name);
        return isName(ascii) ? Optional.of(new Domain(ascii)) : Optional.empty();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String toAscii(String name) {
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return false;
        }
        int start = 0;
        for (int at = 0; at <= name.length(); at++) {
            if (at == name.length() || name.charAt(at) == '.') {
                if (!isLabel(name, start, at)) {
                    return false;
                }
                start = at + 1;
            }
        }
        return true;
    }

    private static boolean isLabel(String name, int from, int to) {
        if (to == from
                || to - from > LONGEST_LABEL
                || name.charAt(from) == '-'
                || name.charAt(to - 1) == '-') {
            return false;
        }
        for (int at = from; at < to; at++) {
            char c = name.charAt(at);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    /// In U-labels, for people; an A-label that stands for nothing is shown as it is.
    public String unicode() {
        return IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
    }

    /// Whether this is `other` or lies below it.
    public boolean isWithin(Domain other) {
        return ascii.equals(other.ascii) || ascii.endsWith("." + other.ascii);
    }

    @Override
    public String toString() {
        return ascii;
    }
}
