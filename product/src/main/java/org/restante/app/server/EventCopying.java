package org.restante.app.server;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.record.journal.FileJournal;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies events from the spool, where they are durable first, to the journal. While the journal cannot take them they stay in the
/// spool, and nobody who brings mail waits for it. What is copied twice after a crash has the same id both times.
final class EventCopying implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventCopying.class);
    private static final long EACH_MILLIS = 250;
    private static final long AFTER_TROUBLE_MILLIS = 20 * EACH_MILLIS;
    private static final long TIDY_NANOS = 60_000_000_000L;

    private final Spool spool;
    private final FileJournal journal;
    private final LongSupplier ticker;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String trouble;

    /// When all events were copied last.
    private volatile long went;

    EventCopying(Spool spool, FileJournal journal, LongSupplier ticker) {
        this.spool = spool;
        this.journal = journal;
        this.ticker = ticker;
        went = ticker.getAsLong();
        thread = Thread.ofPlatform().name("events").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Why events wait in the spool, empty while they are copied.
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        long copied = spool.eventsCopied();
        long tidied = ticker.getAsLong();
        while (!closed) {
            try {
                copied = copy(copied);
                if (ticker.getAsLong() - tidied > TIDY_NANOS) {
                    journal.tidy();
                    tidied = ticker.getAsLong();
                }
                went();
                Thread.sleep(EACH_MILLIS);
            } catch (IOException | RuntimeException e) {
                journal.takeBack();
                failed(e);
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Told once, not every five seconds.
    private void failed(Exception e) {
        var why = e instanceof IOException ? String.valueOf(e.getMessage()) : "a bug: " + e;
        if (trouble == null) {
            LOG.error(
                    "events cannot be copied to the journal, they stay in the spool until they can: {}",
                    why,
                    e instanceof IOException ? null : e);
        }
        trouble = why;
    }

    /// For how long events have not been copied.
    double lagSeconds() {
        return (ticker.getAsLong() - went) / 1e9;
    }

    private void went() {
        went = ticker.getAsLong();
        if (trouble != null) {
            LOG.info("events are copied to the journal again");
            trouble = null;
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_TROUBLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private synchronized long copy(long after) throws IOException, InterruptedException {
        long next =
                spool.events(
                        after,
                        (sequence, event) -> {
                            if (event.length > 0) {
                                journal.append(event);
                            }
                        });
        if (next != after) {
            journal.sync();
            spool.eventsCopied(next);
        }
        return next;
    }

    /// Copies what is left, and ends.
    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        thread.join();
        long copied = spool.eventsCopied();
        written(copied);
        copy(copied);
    }

    /// Waits for what sessions handed in last: it is written in the order it came.
    private void written(long copied) throws InterruptedException {
        try {
            spool.eventsCopied(copied).await();
        } catch (SpoolException e) {
            LOG.warn("the last events may come with the next start: {}", e.getMessage());
        }
    }
}
