package org.restante.protocol.dkim;

import java.util.Locale;
import java.util.Optional;
import org.restante.mail.message.Domain;

/// Which of a domain's keys (RFC 6376 §3.1): one or more labels.
///
/// @param text in lower case
public record Selector(String text) {
    public Selector {
        if (Domain.of(text).filter(domain -> domain.ascii().equals(text)).isEmpty()) {
            throw new IllegalArgumentException("not a selector: " + text);
        }
    }

    /// The selector that the text names; empty when it is none.
    public static Optional<Selector> of(String text) {
        if (text.isEmpty() || text.endsWith(".")) {
            return Optional.empty();
        }
        return Domain.of(text).map(domain -> new Selector(domain.ascii().toLowerCase(Locale.ROOT)));
    }

    /// Where the key of a domain stands in the DNS (RFC 6376 §3.6.2.1), without a final dot.
    public String nameAt(Domain domain) {
        return text + "._domainkey." + domain.ascii();
    }

    @Override
    public String toString() {
        return text;
    }
}
