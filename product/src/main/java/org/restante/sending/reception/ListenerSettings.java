package org.restante.sending.reception;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.restante.dns.Network;

/// Where mail is taken in, and from whom.
///
/// @param kind what the port is for
/// @param proxies peers that must begin with a PROXY header and are believed in what it says of the client; whoever else connects
///     speaks for itself
public record ListenerSettings(InetSocketAddress address, Kind kind, List<Network> proxies) {
    public ListenerSettings {
        proxies = List.copyOf(proxies);
    }

    public ListenerSettings(InetSocketAddress address, Kind kind) {
        this(address, kind, List.of());
    }

    boolean isProxy(InetAddress peer) {
        return proxies.stream().anyMatch(network -> network.contains(peer));
    }

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
