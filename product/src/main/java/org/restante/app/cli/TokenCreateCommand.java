package org.restante.app.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante token create`.
@Command(
        name = "create",
        description =
                "Make a token and show it, this once. Standard output has nothing but the token.",
        sortOptions = false)
final class TokenCreateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "What it is for; logs and events show this.")
    private String name = "";

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = ",",
            description =
                    "What it is good for: submit (hand in mail), read (see), operate (act, and read), admin (everything). Several by commas; submit without it.")
    private List<String> scopes = List.of("submit");

    @Mixin private TokenFileOption tokens = new TokenFileOption();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "A time such as 2027-01-31T12:00:00Z, or a span such as P90D.")
    private @Nullable String expires;

    @Mixin private ClientOptions client = new ClientOptions();

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            description = "No more than so many; without it the server's own bound.")
    private @Nullable Long perSecond;

    TokenCreateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        var text = TokenText.make(new SecureRandom());
        var now = surroundings.clock().instant();
        var token =
                new Token(
                        text.id(),
                        text.digest(),
                        scopes(),
                        client.named(name),
                        ClientOptions.count(perSecond),
                        Instant.ofEpochSecond(now.getEpochSecond()),
                        end(now));
        var file = tokens.fileToChange(surroundings);
        file.add(token);
        surroundings.out().println(text.text());
        surroundings.out().flush();
        surroundings
                .err()
                .println("Token " + name + " is in " + file.path() + ". It is not shown again.");
        if (!client.note().isEmpty()) {
            surroundings.err().println(client.note());
        }
        return Exit.DONE;
    }

    private Set<Scope> scopes() {
        var all = EnumSet.noneOf(Scope.class);
        for (var word : scopes) {
            all.add(
                    Scope.of(word)
                            .orElseThrow(() ->
                                    new InputError(
                                            "--scope: '"
                                                    + word
                                                    + "' is none; submit, read, operate or admin would be right")));
        }
        return all;
    }

    private Optional<Instant> end(Instant now) {
        if (expires == null) {
            return Optional.empty();
        }
        try {
            var end = parsed(expires, now);
            if (!end.isAfter(now)) {
                throw new InputError(
                        "--expires: '"
                                + expires
                                + "' is over; 2027-01-31T12:00:00Z or P90D would be right");
            }
            return Optional.of(end);
        } catch (DateTimeException e) {
            throw new InputError(
                    "--expires: '"
                            + expires
                            + "' is no time; 2027-01-31T12:00:00Z or P90D would be right",
                    e);
        }
    }

    private static Instant parsed(String text, Instant now) {
        if (!text.startsWith("P")) {
            return Instant.parse(text);
        }
        return text.contains("T")
                ? now.plus(Duration.parse(text))
                : now.atOffset(ZoneOffset.UTC).plus(Period.parse(text)).toInstant();
    }
}
