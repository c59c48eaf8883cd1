package org.restante.protocol.dkim;

import java.util.List;
import org.restante.mail.message.Domain;

/// Where the public keys of domains are asked for: the DNS, or a test's table.
@FunctionalInterface
public interface PublicKeys {
    /// The key records at `selector._domainkey.domain` (RFC 6376 §3.6.2); every TXT record one text, its strings joined.
    Answer of(Selector selector, Domain domain);

    /// What the question came to.
    sealed interface Answer {}

    /// @param texts at least one
    record Found(List<String> texts) implements Answer {
        public Found {
            texts = List.copyOf(texts);
        }
    }

    /// There is no such name, or no TXT record at it.
    record Absent() implements Answer {}

    /// No answer now; another time there may be one.
    record Failed(String why) implements Answer {}
}
