package org.restante.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares what programs show with the file of tokens, which is read again within a second of a change. A file that cannot be used leaves
/// the tokens as they were, and is told once. May be shared.
public final class TokenDoor {
    private static final Logger LOG = LoggerFactory.getLogger(TokenDoor.class);
    private static final long LOOKS_AGAIN = Duration.ofSeconds(1).toNanos();

    private final Supplier<Path> place;
    private final Token local;
    private final LongSupplier ticker;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile long looked;
    private volatile Seen seen;

    /// The tokens, and which state of the file they are of.
    private record Seen(Tokens tokens, @Nullable Stamp stamp) {}

    private record Stamp(Path file, FileTime changed, long size) {}

    /// @param place which file it is now; it need not be there
    /// @param local the token of the commands beside the server; in no file of tokens
    /// @param ticker nanoseconds, monotonic
    public TokenDoor(Supplier<Path> place, Token local, LongSupplier ticker)
            throws IOException, BadUsers {
        this.place = place;
        this.local = local;
        this.ticker = ticker;
        var stamp = stamp();
        this.looked = ticker.getAsLong();
        this.seen = seen(stamp);
    }

    /// The token whose text this is; empty for none, or one that has expired.
    public Optional<Token> token(String shown, Instant now) {
        lookAgain();
        return TokenText.read(shown)
                .flatMap(text -> known(text.id()).filter(text::isOf))
                .filter(token -> !token.hasExpired(now));
    }

    private Optional<Token> known(String id) {
        return id.equals(local.id()) ? Optional.of(local) : seen.tokens().withId(id);
    }

    /// Whoever comes while the file is read waits for what stands in it.
    private void lookAgain() {
        if (ticker.getAsLong() - looked < LOOKS_AGAIN) {
            return;
        }
        reading.lock();
        try {
            long now = ticker.getAsLong();
            if (now - looked >= LOOKS_AGAIN) {
                readAgain();
                looked = now;
            }
        } finally {
            reading.unlock();
        }
    }

    private void readAgain() {
        Stamp stamp = null;
        try {
            stamp = stamp();
            if (!Objects.equals(stamp, seen.stamp())) {
                seen = seen(stamp);
                LOG.info("{} tokens are known now", seen.tokens().all().size());
            }
        } catch (IOException | BadUsers e) {
            LOG.error("the tokens stay as they were: {}", e.getMessage());
            seen = new Seen(seen.tokens(), stamp);
        }
    }

    private static Seen seen(@Nullable Stamp stamp) throws IOException, BadUsers {
        return new Seen(stamp == null ? Tokens.NONE : Tokens.read(stamp.file()), stamp);
    }

    private @Nullable Stamp stamp() throws IOException {
        var file = place.get();
        try {
            return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
