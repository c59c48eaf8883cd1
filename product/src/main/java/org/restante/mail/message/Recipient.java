package org.restante.mail.message;

import java.util.Optional;
import java.util.Set;

/// One mailbox that a message is for, and what its sender wants to be told (RFC 5321 §4.1.1.3, RFC 3461 §4).
///
/// @param wanted which notifications; empty for never; [Notify#UNSAID] where the sender did not say
/// @param said whether the sender said it
/// @param original the `ORCPT` parameter as it was given, decoded, with its address type: `rfc822;user@example.com`
public record Recipient(
        Mailbox mailbox, Set<Notify> wanted, boolean said, Optional<String> original) {
    public Recipient {
        wanted = Set.copyOf(wanted);
    }

    public static Recipient of(Mailbox mailbox) {
        return new Recipient(mailbox, Notify.UNSAID, false, Optional.empty());
    }

    @Override
    public String toString() {
        return mailbox.toString();
    }
}
