package org.restante.dns;

import java.net.InetAddress;
import java.util.Optional;

/// An IP address written down; never a name, and never looked up.
public final class AddressText {
    private AddressText() {}

    public static Optional<InetAddress> of(String text) {
        var octets =
                text.indexOf(':') >= 0
                        ? org.xbill.DNS.Address.toByteArray(text, org.xbill.DNS.Address.IPv6)
                        : org.xbill.DNS.Address.toByteArray(text, org.xbill.DNS.Address.IPv4);
        return octets == null ? Optional.empty() : Optional.of(address(octets));
    }

    static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four or sixteen octets are an address", e);
        }
    }
}
