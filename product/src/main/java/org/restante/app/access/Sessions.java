package org.restante.app.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Who is signed in. In memory alone, by the SHA-256 of each session's secret: a restart signs everybody out. May be shared.
final class Sessions {
    /// A session nobody uses.
    static final Duration IDLE = Duration.ofHours(1);

    /// Any session.
    static final Duration LONGEST = Duration.ofHours(12);

    private static final int MOST = 1_000;
    private static final int MOST_OF_ONE = 20;
    private static final int SECRET = 32;

    private final SecureRandom chance;
    private final LongSupplier ticker;

    /// By digest, the oldest first. Guarded by itself.
    private final Map<String, Kept> byDigest = new LinkedHashMap<>();

    private static final class Kept {
        private final Session session;
        private final long began;
        private long used;

        Kept(Session session, long began) {
            this.session = session;
            this.began = began;
            this.used = began;
        }

        boolean isOver(long now) {
            return now - began >= LONGEST.toNanos() || now - used >= IDLE.toNanos();
        }
    }

    Sessions(SecureRandom chance, LongSupplier ticker) {
        this.chance = chance;
        this.ticker = ticker;
    }

    /// What a browser shows for its session: 256 bits of chance.
    String secret() {
        var secret = new byte[SECRET];
        chance.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /// Begins a session.
    Session begin(String secret, ConsoleUser user, Instant now) {
        var digest = digest(secret);
        var session = new Session(digest.substring(0, 8), user, now, now.plus(LONGEST));
        synchronized (byDigest) {
            byDigest.values().removeIf(kept -> kept.isOver(ticker.getAsLong()));
            makeRoom(user.name());
            byDigest.put(digest, new Kept(session, ticker.getAsLong()));
        }
        return session;
    }

    private void makeRoom(String name) {
        var own = new ArrayList<String>();
        byDigest.forEach((digest, kept) -> {
            if (kept.session.user().name().equals(name)) {
                own.add(digest);
            }
        });
        if (own.size() >= MOST_OF_ONE) {
            byDigest.remove(own.getFirst());
        } else if (byDigest.size() >= MOST) {
            byDigest.remove(byDigest.keySet().iterator().next());
        }
    }

    /// The session of a secret; using it keeps it from falling idle.
    Optional<Session> of(String secret) {
        synchronized (byDigest) {
            var digest = digest(secret);
            var kept = byDigest.get(digest);
            if (kept == null) {
                return Optional.empty();
            }
            if (kept.isOver(ticker.getAsLong())) {
                byDigest.remove(digest);
                return Optional.empty();
            }
            kept.used = ticker.getAsLong();
            return Optional.of(kept.session);
        }
    }

    /// Whether a secret has a session; looking is not using.
    boolean stands(String secret) {
        synchronized (byDigest) {
            var kept = byDigest.get(digest(secret));
            return kept != null && !kept.isOver(ticker.getAsLong());
        }
    }

    void end(String secret) {
        synchronized (byDigest) {
            byDigest.remove(digest(secret));
        }
    }

    private static String digest(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
