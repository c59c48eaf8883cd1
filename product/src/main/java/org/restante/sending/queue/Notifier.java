package org.restante.sending.queue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.restante.mail.event.Event;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.sending.bounce.Enclosure;
import org.restante.sending.bounce.Notification;
import org.restante.sending.bounce.Notification.Action;
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
        boolean isFull =
                message.returned().filter(how -> how == Returned.FULL).isPresent()
                        && about.stream().anyMatch(one -> one.action() == Action.FAILED);
        var notification =
                new Notification(
                        name,
                        new UUID(queue.chance().nextLong(), queue.chance().nextLong()).toString(),
                        queue.time().now(),
                        message.receivedAt(),
                        to.get(),
                        message.envelopeId(),
                        about,
                        message.isInternational());
        try (var draft = queue.begin();
                var returning = Returning.open(queue.spool(), spooled.id())) {
            var out = new IntoDraft(draft);
            var header = returning.header();
            var enclosure =
                    isFull
                            ? Enclosure.ofMessage(
                                    header,
                                    message.hasEightBit(),
                                    message.isInternational(),
                                    notification.goesByUtf8())
                            : Enclosure.ofHeader(header, notification.goesByUtf8());
            out.write(notification.beginning(enclosure));
            try (var part = enclosure.into(out)) {
                if (isFull) {
                    returning.writeTo(part);
                } else {
                    part.write(header);
                }
            }
            out.write(notification.end());
            draft.commit(
                    new Offer(
                            new Envelope(
                                    ReversePath.NULL,
                                    List.of(Recipient.of(to.get())),
                                    false,
                                    notification.goesByUtf8(),
                                    Optional.empty(),
                                    Optional.empty()),
                            queue.time().now(),
                            Optional.empty(),
                            Domain.of(name),
                            out.written,
                            true,
                            steering(message)));
            return true;
        } catch (Refused | IOException e) {
            LOG.error("the sender of {} could not be told: {}", spooled.id(), e.getMessage());
            return false;
        }
    }

    /// It is the business of the mail's tenant, and no mail of a stream of theirs.
    private static Steering steering(StoredMessage message) {
        return new Steering(
                message.tenant(),
                Optional.of(Event.NOTICES),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Counts what goes into it.
    private static final class IntoDraft extends OutputStream {
        private final Submission.Draft draft;
        private long written;

        IntoDraft(Submission.Draft draft) {
            this.draft = draft;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int at, int count) throws IOException {
            try {
                draft.write(octets, at, count);
            } catch (Refused e) {
                throw new IOException(e.getMessage(), e);
            }
            written += count;
        }
    }
}
