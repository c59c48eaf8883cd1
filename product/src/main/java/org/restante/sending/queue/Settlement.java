package org.restante.sending.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.meaning.verdict.Cause;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.bounce.Notification;
import org.restante.sending.bounce.Notification.Action;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Facts;
import org.restante.sending.dispatch.Settled;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// Stores what became of each recipient of one transaction, tells the sender what the sender wants to be told, and puts back what
/// waits on.
final class Settlement {
    private final Queue queue;
    private final QueueBucket bucket;
    private final Waiting entry;
    private final SpooledMessage spooled;
    private final StoredMessage stored;
    private final List<Integer> ordinals;
    private final List<Recipient> recipients;
    private final List<Integer> attempts;
    private final Map<Long, List<Integer>> again = new LinkedHashMap<>();
    private final List<Notification.Of> told = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    /// Those of failures, by their place among the recipients.
    private final Map<Integer, Runnable> endsOnceTold = new LinkedHashMap<>();

    Settlement(
            Queue queue,
            QueueBucket bucket,
            Waiting entry,
            SpooledMessage spooled,
            StoredMessage stored,
            List<Integer> ordinals,
            List<Recipient> recipients,
            List<Integer> attempts) {
        this.queue = queue;
        this.bucket = bucket;
        this.entry = entry;
        this.spooled = spooled;
        this.stored = stored;
        this.ordinals = ordinals;
        this.recipients = recipients;
        this.attempts = attempts;
    }

    void settle(List<Settled> outcomes, Facts facts) {
        var now = queue.time().now();
        for (int i = 0; i < outcomes.size(); i++) {
            var settled = outcomes.get(i);
            var fate =
                    Fates.after(
                            settled,
                            attempts.get(i),
                            stored.expires(),
                            now,
                            queue.settings().retry(),
                            queue.chance());
            switch (fate) {
                case Fate.Delivered delivered -> {
                    new Greylisting(queue, facts.site(), now).passed(detail(i));
                    delivered(i, settled, facts);
                }
                case Fate.Bounced bounced -> ended(i, State.BOUNCED, settled, facts);
                case Fate.Expired expired -> ended(i, State.EXPIRED, settled, facts);
                case Fate.Retried(var due) -> retried(i, due, settled, facts, now);
                case Fate.Kept kept -> {
                    waits(i, detail(i), dueBefore(i), false, settled, facts);
                }
            }
        }
        // The sender's notice is on disk before the mail it speaks of ends; without it, no failure
        // ends (RFC 5321 §6.1).
        if (queue.notifier().tell(stored, spooled, told)) {
            endsOnceTold.values().forEach(Runnable::run);
        } else {
            endsOnceTold.keySet().forEach(i -> comesBack(i, now));
        }
        ends.forEach(Runnable::run);
        again.forEach((due, all) ->
                queue.putBack(
                        bucket,
                        new Waiting(
                                entry.id(),
                                all.stream().mapToInt(Integer::intValue).toArray(),
                                due,
                                entry.turn())));
    }

    private void delivered(int i, Settled settled, Facts facts) {
        queue.suppression().delivered(facts.site());
        stored.client().ifPresent(client -> queue.senders().ended(client, stored.tenant(), null));
        var recipient = recipients.get(i);
        boolean handedOn =
                settled.outcome() instanceof Outcome.Accepted accepted
                        && accepted.handsOnNotifications();
        if (recipient.wanted().contains(Notify.SUCCESS) && !handedOn) {
            told.add(notice(i, Action.RELAYED, settled, facts));
        }
        ends.add(() ->
                store(
                        i,
                        Standing.done(State.DELIVERED.number, attempts.get(i)),
                        settled,
                        facts,
                        null,
                        true));
    }

    private void ended(int i, State state, Settled settled, Facts facts) {
        Runnable end =
                () -> {
                    stored.client()
                            .ifPresent(client ->
                                    queue.senders()
                                            .ended(client, stored.tenant(), settled.verdict()));
                    queue.suppression().failed(stored, recipients.get(i), settled, facts.site());
                    store(
                            i,
                            Standing.done(state.number, attempts.get(i)),
                            settled,
                            facts,
                            null,
                            true);
                };
        if (recipients.get(i).wanted().contains(Notify.FAILURE)) {
            told.add(notice(i, Action.FAILED, settled, facts));
            endsOnceTold.put(i, end);
        } else {
            ends.add(end);
        }
    }

    /// As if the attempt had not been made: the next one is as this one was, and then the sender may be told.
    private void comesBack(int i, Instant now) {
        long later = now.plus(Queue.AFTER_TROUBLE).toEpochMilli();
        var before = spooled.recipients().get(ordinals.get(i)).standing();
        queue.settle(
                entry.id(),
                ordinals.get(i),
                new Standing(
                        State.WAITING.number, false, attempts.get(i) - 1, later, before.detail()),
                new byte[0]);
        again.computeIfAbsent(later, ignored -> new ArrayList<>()).add(ordinals.get(i));
    }

    /// Its own due time: the row's may be a moment later, where somebody else had it in hand when its turn came.
    private Instant dueBefore(int i) {
        var own = Roll.due(spooled.recipients().get(ordinals.get(i)).standing(), stored);
        var row = Instant.ofEpochMilli(entry.due());
        return own.isBefore(row) ? own : row;
    }

    private Detail detail(int i) {
        return Detail.of(spooled.recipients().get(ordinals.get(i)).standing());
    }

    private void retried(int i, Instant due, Settled settled, Facts facts, Instant now) {
        var verdict = settled.verdict();
        if (verdict == null || verdict.cause() != Cause.GREYLIST) {
            waits(i, detail(i), due, true, settled, facts);
            return;
        }
        var greylisting = new Greylisting(queue, facts.site(), now);
        var detail = greylisting.refused(detail(i));
        var then = greylisting.due(detail, verdict, stored, due);
        waits(i, detail, then, true, settled, facts);
    }

    private void waits(
            int i, Detail known, Instant due, boolean counts, Settled settled, Facts facts) {
        int made = counts ? attempts.get(i) : attempts.get(i) - 1;
        var verdict = settled.verdict();
        var detail =
                known.withCause(Optional.ofNullable(verdict).map(it -> it.cause().word()))
                        .withLastWord(settled.outcome(), facts.mxHost());
        store(
                i,
                new Standing(
                        State.WAITING.number, false, made, due.toEpochMilli(), detail.toBytes()),
                settled,
                facts,
                due,
                counts);
        again.computeIfAbsent(due.toEpochMilli(), ignored -> new ArrayList<>())
                .add(ordinals.get(i));
    }

    private Notification.Of notice(int i, Action action, Settled settled, Facts facts) {
        return new Notification.Of(
                recipients.get(i),
                action,
                settled.outcome(),
                settled.verdict(),
                facts.mxHost(),
                queue.time().now(),
                null);
    }

    private void store(
            int i,
            Standing standing,
            Settled settled,
            Facts facts,
            @Nullable Instant due,
            boolean counts) {
        var event =
                queue.chronicle()
                        .attempt(
                                entry.id(),
                                stored,
                                spooled.bodyBytes(),
                                recipients.get(i),
                                attempts.get(i),
                                counts,
                                standing.state() == State.EXPIRED.number,
                                due,
                                settled,
                                facts);
        queue.settle(entry.id(), ordinals.get(i), standing, event);
    }
}
