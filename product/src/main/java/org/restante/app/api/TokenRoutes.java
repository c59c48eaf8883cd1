package org.restante.app.api;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Programs' keys to this interface, for administrators of the whole server. A token's text is told once, when it is made.
public final class TokenRoutes implements Endpoint.Group {
    private static final Logger LOG = LoggerFactory.getLogger("restante.audit");

    private final Supplier<Path> place;
    private final SecureRandom chance;
    private final InstantSource clock;

    /// @param place which file of tokens is in force; it need not be there
    public TokenRoutes(Supplier<Path> place, SecureRandom chance, InstantSource clock) {
        this.place = place;
        this.chance = chance;
        this.clock = clock;
    }

    /// A token, without what is secret.
    public record Listed(
            String id,
            String name,
            List<String> scopes,
            Instant created,
            @Nullable Instant expires,
            @Nullable Long requestsPerSecond,
            @Nullable String tenant,
            List<String> senders,
            List<String> pools,
            List<String> streams,
            boolean steers,
            @Nullable Long recipientsPerHour,
            @Nullable Long recipientsPerDay) {
        public Listed {
            scopes = List.copyOf(scopes);
            senders = List.copyOf(senders);
            pools = List.copyOf(pools);
            streams = List.copyOf(streams);
        }

        static Listed of(Token token) {
            var client = token.client();
            return new Listed(
                    token.id(),
                    token.name(),
                    token.scopes().stream().map(Scope::word).sorted().toList(),
                    token.created(),
                    token.expires().orElse(null),
                    number(token.requestsPerSecond()),
                    client.tenant().orElse(null),
                    client.senders().stream().map(Domain::ascii).sorted().toList(),
                    client.pools().stream().sorted().toList(),
                    client.streams().stream().sorted().toList(),
                    client.steers(),
                    number(client.recipientsPerHour()),
                    number(client.recipientsPerDay()));
        }

        private static @Nullable Long number(OptionalLong number) {
            return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
        }
    }

    /// All of them, by name.
    public record AllTokens(List<Listed> tokens) {
        public AllTokens {
            tokens = List.copyOf(tokens);
        }
    }

    /// A new one.
    ///
    /// @param text the key itself; it is not told again
    public record Made(String text, Listed token) {
        @Override
        public String toString() {
            return "token " + token.name();
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/tokens", Scope.ADMIN, this::list),
                Endpoint.post("/api/v1/tokens", Scope.ADMIN, this::make),
                Endpoint.delete("/api/v1/tokens/{id}", Scope.ADMIN, this::revoke));
    }

    private Answer list(Call call) throws Problem, IOException {
        requireEverybodys(call);
        try {
            return Answer.ok(
                    new AllTokens(file().tokens().all().stream().map(Listed::of).toList()));
        } catch (BadUsers e) {
            throw unusable(e);
        }
    }

    private Answer make(Call call) throws Problem, IOException {
        requireEverybodys(call);
        var wish = call.json(TokenWish.class);
        var text = TokenText.make(chance);
        var token = wish.token(text, clock.instant());
        requireNoMoreThan(call.token(), token);
        try {
            file().add(token);
        } catch (BadUsers e) {
            throw unusable(e);
        }
        LOG.info(
                "token {} made by {}: id {}, for {}",
                token.name(),
                call.actor(),
                token.id(),
                token.scopes());
        return Answer.of(201, new Made(text.text(), Listed.of(token)));
    }

    private Answer revoke(Call call) throws Problem, IOException {
        requireEverybodys(call);
        try {
            var file = file();
            var token = file.tokens().withId(call.path("id"));
            if (token.isEmpty()) {
                throw Problem.of(ProblemKind.NOT_FOUND, "there is no such token");
            }
            file.remove(token.get().name());
            LOG.info(
                    "token {} ended by {}: id {}",
                    token.get().name(),
                    call.actor(),
                    token.get().id());
        } catch (BadUsers e) {
            throw unusable(e);
        }
        return new Answer.Done();
    }

    private TokenFile file() {
        return new TokenFile(place.get());
    }

    private static void requireNoMoreThan(Token mine, Token wished) throws Problem {
        var more = mine.exceededBy(wished);
        if (!more.isEmpty()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "a token grants at most what it has itself; this one is bounded in "
                            + String.join(", ", more));
        }
    }

    private static Problem unusable(BadUsers e) {
        return UnusableFile.problem("tokens", e);
    }

    private static void requireEverybodys(Call call) throws Problem {
        Client client = call.token().client();
        if (client.tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN, "tokens are the whole server's; this is one tenant's");
        }
    }
}
