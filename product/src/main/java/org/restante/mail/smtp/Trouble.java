package org.restante.mail.smtp;

import java.util.Locale;
import java.util.Optional;

/// What ended an attempt when no server replied. A trouble is never a [Reply]: "Connection refused" is the network's word,
/// "refused to talk to me: 421 …" is a server's.
public enum Trouble {
    /// The name of the next hop or its addresses could not be found.
    DNS,
    /// TCP was refused or the host or network was unreachable.
    REFUSED,
    /// A connection, a greeting or a reply did not come in time.
    TIMEOUT,
    /// The connection was lost.
    RESET,
    /// The TLS handshake failed or the certificate did not satisfy the policy.
    TLS;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    public static Optional<Trouble> of(String word) {
        for (var trouble : values()) {
            if (trouble.word.equals(word)) {
                return Optional.of(trouble);
            }
        }
        return Optional.empty();
    }
}
