package org.restante.app.api;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.restante.app.access.ConsoleDoor;
import org.restante.app.access.Scope;
import org.restante.app.access.TokenDoor;

/// Lets a request in: by its token or its session, within a rate. An address that shows wrong tokens too often is told so; a right one always passes.
/// With a session's cookie alone nothing is changed: the request must show that a page of this server made it (CSRF).
final class Gate {
    private static final int ADDRESSES = 10_000;
    private static final String BEARER = "bearer ";

    private final TokenDoor door;
    private final Optional<ConsoleDoor> console;
    private final ApiSettings settings;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Map<String, Rate> rates = recent();
    private final Map<InetAddress, Rate> failures = recent();

    /// @param console empty where nobody signs in
    Gate(
            TokenDoor door,
            Optional<ConsoleDoor> console,
            ApiSettings settings,
            InstantSource clock,
            LongSupplier ticker) {
        this.door = door;
        this.console = console;
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// Guarded by itself.
    private static <K> Map<K, Rate> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Rate> eldest) {
                return size() > ADDRESSES;
            }
        };
    }

    /// Whose request it is that asks for a scope.
    Admitted admit(Credentials shown, InetAddress from, Scope wanted) throws Problem {
        var admitted =
                shown.authorization().isEmpty() && shown.session().isPresent()
                        ? byCookie(shown, shown.session().get())
                        : byToken(shown.authorization(), from);
        var token = admitted.token();
        if (!token.covers(wanted)) {
            throw Problem.of(
                            ProblemKind.FORBIDDEN,
                            words(admitted) + " has no scope '" + wanted.word() + "'")
                    .withCode(Optional.of("5.7.1"));
        }
        long perSecond = token.requestsPerSecond().orElse(settings.requestsPerSecond());
        if (!rate(rates, token.id(), perSecond, Math.max(1, perSecond)).take(ticker.getAsLong())) {
            throw tooMany(words(admitted) + " may make " + perSecond + " requests a second");
        }
        return admitted;
    }

    /// Who it is, in a sentence.
    private static String words(Admitted admitted) {
        var parts = admitted.actor().split(" ", 2);
        return parts[0] + " '" + parts[1] + "'";
    }

    private Admitted byCookie(Credentials shown, String secret) throws Problem {
        var session = console.flatMap(door -> door.session(secret));
        if (session.isEmpty()) {
            throw Problem.of(
                            ProblemKind.UNAUTHENTICATED,
                            "the session is over; signing in again would be right")
                    .withCode(Optional.of("5.7.8"));
        }
        if (shown.isChange() && !shown.isOurs()) {
            throw notOurs();
        }
        return new Admitted(
                session.get().token(),
                session.get().actor(),
                () ->
                        console.filter(door -> door.stands(secret, session.get().user()))
                                .isPresent());
    }

    /// What a request gets that another site may have made a browser send.
    static Problem notOurs() {
        return Problem.of(
                        ProblemKind.FORBIDDEN,
                        "from a browser a change needs the header "
                                + Credentials.HEADER
                                + " and this server's own Origin")
                .withCode(Optional.of("5.7.1"));
    }

    private Admitted byToken(Optional<String> authorization, InetAddress from) throws Problem {
        var shown =
                authorization
                        .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(text -> text.substring(BEARER.length()).strip());
        if (shown.isEmpty()) {
            throw Problem.of(
                            ProblemKind.UNAUTHENTICATED,
                            "'Authorization: Bearer rst_…' would be right; 'restante token create' makes one")
                    .withCode(Optional.of("5.7.8"));
        }
        // Nobody guesses a secret of 256 bits, and behind a proxy all have one address: who is
        // right passes, whatever others did.
        var token = door.token(shown.get(), clock.instant());
        if (token.isEmpty()) {
            if (!rate(
                            failures,
                            from,
                            settings.failuresPerMinute() / 60.0,
                            settings.failuresPerMinute())
                    .take(ticker.getAsLong())) {
                throw tooMany("too many wrong tokens from " + from.getHostAddress());
            }
            throw Problem.of(ProblemKind.UNAUTHENTICATED, "that token is not known, or has expired")
                    .withCode(Optional.of("5.7.8"));
        }
        return new Admitted(
                token.get(),
                "token " + token.get().name(),
                () -> door.token(shown.get(), clock.instant()).equals(token));
    }

    private static Problem tooMany(String detail) {
        return Problem.of(ProblemKind.TOO_MANY, detail)
                .withCode(Optional.of("4.7.0"))
                .retryAfter(Duration.ofSeconds(1));
    }

    private <K> Rate rate(Map<K, Rate> all, K key, double perSecond, double burst) {
        synchronized (all) {
            return all.computeIfAbsent(key, ignored -> new Rate(burst, ticker.getAsLong()))
                    .of(perSecond, burst);
        }
    }

    /// A bucket of so many requests, filled again at a steady rate. Guarded by itself.
    private static final class Rate {
        private double perSecond;
        private double burst;
        private double left;
        private long at;

        Rate(double left, long now) {
            this.left = left;
            this.at = now;
        }

        synchronized Rate of(double newRate, double newBurst) {
            perSecond = newRate;
            burst = newBurst;
            return this;
        }

        synchronized boolean take(long now) {
            left = Math.min(burst, left + (now - at) / 1e9 * perSecond);
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
