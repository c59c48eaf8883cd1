package org.restante.protocol.dkim;

import java.nio.charset.StandardCharsets;

/// One field as it stands in a message's octets: `[from, to)` without the CRLF that ends it.
///
/// @param name in lower case, without blanks
/// @param valueFrom the octet after the colon
record HeaderField(byte[] octets, int from, int to, String name, int valueFrom) {
    /// Whether a CRLF begins here.
    boolean isLineEnd(int at) {
        return octets[at] == '\r' && at + 1 < to && octets[at + 1] == '\n';
    }

    /// The value octet by octet, still folded.
    String value() {
        return new String(octets, valueFrom, to - valueFrom, StandardCharsets.ISO_8859_1);
    }
}
