package org.restante.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
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

    /// As RFC 5952 writes it: lower case, the longest run of zeros as `::`.
    public static String shown(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var text = HexFormat.of().formatHex(address.getAddress());
        var groups = new ArrayList<String>();
        for (int at = 0; at < text.length(); at += 4) {
            groups.add(Integer.toHexString(Integer.parseInt(text, at, at + 4, 16)));
        }
        int from = 0;
        int run = 0;
        for (int i = 0; i < groups.size(); i++) {
            int end = i;
            while (end < groups.size() && groups.get(end).equals("0")) {
                end++;
            }
            if (end - i > run) {
                from = i;
                run = end - i;
            }
        }
        return run < 2
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, from))
                        + "::"
                        + String.join(":", groups.subList(from + run, groups.size()));
    }

    static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four or sixteen octets are an address", e);
        }
    }
}
