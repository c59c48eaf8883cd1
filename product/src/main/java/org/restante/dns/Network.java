package org.restante.dns;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// Neighbouring addresses, as `192.0.2.0/24`, `2001:db8::/32` or one address alone (RFC 4632, 4291 §2.3).
///
/// @param address its first
/// @param prefix how many leading bits are the network's
public record Network(InetAddress address, int prefix) {
    public Network {
        if (prefix < 0 || prefix > address.getAddress().length * 8) {
            throw new IllegalArgumentException("no prefix of " + address + ": " + prefix);
        }
        if (!Arrays.equals(masked(address.getAddress(), prefix), address.getAddress())) {
            throw new IllegalArgumentException(
                    address + " is not the first address of a /" + prefix);
        }
    }

    /// Empty when `text` is none, or names another address of a network than its first: that is commonly a slip.
    public static Optional<Network> of(String text) {
        int slash = text.indexOf('/');
        var address = AddressText.of(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().getAddress().length * 8;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        boolean holds =
                prefix >= 0
                        && prefix <= bits
                        && Arrays.equals(
                                masked(address.get().getAddress(), prefix),
                                address.get().getAddress());
        return holds ? Optional.of(new Network(address.get(), prefix)) : Optional.empty();
    }

    private static int prefix(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    /// The network of that size which an address lies in.
    public static Network around(InetAddress address, int prefix) {
        return new Network(AddressText.address(masked(address.getAddress(), prefix)), prefix);
    }

    public boolean contains(InetAddress other) {
        var own = address.getAddress();
        var octets = other.getAddress();
        return octets.length == own.length && Arrays.equals(masked(octets, prefix), own);
    }

    private static byte[] masked(byte[] octets, int prefix) {
        var masked = octets.clone();
        for (int i = 0; i < masked.length; i++) {
            int bits = Math.clamp(prefix - 8L * i, 0, 8);
            masked[i] &= (byte) (0xff << (8 - bits));
        }
        return masked;
    }

    @Override
    public String toString() {
        var text = AddressText.shown(address);
        return prefix == address.getAddress().length * 8 ? text : text + "/" + prefix;
    }
}
