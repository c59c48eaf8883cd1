package org.restante.sending.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Who listens to conversations with receivers. While nobody does, a conversation costs one look at an empty list for each of its reads
/// and writes.
public final class Wiretaps {
    /// Listeners at once.
    public static final int MOST = 8;

    private static final int MOST_WAITING = 4096;

    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private final LongSupplier ticker;

    /// @param ticker a monotonic clock in nanoseconds
    public Wiretaps(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// Which conversations are heard; what is empty is open.
    ///
    /// @param site of the lane
    /// @param source of the lane, by name
    /// @param domain of one of the message's recipients
    /// @param message the beginning of a queue id
    public record Choice(
            Optional<String> site,
            Optional<String> source,
            Optional<String> domain,
            Optional<String> message) {
        public Choice {
            site = site.map(Choice::lower);
            domain = domain.map(Choice::lower);
            message = message.map(Choice::lower);
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }

        boolean includes(Wiretap tap) {
            return (site.isEmpty() || site.get().equals(lower(tap.site())))
                    && (source.isEmpty() || source.get().equals(tap.source()))
                    && (domain.isEmpty() || tap.isFor(domain.get()))
                    && (message.isEmpty() || tap.carries(message.get()));
        }
    }

    /// A listener: lines wait for it, up to a bound; what is beyond is left out and counted. Closed, it hears nothing more.
    public static final class Ear implements AutoCloseable {
        private final Wiretaps taps;
        private final Choice choice;
        private final BlockingQueue<Overheard> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private final AtomicLong missed = new AtomicLong();

        private Ear(Wiretaps taps, Choice choice) {
            this.taps = taps;
            this.choice = choice;
        }

        /// The next line; null when none came within `patience`.
        public @Nullable Overheard next(long patienceMillis) throws InterruptedException {
            return waiting.poll(patienceMillis, TimeUnit.MILLISECONDS);
        }

        /// Lines left out since this was last asked.
        public long missed() {
            return missed.getAndSet(0);
        }

        private void hear(Wiretap tap, Overheard line) {
            if (choice.includes(tap) && !waiting.offer(line)) {
                missed.incrementAndGet();
            }
        }

        @Override
        public void close() {
            taps.ears.remove(this);
        }
    }

    /// Listens from now on; empty when [#MOST] do already.
    public synchronized Optional<Ear> listen(Choice choice) {
        if (ears.size() >= MOST) {
            return Optional.empty();
        }
        var ear = new Ear(this, choice);
        ears.add(ear);
        return Optional.of(ear);
    }

    /// The tap of a conversation that begins.
    public Wiretap of(String session, String site, String source, String host) {
        return new Wiretap(this, session, site, source, host);
    }

    /// Whether as many listen as may.
    public boolean isFull() {
        return ears.size() >= MOST;
    }

    boolean isIdle() {
        return ears.isEmpty();
    }

    long now() {
        return ticker.getAsLong();
    }

    void hear(Wiretap tap, Overheard line) {
        for (var ear : ears) {
            ear.hear(tap, line);
        }
    }
}
