package org.restante.sending.reception;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// A range of addresses, `192.0.2.0/24` or `2001:db8::/32`; an address alone is a range of one.
///
/// @param bits how many of the first bits all its addresses share
public record Network(InetAddress base, int bits) {
    private static final Pattern TEXT =
            Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

    public Network {
        if (bits < 0 || bits > base.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    "no such range: " + base.getHostAddress() + "/" + bits);
        }
    }

    /// The range that `text` names; empty when it names none, a name of a host too.
    public static Optional<Network> of(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var base = InetAddress.ofLiteral(parts.group(1));
            int all = base.getAddress().length * 8;
            int bits = parts.group(2) == null ? all : Integer.parseInt(parts.group(2));
            return bits > all ? Optional.empty() : Optional.of(new Network(base, bits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether the address lies within; an IPv4 address never lies in an IPv6 range.
    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] its = address.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((mine[bit / 8] ^ its[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
