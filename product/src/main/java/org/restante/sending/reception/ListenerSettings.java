package org.restante.sending.reception;

import java.net.InetSocketAddress;

/// Where mail is taken in, and from whom.
///
/// @param kind what the port is for
public record ListenerSettings(InetSocketAddress address, Kind kind) {
    /// What a port is for.
    public enum Kind {
        /// Mail servers hand mail over: listed networks and authenticated clients.
        RELAY,
        /// People and programs submit: only authenticated clients and listed networks; what is missing in the header is added
        /// (RFC 6409 §8).
        SUBMISSION,
        /// The same, TLS from the first octet (RFC 8314).
        IMPLICIT_TLS
    }
}
