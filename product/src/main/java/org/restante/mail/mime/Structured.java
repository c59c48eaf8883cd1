package org.restante.mail.mime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Header fields with a grammar of their own, in which an encoded word is no free text's (RFC 2047 §5): they are written as they are given.
/// All others are free text (RFC 5322 §3.6.8).
final class Structured {
    /// Leaves room on a line of 998 octets for the longest name (RFC 5322 §2.1.1).
    private static final int LONGEST_WORD = 900;

    private static final Set<String> FIELDS =
            Set.of(
                    // RFC 5322
                    "message-id",
                    "in-reply-to",
                    "references",
                    "resent-date",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc",
                    "resent-message-id",
                    // RFC 2369, RFC 2919, RFC 8058
                    "list-id",
                    "list-help",
                    "list-unsubscribe",
                    "list-unsubscribe-post",
                    "list-subscribe",
                    "list-post",
                    "list-owner",
                    "list-archive",
                    // RFC 3834, RFC 3798, RFC 8098, RFC 5064, RFC 5703, RFC 7293, RFC 8689
                    "auto-submitted",
                    "disposition-notification-to",
                    "disposition-notification-options",
                    "original-recipient",
                    "original-message-id",
                    "archived-at",
                    "require-recipient-valid-since",
                    "tls-required",
                    // RFC 2156, RFC 4021
                    "importance",
                    "priority",
                    "sensitivity",
                    "expires",
                    "expiry-date",
                    "reply-by",
                    "supersedes",
                    // What receivers read of bulk mail
                    "feedback-id",
                    "precedence",
                    "errors-to",
                    "return-receipt-to",
                    "cfbl-address",
                    "cfbl-feedback-id",
                    "x-priority",
                    "x-entity-ref-id");

    private Structured() {}

    static boolean is(String name) {
        return FIELDS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// Why the value cannot be written; empty when it can.
    static Optional<String> objection(String value) {
        if (value.chars().anyMatch(c -> c > '~')) {
            return Optional.of(
                    "is not ASCII; a name in it as an encoded word (RFC 2047), a URL percent-encoded would be right");
        }
        return Arrays.stream(value.split("[ \\t]"))
                .filter(word -> word.length() > LONGEST_WORD)
                .findFirst()
                .map(word ->
                        "has "
                                + word.length()
                                + " characters without a blank; at most "
                                + LONGEST_WORD
                                + " would be right, as a line of mail has an end");
    }
}
