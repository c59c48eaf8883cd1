package org.restante.mail.message;

import java.util.List;
import java.util.Optional;

/// What is said of a message outside of it (RFC 5321 §2.3.1), with the sender's wishes for notifications (RFC 3461).
///
/// @param isEightBit whether `BODY=8BITMIME` was said (RFC 6152)
/// @param isInternational whether `SMTPUTF8` was said (RFC 6531)
/// @param returned how much of the message a failure returns; empty where the sender did not say
/// @param envelopeId the `ENVID` parameter, decoded
public record Envelope(
        ReversePath reversePath,
        List<Recipient> recipients,
        boolean isEightBit,
        boolean isInternational,
        Optional<Returned> returned,
        Optional<String> envelopeId) {
    /// How much of the message comes back with a failure (RFC 3461 §4.3).
    public enum Returned {
        FULL,
        HDRS
    }

    public Envelope {
        recipients = List.copyOf(recipients);
    }
}
