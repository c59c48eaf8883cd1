package org.restante.sending.suppression;

import java.util.Locale;
import java.util.Optional;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Mailbox;

/// Who is meant by an entry; of one there is at most one entry.
///
/// @param recipient an address, or a domain for all of it (not of those below it), in lower case: receivers that tell `Ann` from `ann`
///     are too rare to mail somebody for who wants no mail
/// @param tenant whose mail is kept back; empty for everybody's
public record Suppressed(String recipient, Optional<String> tenant) {
    private static final int LONGEST_TENANT = 255;

    public Suppressed {
        if (recipient.isEmpty() || tenant.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("nobody is meant");
        }
    }

    /// Reads `ann@shop.example`, `shop.example` or `@shop.example`; empty when it is neither address nor domain; a
    /// word without a dot is none.
    public static Optional<Suppressed> of(String text, Optional<String> tenant) {
        var stripped = text.strip();
        boolean isDomain = stripped.indexOf('@') <= 0;
        var recipient =
                isDomain
                        ? Domain.of(stripped.startsWith("@") ? stripped.substring(1) : stripped)
                                .map(Domain::ascii)
                                .filter(domain -> domain.indexOf('.') > 0)
                        : Mailbox.of(stripped).map(Suppressed::spelled);
        return recipient
                .filter(one -> tenant.filter(who -> who.length() > LONGEST_TENANT).isEmpty())
                .map(one -> new Suppressed(one.toLowerCase(Locale.ROOT), tenant));
    }

    static String spelled(Mailbox mailbox) {
        return (mailbox.localPart() + "@" + mailbox.host().ascii()).toLowerCase(Locale.ROOT);
    }

    public boolean isDomain() {
        return recipient.indexOf('@') < 0;
    }

    @Override
    public String toString() {
        return recipient + tenant.map(who -> " (" + who + ")").orElse("");
    }
}
