package org.restante.sending.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.sending.bounce.Notification;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;
import org.restante.sending.suppression.Suppression;

/// Recipients of one message, in our hand, who must not be mailed: their senders are told as of any failure, and that is their end.
final class Withheld {
    private record One(int ordinal, Recipient recipient, Suppression why) {}

    private final Queue queue;
    private final UUID id;
    private final SpooledMessage spooled;
    private final StoredMessage stored;
    private final List<One> all = new ArrayList<>(0);

    Withheld(Queue queue, UUID id, SpooledMessage spooled, StoredMessage stored) {
        this.queue = queue;
        this.id = id;
        this.spooled = spooled;
        this.stored = stored;
    }

    /// Whether the recipient is one of them.
    boolean keepsBack(int ordinal, Recipient recipient) {
        var why =
                queue.suppression()
                        .keepsBack(recipient.mailbox(), stored.tenant(), stored.isTransactional());
        why.ifPresent(found -> all.add(new One(ordinal, recipient, found)));
        return why.isPresent();
    }

    /// Ends them. Where the notice cannot be kept they stay, and their claims end.
    ///
    /// @return those who stay
    List<Integer> end() {
        if (all.isEmpty()) {
            return List.of();
        }
        if (!queue.notifier().tell(stored, spooled, notices())) {
            all.forEach(one -> queue.claims().free(id, one.ordinal()));
            return all.stream().map(One::ordinal).toList();
        }
        for (var one : all) {
            var standing = spooled.recipients().get(one.ordinal()).standing();
            int made = standing.state() == State.FIRST.number ? 0 : standing.attempts();
            var event =
                    queue.chronicle()
                            .suppressed(
                                    id, stored, spooled.bodyBytes(), one.recipient(), one.why());
            queue.settle(id, one.ordinal(), Standing.done(State.SUPPRESSED.number, made), event);
        }
        return List.of();
    }

    private List<Notification.Of> notices() {
        return all.stream()
                .filter(one -> one.recipient().wanted().contains(Notify.FAILURE))
                .map(one ->
                        Notification.Of.untried(
                                one.recipient(),
                                new Outcome.Unfit(
                                        "5.7.1",
                                        "The address is on the list of those who get no mail ("
                                                + one.why().words()
                                                + ")")))
                .toList();
    }
}
