package org.restante.sending.delivery;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.session.Extensions;

/// Whether a host can carry a message, by what it offers.
final class Fitness {
    private Fitness() {}

    /// The mail as the host can carry it, where it can be had so. Other mail in eight bits goes as it is where 8BITMIME is not offered: to convert it would
    /// break its signatures, and RFC 6152 §3's other way, to return it, loses mail that such hosts take.
    static Mail fitted(Mail mail, Extensions offered) throws IOException {
        if (!mail.hasEightBit() || offered.has("8BITMIME")) {
            return mail;
        }
        return mail.body()
                .sevenBit()
                .map(body -> new Mail(mail.envelope(), body, false))
                .orElse(mail);
    }

    static Outcome.@Nullable Unfit objection(Mail mail, Extensions offered) {
        var size = offered.size();
        if (size.isPresent() && mail.body().octets() > size.getAsLong()) {
            return new Outcome.Unfit(
                    "5.3.4",
                    "The message has "
                            + mail.body().octets()
                            + " octets, the host takes "
                            + size.getAsLong());
        }
        if (mail.envelope().isInternational() && !offered.has("SMTPUTF8")) {
            return new Outcome.Unfit(
                    "5.6.7", "The message needs SMTPUTF8, which the host does not offer");
        }
        return null;
    }
}
