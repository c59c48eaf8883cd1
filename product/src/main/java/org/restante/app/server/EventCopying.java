package org.restante.app.server;

import java.io.IOException;
import org.restante.mail.event.Journal;
import org.restante.sending.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies events from the spool, where they are durable first, to the journal. What is copied twice after a crash has the same id
/// both times.
final class EventCopying implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventCopying.class);
    private static final long EACH_MILLIS = 250;

    private final Spool spool;
    private final Journal journal;
    private final Thread thread;
    private volatile boolean closed;

    EventCopying(Spool spool, Journal journal) {
        this.spool = spool;
        this.journal = journal;
        thread = Thread.ofPlatform().name("events").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long copied = spool.eventsCopied();
        while (!closed) {
            try {
                copied = copy(copied);
                Thread.sleep(EACH_MILLIS);
            } catch (IOException e) {
                LOG.error(
                        "events cannot be copied to the journal, they stay in the spool: {}",
                        e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(20 * EACH_MILLIS);
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
        copy(spool.eventsCopied());
    }
}
