package org.restante.protocol.tlspolicy;

import java.time.Duration;
import org.restante.mail.message.Domain;

/// Gets the policy file of a domain (RFC 8461 §3.3): `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`, with a certificate that is valid
/// for that name, status 200, type `text/plain`, no redirect followed, no HTTP cache, at most 64 KiB; and never from an address
/// on loopback or in a private network.
@FunctionalInterface
public interface StsFetcher {
    Fetched fetch(Domain domain, Duration patience);

    /// What came of it.
    sealed interface Fetched {
        record File(String text) implements Fetched {}

        record Failed(String reason) implements Fetched {}
    }
}
