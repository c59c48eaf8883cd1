package org.restante.app.access;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lets people in to the console: by name and password, or by the set-up secret as long as there is no user. A session is good while its user
/// stands in the file with the same password; the role is the file's of now. May be shared.
public final class ConsoleDoor {
    /// The shortest password.
    public static final int SHORTEST = 10;

    private static final int LONGEST = 1024;
    private static final int HASHES_AT_ONCE = 4;

    private final ConsoleUserFile file;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final SecureRandom chance;
    private final InstantSource clock;
    private final PasswordHash nobody;
    private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE, true);

    /// Empty once somebody has used it, or where there was a user from the start.
    private volatile @Nullable String setUpSecret;

    /// @param ticker nanoseconds, monotonic
    public ConsoleDoor(
            ConsoleUserFile file, SecureRandom chance, InstantSource clock, LongSupplier ticker) {
        this.file = file;
        this.chance = chance;
        this.clock = clock;
        sessions = new Sessions(chance, ticker);
        throttle = new LoginThrottle(ticker);
        nobody = PasswordHash.of("", PasswordHash.Cost.USUAL, chance);
        setUpSecret = file.users().all().isEmpty() ? sessions.secret() : null;
    }

    /// The secret that makes the first administrator; empty where there is a user.
    public Optional<String> setUpSecret() {
        return Optional.ofNullable(setUpSecret).filter(secret -> !isSetUp());
    }

    /// Whether there is a user.
    public boolean isSetUp() {
        return !file.users().all().isEmpty();
    }

    /// By its clock.
    public Instant now() {
        return clock.instant();
    }

    public ConsoleUsers users() {
        return file.users();
    }

    /// Whether a text will do as a password.
    public static boolean isPassword(String text) {
        return text.length() >= SHORTEST && text.length() <= LONGEST;
    }

    /// Makes the first user, an administrator.
    ///
    /// @return whether the secret was right and not used before
    public synchronized boolean setUp(String secret, String name, String password)
            throws IOException, BadUsers {
        var wanted = setUpSecret().orElse(null);
        if (wanted == null
                || !MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.US_ASCII),
                        secret.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        file.putFirst(new ConsoleUser(name, Role.ADMIN, Optional.empty(), hash(password)));
        setUpSecret = null;
        return true;
    }

    /// Adds a user, or changes one.
    public void put(String name, Role role, Optional<String> tenant, String password)
            throws IOException, BadUsers {
        file.put(new ConsoleUser(name, role, tenant, hash(password)));
    }

    /// Takes a user out; the sessions end.
    public void remove(String name) throws IOException, BadUsers {
        file.remove(name);
    }

    private String hash(String password) {
        hashes.acquireUninterruptibly();
        try {
            return PasswordHash.of(password, PasswordHash.Cost.USUAL, chance).text();
        } finally {
            hashes.release();
        }
    }

    /// Signs a person in.
    ///
    /// @param shown what the browser keeps of an earlier sign-in, good or not
    public Login login(String name, String password, InetAddress from, Optional<String> shown) {
        var user = file.users().named(name);
        var known = user.flatMap(one -> shown.flatMap(text -> KnownBrowser.read(text, one)));
        var asker = new LoginThrottle.Asker(from, name, known.map(KnownBrowser::id));
        var wait = throttle.take(asker);
        if (wait.isPresent()) {
            return new Login.TooOften(wait.get());
        }
        if (password.length() > LONGEST || !compare(user, password) || user.isEmpty()) {
            return new Login.Wrong();
        }
        throttle.right(asker);
        var secret = sessions.secret();
        return new Login.Entered(
                secret,
                sessions.begin(secret, user.get(), clock.instant()),
                known.orElseGet(() -> KnownBrowser.make(user.get(), chance)).text());
    }

    /// An unknown name costs as much as a wrong password.
    private boolean compare(Optional<ConsoleUser> user, String password) {
        var hash = user.flatMap(known -> PasswordHash.read(known.password()));
        hashes.acquireUninterruptibly();
        try {
            return hash.orElse(nobody).isOf(password) && hash.isPresent();
        } finally {
            hashes.release();
        }
    }

    /// The session of a secret that a browser shows.
    public Optional<Session> session(String secret) {
        return sessions.of(secret)
                .flatMap(session -> {
                    var now = file.users().named(session.user().name());
                    if (now.isEmpty() || !now.get().password().equals(session.user().password())) {
                        sessions.end(secret);
                        return Optional.empty();
                    }
                    return Optional.of(
                            new Session(session.id(), now.get(), session.since(), session.ends()));
                });
    }

    /// Whether a secret has a session still, of a user who has not changed since; asking does not keep it from falling idle.
    public boolean stands(String secret, ConsoleUser user) {
        return sessions.stands(secret)
                && file.users().named(user.name()).filter(user::equals).isPresent();
    }

    /// Signs out.
    public void end(String secret) {
        sessions.end(secret);
    }
}
