package org.restante.app.access;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.restante.sending.reception.Client;

/// A program's key to the HTTP interface, and what it may do. The key itself is known to the program alone.
///
/// @param id names it without telling it: the middle of its text
/// @param digest SHA-256 of the whole text, in hexadecimal; its 256 bits are chance, so nothing slower is needed
/// @param client what mail handed in with it may be
/// @param requestsPerSecond empty for the server's own bound
/// @param expires empty for never
public record Token(
        String id,
        String digest,
        Set<Scope> scopes,
        Client client,
        OptionalLong requestsPerSecond,
        Instant created,
        Optional<Instant> expires) {
    /// The name of the key that commands beside the server have; who acts by it says who they are.
    public static final String BESIDE = "control.json";

    public Token {
        scopes = Set.copyOf(scopes);
    }

    /// Whether a key may have the name: without blanks and quotes, of at most 200 characters, and not the server's own.
    public static boolean isName(String name) {
        return TableKeys.isName(name);
    }

    /// The name a person gave it.
    public String name() {
        return client.name();
    }

    public boolean covers(Scope wanted) {
        return scopes.stream().anyMatch(scope -> scope.covers(wanted));
    }

    public boolean hasExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }

    @Override
    public String toString() {
        return "token " + name() + " (" + id + ")";
    }
}
