package org.restante.sending.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.sending.queue.QueuedRecipient.State;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// Tells how the recipients of a message in the spool stand.
final class Roll {
    private final Queue queue;

    Roll(Queue queue) {
        this.queue = queue;
    }

    /// Those who are not done; none, with a word in the log, where the message cannot be read.
    List<QueuedRecipient> seen(SpooledMessage message) {
        try {
            return of(message);
        } catch (IOException e) {
            queue.damaged().found(message.id(), e);
            return List.of();
        }
    }

    /// Those who are not done.
    List<QueuedRecipient> of(SpooledMessage message) throws IOException {
        var stored = StoredMessage.of(message.envelope());
        List<QueuedRecipient> all = new ArrayList<>(message.recipients().size());
        for (int i = 0; i < message.recipients().size(); i++) {
            var spooled = message.recipients().get(i);
            if (!spooled.standing().done()) {
                var recipient = StoredMessage.recipient(spooled.address());
                boolean isInHand = queue.claims().isTaken(message.id(), i);
                all.add(of(message, stored, i, recipient, isInHand));
            }
        }
        return all;
    }

    /// @param isInHand whether somebody else does something to it
    QueuedRecipient of(
            SpooledMessage message,
            StoredMessage stored,
            int ordinal,
            Recipient recipient,
            boolean isInHand) {
        var standing = message.recipients().get(ordinal).standing();
        var detail = Detail.of(standing);
        var now = queue.time().now();
        var due = due(standing, stored);
        var state = isInHand ? State.IN_FLIGHT : due.isAfter(now) ? State.WAITING : State.READY;
        var export = detail.exported().orElse(null);
        var it = told(message, stored, ordinal, recipient, state, null, export);
        var holder = export != null ? export : queue.holds().of(it, detail, now);
        return holder == null || isInHand
                ? it
                : told(message, stored, ordinal, recipient, State.HELD, holder, export);
    }

    /// When it is due; what was never tried is so since it came.
    static Instant due(Standing standing, StoredMessage stored) {
        return isFirst(standing) ? stored.receivedAt() : Instant.ofEpochMilli(standing.due());
    }

    static int attempts(Standing standing) {
        return isFirst(standing) ? 0 : standing.attempts();
    }

    private static boolean isFirst(Standing standing) {
        return standing.state() == org.restante.sending.queue.State.FIRST.number;
    }

    private QueuedRecipient told(
            SpooledMessage message,
            StoredMessage stored,
            int ordinal,
            Recipient recipient,
            State state,
            @Nullable UUID holder,
            @Nullable UUID export) {
        var standing = message.recipients().get(ordinal).standing();
        var detail = Detail.of(standing);
        var domain = recipient.mailbox().host().ascii();
        var way = queue.known(domain);
        var pool = detail.pool().orElse(stored.pool());
        return new QueuedRecipient(
                message.id(),
                ordinal,
                recipient.mailbox().toString(),
                domain,
                way.map(it -> it.provider()).orElse(null),
                way.map(it -> it.site()).orElse(null),
                stored.reversePath().address(),
                stored.reversePath()
                        .mailbox()
                        .map(Mailbox::host)
                        .map(host -> host.ascii())
                        .orElse(null),
                stored.fromDomain().map(Domain::ascii).orElse(null),
                stored.messageId().orElse(null),
                stored.tenant().orElse(null),
                stored.stream(),
                stored.campaign().orElse(null),
                pool,
                queue.source(pool, message.id()),
                stored.isTransactional(),
                stored.receivedAt(),
                stored.expires(),
                message.bodyBytes(),
                attempts(standing),
                due(standing, stored),
                state,
                detail.cause().orElse(null),
                holder,
                export);
    }
}
