package org.restante.sending.routing;

import java.net.InetAddress;
import java.util.List;

/// A host that takes mail for a domain.
///
/// @param name as the MX record names it, in lower case; for a host known by its address alone, that
/// @param canonical where the aliases of the name lead; mostly the name itself
/// @param addresses those that can be used, at least one
/// @param secure whether the addresses, and the aliases to them, were validated (DNSSEC)
public record MxHost(String name, String canonical, List<InetAddress> addresses, boolean secure) {
    public MxHost {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address: " + name);
        }
    }
}
