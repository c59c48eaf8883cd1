package org.restante.app.hooks;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a hook finds again after a restart: how far it is, what waits and what is dead. May be shared.
final class HookMemory {
    private static final Logger LOG = LoggerFactory.getLogger(HookMemory.class);
    private static final int MOST_DEAD = 10_000;
    private static final long MOST_DEAD_OCTETS = 16 << 20;
    private static final long SAVE_EACH_NANOS = 1_000_000_000L;

    private final HookSettings settings;
    private final HookFiles files;
    private final DeadLetters dead;
    private final String sum;
    private final String whose;
    private final HookState found;
    private final HookQueue queue;
    private final Object saving = new Object();
    private volatile long saved = System.nanoTime();

    /// @param folder of its files
    /// @param events the journal's folder; a new hook begins at its end
    HookMemory(
            HookSettings settings,
            Path folder,
            Path events,
            InstantSource clock,
            RandomGenerator chance)
            throws IOException {
        this.settings = settings;
        files = new HookFiles(folder, settings.name());
        dead =
                new DeadLetters(
                        folder.resolve(settings.name() + ".dead"), MOST_DEAD, MOST_DEAD_OCTETS);
        sum = sum(settings.to().toString());
        whose = sum(settings.whose());
        var known = files.read();
        found =
                known.isPresent()
                        ? meant(known.get(), clock)
                        : new HookState(sum, HookReading.end(events), null, List.of());
        queue = new HookQueue(settings.connections(), settings.tries(), found, chance);
        if (!known.equals(Optional.of(found.of(whose)))) {
            keep();
        }
        if (!Objects.equals(found.to(), sum)) {
            queue.comesBack();
        }
    }

    /// What waits and what is dead was meant for whoever had this name before: another host, tenant or kind must not get it.
    private HookState meant(HookState state, InstantSource clock) throws IOException {
        var before = state.whose();
        if (before == null || before.equals(whose)) {
            return state;
        }
        var aside = dead.putAside(state.letters(), clock.instant());
        aside.ifPresent(file ->
                LOG.warn(
                        "webhook {} has another host, tenant or kind than before: the payloads that were not taken before are put aside in {}",
                        settings.name(),
                        file));
        return state.withoutLetters();
    }

    /// As it was at the start.
    HookState found() {
        return found;
    }

    HookQueue queue() {
        return queue;
    }

    DeadLetters dead() {
        return dead;
    }

    /// Writes what has changed, once a second at most.
    void saveInTime() {
        if (queue.hasChanged() && System.nanoTime() - saved > SAVE_EACH_NANOS) {
            save();
        }
    }

    /// Where it fails the log tells, and it is written later.
    void save() {
        saved = System.nanoTime();
        try {
            keep();
        } catch (ClosedByInterruptException e) {
            LOG.debug("webhook {} is stopped while it writes", settings.name());
        } catch (IOException e) {
            LOG.error(
                    "webhook {}: how far it is cannot be kept: {}", settings.name(), e.toString());
        }
    }

    /// On disk when this returns.
    void keep() throws IOException {
        synchronized (saving) {
            try {
                files.write(queue.state(sum).of(whose));
            } catch (IOException e) {
                queue.notWritten();
                throw e;
            }
        }
    }

    private static String sum(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
