package org.restante.sending.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.restante.dns.DnsName;

/// How mail reaches this very server, so that a route back to it is seen (RFC 5321 §5.1).
///
/// @param names the names other hosts use to send mail here; none for a server that only sends. Not every name of the machine:
///     another server may take its mail
/// @param addresses those of this machine, for listeners on all of them
/// @param listeners where this server listens for mail
public record Ourselves(
        Set<DnsName> names, Set<InetAddress> addresses, Set<InetSocketAddress> listeners) {
    public Ourselves {
        names = Set.copyOf(names);
        addresses = Set.copyOf(addresses);
        listeners = Set.copyOf(listeners);
    }

    /// Nobody sends mail here.
    public static Ourselves unknown() {
        return new Ourselves(Set.of(), Set.of(), Set.of());
    }

    boolean isNamed(DnsName host) {
        return names.contains(host);
    }

    boolean listensAt(InetAddress address, int port) {
        if (listeners.contains(new InetSocketAddress(address, port))) {
            return true;
        }
        return (addresses.contains(address) || address.isLoopbackAddress())
                && listeners.stream()
                        .anyMatch(listener ->
                                listener.getPort() == port
                                        && listener.getAddress() != null
                                        && listener.getAddress().isAnyLocalAddress());
    }
}
