package org.restante.sending.queue;

import java.io.IOException;
import java.util.UUID;
import org.restante.mail.message.Submission;
import org.restante.mail.message.Submission.Refused;
import org.restante.protocol.session.Octets;
import org.restante.sending.bounce.Notification;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies a message, or its header alone, into the notification about it; of a damaged one, what comes before the damage.
final class Returning {
    private static final Logger LOG = LoggerFactory.getLogger(Returning.class);
    private static final int PIECE = 64 * 1024;
    private static final long MOST = 1 << 20;

    private final Submission.Draft draft;
    private final Notification notification;

    Returning(Submission.Draft draft, Notification notification) {
        this.draft = draft;
        this.notification = notification;
    }

    void copy(Spool spool, UUID id) throws Refused, IOException {
        var refused = new Refused[1];
        Octets all =
                (bytes, at, count) -> {
                    try {
                        draft.write(bytes, at, count);
                    } catch (Refused e) {
                        refused[0] = e;
                    }
                };
        var sink = notification.isFull() ? all : Notification.headerOnly(all);
        try (var body = spool.body(id)) {
            var piece = new byte[PIECE];
            long copied = 0;
            for (int count = body.read(piece);
                    count >= 0 && copied < MOST;
                    count = body.read(piece)) {
                sink.write(piece, 0, count);
                copied += count;
            }
        } catch (SpoolException e) {
            if (e.reason() != SpoolException.Reason.DAMAGED) {
                throw e;
            }
            LOG.error("message {} is damaged: {}", id, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (refused[0] != null) {
            throw refused[0];
        }
    }
}
