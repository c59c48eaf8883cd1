package org.restante.sending.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many recipients are held, by the hold or export that holds them. Which these are depends on what mail is, so the spool is looked through; a
/// count is good for [#SPARING] times as long as it took, or until something is ordered, that looking costs a small part of one processor at most. Where nothing
/// holds mail nothing is looked at. Guarded by itself.
final class HeldMail {
    private static final Logger LOG = LoggerFactory.getLogger(HeldMail.class);
    private static final int SPARING = 20;
    private static final Duration STRETCH = Duration.ofSeconds(1);

    /// As long is a new count waited for, before that of lately is told.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Queue queue;
    private @Nullable CompletableFuture<Map<UUID, Long>> running;
    private Optional<Map<UUID, Long>> last = Optional.empty();
    private long goodUntil;
    private long changes;

    HeldMail(Queue queue) {
        this.queue = queue;
    }

    /// As counted lately; empty while they are counted for the first time.
    Optional<Map<UUID, Long>> lately() {
        if (queue.holds().isEmpty() && queue.exports().isEmpty()) {
            return Optional.of(Map.of());
        }
        var count = current();
        try {
            if (count != null) {
                return Optional.of(count.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            }
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // What is known from before is told.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return last;
        }
    }

    /// An order, or an export, has changed what is held: it is counted anew when somebody asks.
    synchronized void changed() {
        changes++;
        goodUntil = Long.MIN_VALUE;
    }

    /// The count that is made now; null where the last one is good still.
    private synchronized @Nullable CompletableFuture<Map<UUID, Long>> current() {
        if (running == null && (last.isEmpty() || queue.time().millis() >= goodUntil)) {
            var count = new CompletableFuture<Map<UUID, Long>>();
            long changesBefore = changes;
            running = count;
            Thread.ofPlatform().name("held mail").daemon().start(() -> make(count, changesBefore));
        }
        return running;
    }

    private void make(CompletableFuture<Map<UUID, Long>> count, long changesBefore) {
        try {
            long begun = queue.time().millis();
            var settled = queue.exports().settled();
            var held = counted();
            for (var export : settled) {
                if (!held.containsKey(export)) {
                    queue.exports().over(export);
                }
            }
            synchronized (this) {
                last = Optional.of(held);
                goodUntil =
                        changes == changesBefore
                                ? begun + (SPARING + 1) * (queue.time().millis() - begun)
                                : Long.MIN_VALUE;
                running = null;
            }
            count.complete(held);
        } catch (IOException e) {
            LOG.warn("how much mail is held cannot be told: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                running = running == count ? null : running;
            }
            count.cancel(false);
        }
    }

    private Map<UUID, Long> counted() throws IOException, InterruptedException {
        Map<UUID, Long> held = new HashMap<>();
        String rest = null;
        do {
            var walk = new Walk(queue, Filter.ALL, Cursor.of(rest), STRETCH);
            for (var it = walk.next(); it != null; it = walk.next()) {
                var holder = it.export() != null ? it.export() : it.heldBy();
                if (holder != null) {
                    held.merge(holder, 1L, Long::sum);
                }
            }
            rest = walk.rest();
            if (queue.isClosed()) {
                throw new InterruptedException("the queue is closed");
            }
        } while (rest != null);
        return Map.copyOf(held);
    }
}
