package org.restante.dns;

import java.util.HexFormat;

/// A TLSA record (RFC 6698 §2.1): what the certificate of a TLS server is to match.
///
/// @param usage 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE
/// @param selector 0 the whole certificate, 1 its public key
/// @param matching 0 the octets themselves, 1 their SHA-256, 2 their SHA-512
/// @param data in hexadecimal, lower case
public record Tlsa(int usage, int selector, int matching, String data) {
    public static Tlsa of(int usage, int selector, int matching, byte[] data) {
        return new Tlsa(usage, selector, matching, HexFormat.of().formatHex(data));
    }

    @Override
    public String toString() {
        return usage + " " + selector + " " + matching + " " + data;
    }
}
