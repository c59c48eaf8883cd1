package org.restante.mail.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address in place of a domain: `[192.0.2.1]`, `[IPv6:2001:db8::1]`, `[tag:content]` (RFC 5321 §4.1.3).
///
/// @param content what stands between the brackets
public record AddressLiteral(String content) implements MailHost {
    private static final int LONGEST = 255;
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 =
            Pattern.compile("ipv6:[0-9a-f:]{2,39}(?::\\d{1,3}(?:\\.\\d{1,3}){3})?");
    private static final Pattern GENERAL =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?:[!-Z^-~]+");

    public AddressLiteral {
        if (!isLiteral(content)) {
            throw new IllegalArgumentException("not an address literal: " + content);
        }
    }

    /// The literal that `text` is, with its brackets.
    public static Optional<AddressLiteral> of(String text) {
        if (text.length() < 3 || !text.startsWith("[") || !text.endsWith("]")) {
            return Optional.empty();
        }
        var content = text.substring(1, text.length() - 1);
        return isLiteral(content) ? Optional.of(new AddressLiteral(content)) : Optional.empty();
    }

    private static boolean isLiteral(String content) {
        if (content.isEmpty() || content.length() > LONGEST) {
            return false;
        }
        var lower = content.toLowerCase(Locale.ROOT);
        return lower.startsWith("ipv6:")
                ? IPV6.matcher(lower).matches()
                : IPV4.matcher(content).matches() || GENERAL.matcher(content).matches();
    }

    @Override
    public String ascii() {
        return "[" + content + "]";
    }

    @Override
    public String toString() {
        return ascii();
    }
}
