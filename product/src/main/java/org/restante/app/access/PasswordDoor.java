package org.restante.app.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Compares what clients show with the file of users. May be shared.
///
/// An unknown name costs as much as a wrong password. What succeeded is remembered for a while by a hash with a key of this process alone, so
/// that a client which logs in for every message pays once; a failure is never remembered. Only so many hashes are made at once: their
/// memory is bounded, and guessers wait for each other.
public final class PasswordDoor {
    private static final int REMEMBERED = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int LONGEST_PASSWORD = 1024;

    private final LongSupplier ticker;
    private final SecretKeySpec key;
    private final PasswordHash nobody;
    private final Semaphore permits;
    private final LongAdder failures = new LongAdder();
    private volatile Users users;

    /// When what succeeded is forgotten. Guarded by itself.
    private final Map<String, Long> remembered =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// @param ticker nanoseconds, monotonic
    /// @param atOnce hashes made at the same time
    public PasswordDoor(Users users, LongSupplier ticker, SecureRandom chance, int atOnce) {
        this.users = users;
        this.ticker = ticker;
        var secret = new byte[32];
        chance.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.nobody = PasswordHash.of("", PasswordHash.Cost.USUAL, chance);
        this.permits = new Semaphore(atOnce, true);
    }

    /// What the file of users keeps of a password.
    public static String hash(String password, SecureRandom chance) {
        return PasswordHash.of(password, PasswordHash.Cost.USUAL, chance).text();
    }

    /// From now on these are the users. Who was removed or has a new password is not remembered any more.
    public void replace(Users changed) {
        users = changed;
    }

    /// Wrong names and passwords since the start.
    public long failures() {
        return failures.sum();
    }

    /// The user who showed the same a short while ago; no hash is made.
    public Optional<User> remembered(String name, String password) {
        if (password.length() > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        return users.named(name)
                .filter(user -> isRemembered(proof(name, password, user.password())));
    }

    /// The user with this name and password.
    public Optional<User> user(String name, String password) {
        if (password.length() > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        var user = users.named(name);
        var proof = proof(name, password, user.map(User::password).orElse(""));
        if (user.isPresent() && isRemembered(proof)) {
            return user;
        }
        if (!compare(user, password)) {
            failures.increment();
            return Optional.empty();
        }
        remember(proof);
        return user;
    }

    /// For nobody's name a hash is made too.
    private boolean compare(Optional<User> user, String password) {
        var hash = user.flatMap(known -> PasswordHash.read(known.password()));
        permits.acquireUninterruptibly();
        try {
            return hash.orElse(cost()).isOf(password) && hash.isPresent();
        } finally {
            permits.release();
        }
    }

    /// A hash as costly as those in the file.
    private PasswordHash cost() {
        return users.all().stream()
                .findFirst()
                .flatMap(user -> PasswordHash.read(user.password()))
                .map(hash -> new PasswordHash(hash.cost(), nobody.salt(), nobody.hash()))
                .orElse(nobody);
    }

    /// The stored hash is part of it, so that a new password makes another proof.
    private String proof(String name, String password, String stored) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (var part : new String[] {name, password, stored}) {
                var octets = part.getBytes(StandardCharsets.UTF_8);
                mac.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
                mac.update(octets);
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it: HmacSHA256", e);
        }
    }

    private boolean isRemembered(String proof) {
        synchronized (remembered) {
            var until = remembered.get(proof);
            if (until != null && until - ticker.getAsLong() <= 0) {
                remembered.remove(proof);
                return false;
            }
            return until != null;
        }
    }

    private void remember(String proof) {
        synchronized (remembered) {
            remembered.put(proof, ticker.getAsLong() + MEMORY.toNanos());
        }
    }
}
