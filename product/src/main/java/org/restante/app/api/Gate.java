package org.restante.app.api;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenDoor;

/// Lets a request in: by its token, within the token's rate. Addresses that show wrong tokens too often are not listened to for a minute.
final class Gate {
    private static final int ADDRESSES = 10_000;
    private static final String BEARER = "bearer ";

    private final TokenDoor door;
    private final ApiSettings settings;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Map<String, Rate> rates = recent();
    private final Map<InetAddress, Rate> failures = recent();

    Gate(TokenDoor door, ApiSettings settings, InstantSource clock, LongSupplier ticker) {
        this.door = door;
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

    /// The token of a request that asks for a scope.
    ///
    /// @param authorization the header (RFC 6750 §2.1)
    Token admit(Optional<String> authorization, InetAddress from, Scope wanted) throws Problem {
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
        if (rate(failures, from, settings.failuresPerMinute() / 60.0, settings.failuresPerMinute())
                .isEmpty(ticker.getAsLong())) {
            throw tooMany("too many wrong tokens from " + from.getHostAddress());
        }
        var token = door.token(shown.get(), clock.instant());
        if (token.isEmpty()) {
            rate(failures, from, settings.failuresPerMinute() / 60.0, settings.failuresPerMinute())
                    .take(ticker.getAsLong());
            throw Problem.of(ProblemKind.UNAUTHENTICATED, "that token is not known, or has expired")
                    .withCode(Optional.of("5.7.8"));
        }
        if (!token.get().covers(wanted)) {
            throw Problem.of(
                            ProblemKind.FORBIDDEN,
                            "token '"
                                    + token.get().name()
                                    + "' has no scope '"
                                    + wanted.word()
                                    + "'")
                    .withCode(Optional.of("5.7.1"));
        }
        long perSecond = token.get().requestsPerSecond().orElse(settings.requestsPerSecond());
        if (!rate(rates, token.get().id(), perSecond, Math.max(1, perSecond))
                .take(ticker.getAsLong())) {
            throw tooMany(
                    "token '"
                            + token.get().name()
                            + "' may make "
                            + perSecond
                            + " requests a second");
        }
        return token.get();
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

        private void fill(long now) {
            left = Math.min(burst, left + (now - at) / 1e9 * perSecond);
            at = now;
        }

        synchronized boolean isEmpty(long now) {
            fill(now);
            return left < 1;
        }

        synchronized boolean take(long now) {
            fill(now);
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
