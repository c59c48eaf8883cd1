package org.restante.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An address for mail: a local part at a host (RFC 5321 §4.1.2; RFC 6531 §3.3 for what is beyond ASCII).
///
/// @param localPart without quotes; its case is the receiver's business and is kept
public record Mailbox(String localPart, MailHost host) {
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST = 254;
    private static final String SPECIAL = "!#$%&'*+-/=?^_`{|}~";

    public Mailbox {
        if (!isLocalPart(localPart)) {
            throw new IllegalArgumentException("not a local part: " + localPart);
        }
    }

    /// The mailbox that `text` is, without angle brackets; empty when it is none.
    public static Optional<Mailbox> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int at = text.startsWith("\"") ? quoteEnd(text) : text.indexOf('@');
        if (at < 1 || at >= text.length() - 1 || text.charAt(at) != '@') {
            return Optional.empty();
        }
        var local = text.startsWith("\"") ? unquoted(text, at) : text.substring(0, at);
        boolean good = isLocalPart(local) && (text.startsWith("\"") || isDotString(local));
        return good
                ? host(text.substring(at + 1)).map(host -> new Mailbox(local, host))
                : Optional.empty();
    }

    private static Optional<MailHost> host(String text) {
        return text.startsWith("[")
                ? AddressLiteral.of(text).map(MailHost.class::cast)
                : Domain.of(text).filter(domain -> !text.endsWith(".")).map(MailHost.class::cast);
    }

    /// Behind the closing quote; -1 when there is none.
    private static int quoteEnd(String text) {
        for (int at = 1; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '"') {
                return at + 1;
            }
        }
        return -1;
    }

    private static String unquoted(String text, int end) {
        var plain = new StringBuilder();
        for (int at = 1; at < end - 1; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            plain.append(text.charAt(at));
        }
        return plain.toString();
    }

    private static boolean isLocalPart(String local) {
        return local.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LOCAL_PART
                && local.chars().allMatch(c -> c >= ' ' && c != 127);
    }

    private static boolean isDotString(String local) {
        boolean afterDot = true;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' && afterDot || c != '.' && !isAtom(c)) {
                return false;
            }
            afterDot = c == '.';
        }
        return !local.isEmpty() && !afterDot;
    }

    private static boolean isAtom(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c >= 128
                || SPECIAL.indexOf(c) >= 0;
    }

    /// As it is written on the wire, quoted where it must be.
    @Override
    public String toString() {
        var local =
                isDotString(localPart)
                        ? localPart
                        : "\"" + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return local + "@" + host.ascii();
    }
}
