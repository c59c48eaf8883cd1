package org.restante.protocol.tlspolicy;

import java.util.List;
import org.restante.dns.Tlsa;

/// What the DNS says of DANE for one host (RFC 7672 §2).
public sealed interface DaneFinding {
    /// The host's certificate must match one of these records.
    ///
    /// @param base the name the records are of, which a certificate may be for
    record Found(List<Tlsa> records, String base) implements DaneFinding {
        public Found {
            records = List.copyOf(records);
        }
    }

    /// There are records, none of which can be used: TLS is a must, the certificate does not matter (RFC 7672 §2.2).
    record Unusable(String why) implements DaneFinding {}

    /// There is none that counts.
    record None(String why) implements DaneFinding {}

    /// Nobody can tell: the host must not be used for now (RFC 7672 §2.1.1).
    record Unknown(String why) implements DaneFinding {}
}
