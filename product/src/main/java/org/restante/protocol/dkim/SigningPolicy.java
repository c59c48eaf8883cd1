package org.restante.protocol.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What signatures cover and how long they hold.
///
/// @param always fields sealed once more than they occur, absent ones too: nobody can add one (RFC 6376 §8.15)
/// @param whenPresent fields sealed the same way where the message has them; lists and gateways may add them to others
/// @param asTheyAre fields signed as often as they occur
/// @param life how long a signature holds (`x=`); empty for ever
public record SigningPolicy(
        Canonicalization header,
        Canonicalization body,
        List<String> always,
        List<String> whenPresent,
        List<String> asTheyAre,
        Optional<Duration> life) {
    /// The fields that RFC 6376 §5.4.1 lists, and those that receivers act on: one-click unsubscription (RFC 8058 §4) and the feedback id.
    /// Trace fields and what servers on the way write are left out (§5.4.2).
    public static final SigningPolicy USUAL =
            new SigningPolicy(
                    Canonicalization.RELAXED,
                    Canonicalization.RELAXED,
                    List.of("from", "reply-to", "to", "cc", "subject", "date"),
                    List.of(
                            "sender",
                            "message-id",
                            "in-reply-to",
                            "references",
                            "mime-version",
                            "content-type",
                            "content-transfer-encoding",
                            "list-unsubscribe",
                            "list-unsubscribe-post"),
                    List.of(
                            "content-id",
                            "content-description",
                            "content-disposition",
                            "resent-date",
                            "resent-from",
                            "resent-sender",
                            "resent-to",
                            "resent-cc",
                            "resent-message-id",
                            "list-id",
                            "list-help",
                            "list-subscribe",
                            "list-post",
                            "list-owner",
                            "list-archive",
                            "feedback-id",
                            "auto-submitted"),
                    Optional.empty());

    public SigningPolicy {
        always = List.copyOf(always);
        whenPresent = List.copyOf(whenPresent);
        asTheyAre = List.copyOf(asTheyAre);
        if (!always.contains("from")) {
            throw new IllegalArgumentException("From must be signed (RFC 6376 §5.4)");
        }
    }

    public SigningPolicy expiringAfter(Duration span) {
        return new SigningPolicy(header, body, always, whenPresent, asTheyAre, Optional.of(span));
    }

    public SigningPolicy inForm(Canonicalization headerForm, Canonicalization bodyForm) {
        return new SigningPolicy(headerForm, bodyForm, always, whenPresent, asTheyAre, life);
    }
}
