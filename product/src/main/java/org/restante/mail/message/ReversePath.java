package org.restante.mail.message;

import java.util.Optional;

/// Where word of a failure goes: the path of `MAIL FROM` (RFC 5321 §4.1.1.2), a mailbox or the null path `<>`, to which nothing is
/// ever returned (§4.5.5).
public record ReversePath(Optional<Mailbox> mailbox) {
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(Mailbox mailbox) {
        return new ReversePath(Optional.of(mailbox));
    }

    public boolean isNull() {
        return mailbox.isEmpty();
    }

    /// The address without brackets; empty for the null path.
    public String address() {
        return mailbox.map(Mailbox::toString).orElse("");
    }

    /// As it stands in the command.
    @Override
    public String toString() {
        return "<" + address() + ">";
    }
}
