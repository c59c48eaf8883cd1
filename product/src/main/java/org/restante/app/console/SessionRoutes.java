package org.restante.app.console;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.ConsoleDoor;
import org.restante.app.access.ConsoleUser;
import org.restante.app.access.Login;
import org.restante.app.access.Session;
import org.restante.app.api.Answer;
import org.restante.app.api.Call;
import org.restante.app.api.Endpoint;
import org.restante.app.api.Problem;
import org.restante.app.api.ProblemKind;
import org.restante.app.api.UnusableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in to the console and out of it, and the first user's set-up. For everybody, but only from a page of this server.
public final class SessionRoutes implements Endpoint.Group {
    private static final Logger AUDIT = LoggerFactory.getLogger("restante.audit");

    private final ConsoleDoor door;

    public SessionRoutes(ConsoleDoor door) {
        this.door = door;
    }

    /// What somebody types who signs in.
    public record Entry(@Nullable String name, @Nullable String password) {}

    /// What the first user types.
    public record SetUp(
            @Nullable String secret, @Nullable String name, @Nullable String password) {}

    /// Who is signed in.
    ///
    /// @param user null for nobody
    /// @param isSetUp whether there is any user
    /// @param now the server's time, by which pages reckon
    public record Standing(@Nullable Person user, boolean isSetUp, String now) {}

    /// @param tenant null for everybody's mail
    /// @param ends when the session is over at the latest
    public record Person(String name, String role, @Nullable String tenant, String ends) {
        static Person of(Session session) {
            return new Person(
                    session.user().name(),
                    session.user().role().word(),
                    session.user().tenant().orElse(null),
                    text(session.ends()));
        }

        private static String text(Instant time) {
            return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/api/v1/session", this::standing),
                Endpoint.openPost("/api/v1/session", this::enter),
                new Endpoint("DELETE", "/api/v1/session", Optional.empty(), this::leave),
                Endpoint.openPost("/api/v1/session/setup", this::setUp));
    }

    private Answer standing(Call call) {
        return Answer.ok(
                standing(call.session().flatMap(door::session).map(Person::of).orElse(null)));
    }

    private Standing standing(@Nullable Person person) {
        return new Standing(person, door.isSetUp(), door.now().toString());
    }

    private Answer enter(Call call) throws Problem, IOException {
        call.requireOurs();
        var entry = call.json(Entry.class);
        return enter(call, needed("name", entry.name()), needed("password", entry.password()));
    }

    private static String needed(String field, @Nullable String text) throws Problem {
        if (text == null || text.isEmpty()) {
            throw Problem.field(field, "is missing");
        }
        return text;
    }

    private Answer enter(Call call, String name, String password) throws Problem {
        return switch (login(call, name, password)) {
            case Login.Entered(var secret, var session, var browser) -> {
                tell(call, name, "signed in");
                call.session().ifPresent(door::end);
                yield new Answer.Json(
                        200,
                        standing(Person.of(session)),
                        List.of(call.keeping(secret), call.keepingKnown(browser)));
            }
            case Login.Wrong _ -> {
                tell(call, name, "did not sign in: wrong name or password");
                throw Problem.of(
                        ProblemKind.UNAUTHENTICATED, "no user has this name and this password");
            }
            case Login.TooOften(var wait) -> {
                tell(call, name, "did not sign in: too many tries");
                throw Problem.of(
                                ProblemKind.TOO_MANY,
                                "too many wrong passwords; the next may be tried in "
                                        + (wait.toSeconds() + 1)
                                        + " seconds")
                        .retryAfter(wait.plusSeconds(1));
            }
        };
    }

    /// What no user can be called is no user's.
    private Login login(Call call, String name, String password) {
        return door.login(
                ConsoleUser.isName(name) ? name : "?", password, call.peer(), call.knownBrowser());
    }

    private static void tell(Call call, String name, String what) {
        AUDIT.info(
                "user {} from {} {}",
                ConsoleUser.isName(name) ? name : "?",
                call.peer().getHostAddress(),
                what);
    }

    private Answer leave(Call call) throws Problem {
        call.requireOurs();
        call.session().ifPresent(door::end);
        return new Answer.Json(200, standing((Person) null), List.of(call.keeping("")));
    }

    private Answer setUp(Call call) throws Problem, IOException {
        call.requireOurs();
        var wish = call.json(SetUp.class);
        var name = checkedName(wish.name());
        var password = checkedPassword(wish.password());
        try {
            if (!door.setUp(needed("secret", wish.secret()), name, password)) {
                throw Problem.of(
                        ProblemKind.FORBIDDEN,
                        door.isSetUp()
                                ? "the console is set up; sign in"
                                : "this is not the set-up link that the server printed when it started last");
            }
        } catch (BadUsers e) {
            throw UnusableFile.problem("console users", e);
        }
        tell(call, name, "set the console up");
        return enter(call, name, password);
    }

    static String checkedName(@Nullable String name) throws Problem {
        if (name == null || !ConsoleUser.isName(name)) {
            throw Problem.field("name", "at most 64 letters, digits and ._@+- would be right");
        }
        return name;
    }

    static String checkedPassword(@Nullable String password) throws Problem {
        if (password == null || !ConsoleDoor.isPassword(password)) {
            throw Problem.field(
                    "password", "at least " + ConsoleDoor.SHORTEST + " characters would be right");
        }
        return password;
    }
}
