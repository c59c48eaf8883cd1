package org.restante.app.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /// Whether it stands for a person who has signed in, and not for a program.
    public boolean isPersons() {
        return digest.isEmpty();
    }

    /// Whether nothing but its scopes bounds it.
    public boolean isUnbounded() {
        return requestsPerSecond.isEmpty()
                && expires.isEmpty()
                && exceededBy(Client.trusted(name())).isEmpty();
    }

    /// The keys in which the other may do more than this one: a program grants at most what it has. A person's session is bounded by the person's
    /// role alone.
    public List<String> exceededBy(Token other) {
        var keys = new ArrayList<String>();
        if (!other.scopes.stream().allMatch(this::covers)) {
            keys.add("scopes");
        }
        if (isPersons()) {
            return keys;
        }
        if (isMore(requestsPerSecond, other.requestsPerSecond)) {
            keys.add("requests_per_second");
        }
        if (expires.isPresent()
                && other.expires.filter(end -> !end.isAfter(expires.get())).isEmpty()) {
            keys.add("expires");
        }
        keys.addAll(exceededBy(other.client));
        return keys;
    }

    private List<String> exceededBy(Client other) {
        var keys = new ArrayList<String>();
        if (client.tenant().isPresent() && !client.tenant().equals(other.tenant())) {
            keys.add("tenant");
        }
        if (!client.senders().isEmpty()
                && (other.senders().isEmpty()
                        || !other.senders().stream().allMatch(client::maySendFrom))) {
            keys.add("senders");
        }
        if (isMore(client.pools(), other.pools())) {
            keys.add("pools");
        }
        if (isMore(client.streams(), other.streams())) {
            keys.add("streams");
        }
        if (other.steers() && !client.steers()) {
            keys.add("steers");
        }
        if (isMore(client.recipientsPerHour(), other.recipientsPerHour())) {
            keys.add("recipients_per_hour");
        }
        if (isMore(client.recipientsPerDay(), other.recipientsPerDay())) {
            keys.add("recipients_per_day");
        }
        return keys;
    }

    private static boolean isMore(OptionalLong bound, OptionalLong other) {
        return bound.isPresent() && other.orElse(Long.MAX_VALUE) > bound.getAsLong();
    }

    private static boolean isMore(Set<String> bound, Set<String> other) {
        return !bound.isEmpty() && (other.isEmpty() || !bound.containsAll(other));
    }

    @Override
    public String toString() {
        return "token " + name() + " (" + id + ")";
    }
}
