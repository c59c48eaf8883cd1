package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.UUID;
import org.restante.sending.backlog.Backlog;
import org.restante.sending.spool.SpooledMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the index of who waits from what the spool holds: at the start, and where the index broke.
final class SpoolFiling {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFiling.class);

    /// What was due while the server was down is spread: five milliseconds a recipient, a minute at most.
    private static final long SPREAD_MILLIS = 60_000;

    private static final long SPREAD_MILLIS_EACH = 5;
    private static final int REFILED_AT_ONCE = 1_000;

    private final Queue queue;
    private final Backlog backlog;

    SpoolFiling(Queue queue, Backlog backlog) {
        this.queue = queue;
        this.backlog = backlog;
    }

    /// Files all that the spool holds.
    void all() throws IOException {
        long from = queue.time().millis();
        long spread =
                Math.clamp(
                        queue.spool().recovered().recipients() * SPREAD_MILLIS_EACH,
                        1,
                        SPREAD_MILLIS);
        try {
            queue.spool().replay(new Filing(queue, spread));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        LOG.info(
                "{} recipients wait for {} domains and streams, filed in {} ms",
                queue.waiting(),
                queue.bucketCount(),
                queue.time().millis() - from);
    }

    /// Makes the index anew from the spool while mail comes and goes. What is filed twice by it is found out when it is handed out.
    void again() {
        Thread.ofPlatform()
                .name("queue-refiling")
                .daemon()
                .start(() -> {
                    try {
                        backlog.clear();
                        var after = (UUID) null;
                        for (var ids = queue.spool().ids(after, REFILED_AT_ONCE);
                                !ids.isEmpty();
                                ids = queue.spool().ids(after, REFILED_AT_ONCE)) {
                            for (var message : queue.messages(ids)) {
                                again(message);
                            }
                            after = ids.getLast();
                        }
                        LOG.info(
                                "the index of waiting mail is made anew: {} wait", queue.waiting());
                    } catch (IOException e) {
                        LOG.error("the index of waiting mail cannot be made anew; restart", e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Files those of a message who wait.
    void again(SpooledMessage message) {
        try {
            file(message);
        } catch (IOException e) {
            queue.damaged().found(message.id(), e);
        }
    }

    private void file(SpooledMessage message) throws IOException {
        var stored = StoredMessage.of(message.envelope());
        queue.deadlines().refiled(message.id(), stored);
        for (int i = 0; i < message.recipients().size(); i++) {
            var one = message.recipients().get(i);
            if (!one.standing().done()) {
                queue.file(
                        stored,
                        message.id(),
                        i,
                        StoredMessage.recipient(one.address()),
                        Detail.of(one.standing()).pool().orElse(stored.pool()),
                        Roll.due(one.standing(), stored));
            }
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
}
