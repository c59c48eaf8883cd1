package org.restante.sending.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.restante.sending.routing.Egress;
import org.restante.sending.routing.Login;

/// Whom to speak with, and as whom.
///
/// @param name the host's name, as its certificate may have it
/// @param speaks LMTP answers for each recipient after the data (RFC 2033 §4.2)
/// @param source our address; empty for the system's choice
/// @param ehlo our name
/// @param egress how the connection leaves
/// @param login who we are to it; empty for nobody
public record Peer(
        String name,
        InetSocketAddress address,
        Speaks speaks,
        Security security,
        Optional<InetAddress> source,
        String ehlo,
        Egress egress,
        Optional<Login> login) {
    public Peer(
            String name,
            InetSocketAddress address,
            Speaks speaks,
            Security security,
            Optional<InetAddress> source,
            String ehlo) {
        this(name, address, speaks, security, source, ehlo, Egress.DIRECT, Optional.empty());
    }

    /// The protocol.
    public enum Speaks {
        SMTP,
        LMTP
    }

    /// What TLS is for (RFC 3207, 7435).
    public enum Security {
        /// Never.
        NONE,
        /// Where it is offered, whoever's certificate.
        OPPORTUNISTIC,
        /// Not without, whoever's certificate.
        REQUIRED,
        /// Not without, and the certificate must be valid for the name.
        VERIFIED
    }
}
