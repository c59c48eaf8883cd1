package org.restante.app.explain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.restante.mail.smtp.Trouble;

/// Reads the words with which a sending server says that nobody answered, and names the page on each.
final class LocalTrouble {
    private record Words(String words, Trouble trouble) {}

    private static final List<Words> KNOWN =
            List.of(
                    new Words("certificate not", Trouble.TLS),
                    new Words("certificate verif", Trouble.TLS),
                    new Words("tls is required, but", Trouble.TLS),
                    new Words("cannot start tls", Trouble.TLS),
                    new Words("tls handshake", Trouble.TLS),
                    new Words("ssl_connect error", Trouble.TLS),
                    new Words("host or domain name not found", Trouble.DNS),
                    new Words("name service error", Trouble.DNS),
                    new Words("servfail", Trouble.DNS),
                    new Words("nxdomain", Trouble.DNS),
                    new Words("host not found", Trouble.DNS),
                    new Words("unrouteable address", Trouble.DNS),
                    new Words("dns timeout", Trouble.DNS),
                    new Words("connection refused", Trouble.REFUSED),
                    new Words("no route to host", Trouble.REFUSED),
                    new Words("network is unreachable", Trouble.REFUSED),
                    new Words("econnrefused", Trouble.REFUSED),
                    new Words("connection timed out", Trouble.TIMEOUT),
                    new Words("operation timed out", Trouble.TIMEOUT),
                    new Words("timed out while", Trouble.TIMEOUT),
                    new Words("conversation with", Trouble.TIMEOUT),
                    new Words("etimedout", Trouble.TIMEOUT),
                    new Words("lost connection with", Trouble.RESET),
                    new Words("connection reset", Trouble.RESET),
                    new Words("remote host closed connection", Trouble.RESET),
                    new Words("econnreset", Trouble.RESET));

    private LocalTrouble() {}

    /// The trouble a text without a reply code speaks of.
    static Optional<Trouble> in(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> lower.contains(known.words()))
                .map(Words::trouble)
                .findFirst();
    }

    static String page(Trouble trouble) {
        return switch (trouble) {
            case DNS -> "X.4.3";
            case REFUSED, TIMEOUT -> "4.4.1";
            case RESET -> "X.4.2";
            case TLS -> "X.7.5";
        };
    }
}
