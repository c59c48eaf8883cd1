package org.restante.dns;

import java.util.List;

/// A TXT record: its strings of at most 255 octets, each octet one character (ISO 8859-1).
public record Text(List<String> strings) {
    public Text {
        strings = List.copyOf(strings);
    }

    public static Text of(String text) {
        return new Text(List.of(text));
    }

    /// The strings with nothing between them, as SPF, DKIM, DMARC and MTA-STS read them.
    public String joined() {
        return String.join("", strings);
    }
}
