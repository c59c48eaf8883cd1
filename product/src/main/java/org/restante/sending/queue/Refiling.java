package org.restante.sending.queue;

import java.io.IOException;
import java.util.UUID;
import org.restante.sending.spool.SpooledMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files mail that a hold kept out of the buckets, once the hold is over: what came due meanwhile. A restart would file it too.
final class Refiling {
    private static final Logger LOG = LoggerFactory.getLogger(Refiling.class);
    private static final int PAGE = 2000;
    private static final int STRETCH = 64;

    private final Queue queue;
    private final Filter mail;
    private final Roll roll;

    Refiling(Queue queue, Filter mail) {
        this.queue = queue;
        this.mail = mail;
        roll = new Roll(queue);
    }

    void run() {
        try {
            UUID after = null;
            for (var ids = queue.spool().ids(after, PAGE);
                    !ids.isEmpty();
                    ids = queue.spool().ids(after, PAGE)) {
                for (int at = 0; at < ids.size(); at += STRETCH) {
                    for (var message :
                            queue.messages(ids.subList(at, Math.min(ids.size(), at + STRETCH)))) {
                        var stored = queue.damaged().read(message);
                        if (stored.isPresent()) {
                            for (var it : roll.seen(message)) {
                                file(message, stored.get(), it);
                            }
                        }
                    }
                }
                after = ids.getLast();
            }
        } catch (IOException e) {
            LOG.error("mail that is held no more is tried after a restart: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void file(SpooledMessage message, StoredMessage stored, QueuedRecipient it)
            throws IOException {
        if (it.state() == QueuedRecipient.State.READY && mail.matches(it, queue.time().now())) {
            var address = message.recipients().get(it.ordinal()).address();
            var recipient = StoredMessage.recipient(address);
            queue.file(stored, it.id(), it.ordinal(), recipient, it.pool(), it.due());
        }
    }
}
