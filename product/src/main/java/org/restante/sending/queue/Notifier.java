package org.restante.sending.queue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.sending.bounce.Notification;
import org.restante.sending.spool.SpooledMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells senders what became of their mail (RFC 3464): by mail that goes through the queue like any other.
///
/// @param name how this server names itself
record Notifier(Queue queue, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /// Tells the sender, by mail with the null reverse-path. A sender without an address is told nothing (RFC 5321 §4.5.5). False where
    /// that could not be kept.
    boolean tell(StoredMessage message, SpooledMessage spooled, List<Notification.Of> about) {
        var to = message.reversePath().mailbox();
        if (about.isEmpty() || to.isEmpty()) {
            return true;
        }
        boolean failed = about.stream().anyMatch(one -> one.action() == Notification.Action.FAILED);
        var notification =
                new Notification(
                        name,
                        new UUID(queue.chance().nextLong(), queue.chance().nextLong()).toString(),
                        queue.time().now(),
                        message.receivedAt(),
                        to.get(),
                        message.envelopeId(),
                        about,
                        failed
                                && message.returned()
                                        .filter(how -> how == Returned.FULL)
                                        .isPresent());
        try (var draft = queue.begin()) {
            var beginning = notification.beginning();
            draft.write(beginning, 0, beginning.length);
            var counting = new Returning(draft, notification);
            counting.copy(queue.spool(), spooled.id());
            var end = notification.end();
            draft.write(end, 0, end.length);
            draft.commit(
                    new Offer(
                            new Envelope(
                                    ReversePath.NULL,
                                    List.of(Recipient.of(to.get())),
                                    false,
                                    message.isInternational(),
                                    Optional.empty(),
                                    Optional.empty()),
                            queue.time().now(),
                            Optional.empty(),
                            Domain.of(name),
                            beginning.length + end.length + spooled.bodyBytes(),
                            true,
                            Steering.NONE));
            return true;
        } catch (Refused | IOException e) {
            LOG.error("the sender of {} could not be told: {}", spooled.id(), e.getMessage());
            return false;
        }
    }
}
