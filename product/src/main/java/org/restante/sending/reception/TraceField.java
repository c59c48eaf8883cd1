package org.restante.sending.reception;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.restante.mail.message.Envelope;

/// The `Received` field that we put before a message (RFC 5321 §4.4).
///
/// @param seen who handed it in
/// @param by how this server names itself
/// @param id of the message
/// @param envelope empty where none is known
record TraceField(Seen seen, String by, UUID id, Optional<Envelope> envelope) {
    /// Of a line, with its indent; a recipient that does not fit stays on the line before.
    private static final int LONGEST_LINE = 78;

    /// Folded, with its line end.
    ///
    /// @param now when the message came in
    String text(Instant now) {
        var text = new StringBuilder("Received: from ").append(seen.hello());
        text.append(" (").append(HeaderReading.literal(seen.address())).append(")\r\n");
        text.append("\tby ").append(by).append(" (Restante) with ").append(protocol());
        text.append(" id ").append(id);
        if (!seen.tlsVersion().isEmpty()) {
            text.append("\r\n\t(").append(seen.tlsVersion()).append(' ').append(seen.cipher());
            text.append(')');
        }
        var recipients = envelope.map(Envelope::recipients);
        if (recipients.isPresent() && recipients.get().size() == 1) {
            var only = "for <" + recipients.get().getFirst() + ">";
            text.append(only.length() < LONGEST_LINE ? "\r\n\t" : " ").append(only);
        }
        return text.append(";\r\n\t").append(HeaderReading.date(now)).append("\r\n").toString();
    }

    /// As registered for mail (RFC 3848, RFC 6531 §4.3).
    private String protocol() {
        boolean isInternational = envelope.filter(Envelope::isInternational).isPresent();
        return (isInternational ? "UTF8SMTP" : seen.extended() ? "ESMTP" : "SMTP")
                + (seen.tlsVersion().isEmpty() ? "" : "S")
                + (seen.authenticated() ? "A" : "");
    }
}
