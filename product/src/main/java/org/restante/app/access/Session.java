package org.restante.app.access;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.restante.sending.reception.Client;

/// A person who has signed in to the console.
///
/// @param id names it without telling its secret
/// @param ends when it is over at the latest
public record Session(String id, ConsoleUser user, Instant since, Instant ends) {
    /// Who acts, for events and logs. The blank keeps it apart from every token's name.
    public String actor() {
        return "user " + user.name();
    }

    /// What it may do, as a token may.
    public Token token() {
        return new Token(
                "session-" + id,
                "",
                Set.of(user.role().scope()),
                new Client(
                        actor(),
                        user.tenant(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        OptionalLong.empty(),
                        OptionalLong.empty()),
                OptionalLong.empty(),
                since,
                Optional.of(ends));
    }
}
