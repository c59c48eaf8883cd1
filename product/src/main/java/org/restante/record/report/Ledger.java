package org.restante.record.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Cause;
import org.restante.record.logs.LogRow.Kind;

/// The second step: takes batches in the order of the log, joins what belongs to one queue id and counts. One thread at a
/// time.
final class Ledger {
    private static final int SAMPLES = 20;
    private static final long HOUR = 3_600_000;
    private static final int UNKNOWN_STAGE = Stage.values().length;
    private static final int NAME_LOOKUP = UNKNOWN_STAGE + 1;

    final Dictionaries names;
    final Tally combinations = new Tally();
    final Tally streams = new Tally();
    final Tally replies = new Tally();

    /// The groups of refusals by their number here: in the order of the log, whichever thread met them first.
    final List<RefusalGroup> groups = new ArrayList<>();

    final Tally stages = new Tally();
    final Tally causes = new Tally();
    final Course course = new Course();
    final Names providers = new Names(4000);
    final OpenDeferrals deferrals = new OpenDeferrals();
    final List<UnparsedLine> samples = new ArrayList<>();
    final DelaySketch recovery = new DelaySketch();

    /// Recipients that began (+) or ceased (-) to wait, by hour and domain.
    final LongTable waitingByHour = new LongTable(1024);

    /// Messages by the hour of their first attempt, and of their first deferral.
    final HourCounts hourMessages = new HourCounts();

    final HourCounts hourMessagesDeferred = new HourCounts();

    long lines;
    long bytes;
    long events;
    long unparsed;
    long suspended;
    long handedOn;
    long expired;
    long received;
    long delivered;
    long deferred;
    long bounced;
    long messages;
    long messagesDeferred;
    long deferredThenDelivered;
    long deferredThenGivenUp;
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    long[] replyFirst = new long[256];
    long[] replyLast = new long[256];

    final TimeOrder order = new TimeOrder();

    private final long since;
    private final long until;
    private final Telling telling;
    private final OpenMessages open = new OpenMessages();
    private int[] providerOf = new int[1024];
    private int[] domainOf = new int[1024];
    private int[] numberOf = new int[256];
    private int placed;

    Ledger(Dictionaries names, long since, long until, AttemptListener listener, int lagMinutes) {
        this.names = names;
        this.since = since;
        this.until = until;
        telling = new Telling(names, listener, lagMinutes);
    }

    void take(RowBatch batch) {
        lines += batch.lines;
        bytes += batch.bytes;
        unparsed += batch.unparsed;
        received += batch.received;
        events += batch.received;
        for (var sample : batch.samples) {
            if (samples.size() < SAMPLES) {
                samples.add(
                        new UnparsedLine(
                                sample.file(), lines - batch.lines + sample.line(), sample.text()));
            }
        }
        order.follow(batch);
        deferrals.reachFor(batch.message, batch.size);
        for (int i = 0; i < batch.size; i++) {
            if (batch.reply[i] >= 0) {
                batch.reply[i] = number(batch.reply[i]);
            }
            row(batch, i);
        }
        combinations.count(batch, batch.combination);
        streams.count(batch, batch.stream);
        telling.tell(batch, groups);
    }

    private int number(int refusal) {
        if (refusal >= numberOf.length) {
            numberOf = Arrays.copyOf(numberOf, Math.max(refusal + 1, numberOf.length * 2));
        }
        if (numberOf[refusal] == 0) {
            var group = names.refusals.get(refusal);
            group.numbered(groups.size());
            groups.add(group);
            numberOf[refusal] = groups.size();
        }
        return numberOf[refusal] - 1;
    }

    private void row(RowBatch batch, int i) {
        boolean asked = batch.time[i] >= since && batch.time[i] <= until;
        batch.outcome[i] = RowBatch.NO_ATTEMPT;
        switch (batch.kind[i]) {
            case RECEIVED -> {
                described(batch, i);
                received += asked ? 1 : 0;
                events += asked ? 1 : 0;
            }
            case DESCRIBED -> described(batch, i);
            case REMOVED -> removed(batch, i, asked);
            case DELIVERED, DEFERRED, BOUNCED -> {
                join(batch, i);
                batch.outcome[i] = asked ? attempt(batch, i) : RowBatch.NOT_COUNTED;
            }
            case HANDED_ON -> {
                join(batch, i);
                batch.outcome[i] = handedOn(batch, i, asked);
            }
            case SUSPENDED -> suspended += asked ? 1 : 0;
            case EXPIRED -> {
                if (asked) {
                    expired(batch, i);
                }
            }
            case WITHDRAWN -> {
                if (asked) {
                    withdrawn(batch, i);
                }
            }
            case COMPLAINED, BOUNCED_LATER -> events += asked ? 1 : 0;
            case NOTED -> {}
        }
    }

    private void described(RowBatch batch, int i) {
        if (batch.stream[i] != Names.UNKNOWN) {
            open.put(batch.queue[i], together(batch.stream[i], open.arrival(batch.queue[i])));
        } else if (batch.kind[i] == Kind.DESCRIBED) {
            open.meet(batch.queue[i]);
        }
    }

    /// A recipient that a filter gave back is tried under its other queue id. Where the log does not tell of that one, the next
    /// hop was the last that it tells of: an attempt.
    private byte handedOn(RowBatch batch, int i, boolean asked) {
        if (!open.knows(batch.handedTo[i])) {
            return asked ? attempt(batch, i) : RowBatch.NOT_COUNTED;
        }
        if (asked) {
            events++;
            handedOn++;
            span(batch.time[i]);
            int slot = deferrals.slot(batch.message[i]);
            if (slot >= 0) {
                recovered(batch, i, slot);
            }
        }
        return RowBatch.NO_ATTEMPT;
    }

    private void recovered(RowBatch batch, int i, int slot) {
        deferredThenDelivered++;
        recovery.add(batch.time[i] - deferrals.since(slot));
        leaves(slot, batch.time[i]);
    }

    /// The lifetime of one recipient ended, or of all that are left of a message when the row names none.
    private void expired(RowBatch batch, int i) {
        span(batch.time[i]);
        int slot = deferrals.slot(batch.message[i]);
        int count = slot >= 0 ? 1 : givenUp(batch.queue[i], batch.time[i]);
        if (slot >= 0) {
            deferredThenGivenUp++;
            leaves(slot, batch.time[i]);
        }
        expired += Math.max(1, count);
        events += Math.max(1, count);
    }

    private void withdrawn(RowBatch batch, int i) {
        span(batch.time[i]);
        events++;
        int slot = deferrals.slot(batch.message[i]);
        if (slot >= 0) {
            deferredThenGivenUp++;
            leaves(slot, batch.time[i]);
        }
    }

    private int givenUp(long queue, long time) {
        int count = 0;
        for (int slot = deferrals.slotOfQueue(queue);
                slot >= 0;
                slot = deferrals.slotOfQueue(queue)) {
            deferredThenGivenUp++;
            leaves(slot, time);
            count++;
        }
        return count;
    }

    private void removed(RowBatch batch, int i, boolean asked) {
        open.remove(batch.queue[i]);
        if (asked) {
            givenUp(batch.queue[i], batch.time[i]);
        }
    }

    private void span(long time) {
        from = Math.min(from, time);
        to = Math.max(to, time);
    }

    /// What is to be counted of an attempt.
    private byte attempt(RowBatch batch, int i) {
        events++;
        long time = batch.time[i];
        span(time);
        int slot = deferrals.slot(batch.message[i]);
        int outcome = 0;
        if (slot < 0) {
            messages++;
            hourMessages.add(time);
            outcome = RowBatch.NEW_MESSAGE;
        }
        boolean isDeferred = batch.kind[i] == Kind.DEFERRED;
        boolean isBounced = batch.kind[i] == Kind.BOUNCED;
        course.count(time, provider(batch.combination[i]), isDeferred, isBounced);
        if (isDeferred) {
            deferred(batch, i, slot);
            return (byte) (outcome | RowBatch.DEFERRED);
        }
        if (isBounced) {
            bounced(batch, i, slot);
            return (byte) (outcome | RowBatch.BOUNCED);
        }
        delivered(batch, i, slot);
        return (byte) (outcome | RowBatch.DELIVERED);
    }

    /// What two lines of a message tell of it; without a map the later one's stream.
    private int together(int now, int before) {
        if (!Arrivals.isMore(now) && !Arrivals.isMore(before)) {
            return now;
        }
        var arrivals = names.arrivals;
        return arrivals.number(arrivals.get(now).with(arrivals.get(before)));
    }

    /// What other lines of the message tell of its attempt, where this one does not or less firmly.
    private void join(RowBatch batch, int i) {
        if (batch.stream[i] != Names.UNKNOWN && batch.ranks[i] == 0) {
            return;
        }
        int told = open.arrival(batch.queue[i]);
        if (Arrivals.isMore(told)) {
            join(batch, i, names.arrivals.get(told));
        } else if (batch.stream[i] == Names.UNKNOWN) {
            batch.stream[i] = told;
        }
    }

    private void join(RowBatch batch, int i, Arrivals.Arrival told) {
        int ranks = batch.ranks[i];
        if (Ranks.stream(told.ranks()) < Ranks.stream(ranks)) {
            batch.stream[i] = told.stream();
        }
        if (batch.sender[i] == Names.UNKNOWN) {
            batch.sender[i] = told.sender();
        }
        boolean source = Ranks.source(told.ranks()) < Ranks.source(ranks);
        boolean pool = Ranks.pool(told.ranks()) < Ranks.pool(ranks);
        if (source || pool) {
            var own = names.combinations.egress(batch.combination[i]);
            var egress =
                    (source ? own.from(told.egress()) : own)
                            .inPool(pool ? told.egress().pool() : own.pool());
            batch.combination[i] = names.combinations.from(egress, batch.combination[i]);
        }
    }

    private void delivered(RowBatch batch, int i, int slot) {
        delivered++;
        int time = DelaySketch.value(batch.delay[i]);
        int step = batch.delay[i] < 0 ? -1 : DelaySketch.bucket(time);
        batch.delivery[i] = time;
        batch.step[i] = step;
        stages.delivered(Stage.CONTENT.ordinal(), time, step);
        distinctStage(slot, Stage.CONTENT.ordinal());
        if (slot >= 0) {
            recovered(batch, i, slot);
        }
    }

    private void bounced(RowBatch batch, int i, int slot) {
        bounced++;
        int stage = stage(batch, i);
        stages.bounced(stage);
        distinctStage(slot, stage);
        int reply = batch.reply[i];
        int cause = groups.get(reply).verdict().cause().ordinal();
        replies.bounced(reply);
        causes.bounced(cause);
        replySeen(reply, batch.time[i]);
        distinct(slot, reply, cause);
        if (slot >= 0) {
            deferredThenGivenUp++;
            leaves(slot, batch.time[i]);
        }
    }

    private void deferred(RowBatch batch, int i, int slot) {
        deferred++;
        int stage = stage(batch, i);
        stages.deferred(stage);
        distinctStage(slot, stage);
        int reply = batch.reply[i];
        int cause = groups.get(reply).verdict().cause().ordinal();
        replies.deferred(reply);
        causes.deferred(cause);
        replySeen(reply, batch.time[i]);
        distinct(slot, reply, cause);
        if (slot < 0) {
            begins(batch, i, reply, cause);
        } else {
            deferrals.again(slot, batch.time[i], batch.combination[i], reply, batch.recipient[i]);
        }
    }

    private void begins(RowBatch batch, int i, int reply, int cause) {
        messagesDeferred++;
        replies.messageDeferred(reply);
        causes.messageDeferred(cause);
        stages.messageDeferred(stage(batch, i));
        long time = batch.time[i];
        hourMessagesDeferred.add(time);
        if (batch.message[i] != 0) {
            int combination = batch.combination[i];
            long queuedAt = batch.delay[i] >= 0 ? time - batch.delay[i] : time;
            deferrals.add(
                    batch.message[i],
                    batch.queue[i],
                    time,
                    queuedAt,
                    combination,
                    reply,
                    batch.recipient[i]);
            waits(combination, time, 1);
        }
    }

    private void leaves(int slot, long time) {
        waits(deferrals.combination(slot), time, -1);
        deferrals.remove(slot);
    }

    private void waits(int combination, long time, int change) {
        if (waitingByHour.size() < 500_000) {
            long key = Math.floorDiv(time, HOUR) << 24 | domain(combination);
            int before = waitingByHour.get(key);
            waitingByHour.put(key, (before < 0 ? 1 << 30 : before) + change);
        }
    }

    /// Counts a message once for each reply it meets in a row.
    private void distinct(int slot, int reply, int cause) {
        int before = slot < 0 ? RowBatch.NONE : deferrals.reply(slot);
        if (before != reply) {
            replies.message(reply);
        }
        if (before < 0 || groups.get(before).verdict().cause().ordinal() != cause) {
            causes.message(cause);
        }
    }

    /// Counts a message once for each stage it is answered at in a row.
    private void distinctStage(int slot, int stage) {
        int before = slot < 0 ? RowBatch.NONE : deferrals.reply(slot);
        if (before < 0 || stage(groups.get(before)) != stage) {
            stages.message(stage);
        }
    }

    /// The number of the stage, as the row has it or its group.
    private int stage(RowBatch batch, int i) {
        var stage = batch.stage[i];
        return stage == null ? stage(groups.get(batch.reply[i])) : stage.ordinal();
    }

    private static int stage(RefusalGroup group) {
        if (group.stage() != null) {
            return group.stage().ordinal();
        }
        return group.trouble() == Trouble.DNS ? NAME_LOOKUP : UNKNOWN_STAGE;
    }

    /// The word of a number in [#stages]: a stage's, or that of looking up where to connect, which comes before any session.
    static String stageWord(int number) {
        if (number == UNKNOWN_STAGE) {
            return TableRow.UNKNOWN;
        }
        return number == NAME_LOOKUP ? Trouble.DNS.word() : Stage.values()[number].word();
    }

    private void replySeen(int reply, long time) {
        if (reply >= replyFirst.length) {
            int room = Math.max(reply + 1, replyFirst.length * 2);
            replyFirst = Arrays.copyOf(replyFirst, room);
            replyLast = Arrays.copyOf(replyLast, room);
        }
        replyFirst[reply] = replyFirst[reply] == 0 ? time : Math.min(replyFirst[reply], time);
        replyLast[reply] = Math.max(replyLast[reply], time);
    }

    private int provider(int combination) {
        if (combination >= placed) {
            place(combination);
        }
        return providerOf[combination];
    }

    private int domain(int combination) {
        if (combination >= placed) {
            place(combination);
        }
        return domainOf[combination];
    }

    /// Looks the combinations up that came since, so that not every attempt asks where all threads do.
    private void place(int last) {
        if (providerOf.length <= last) {
            int room = Math.max(last + 1, providerOf.length * 2);
            providerOf = Arrays.copyOf(providerOf, room);
            domainOf = Arrays.copyOf(domainOf, room);
        }
        for (; placed <= last; placed++) {
            var provider = names.combinations.get(placed).provider();
            providerOf[placed] = provider == null ? Names.UNKNOWN : providers.id(provider);
            domainOf[placed] = names.combinations.domainNumber(placed);
        }
    }

    /// Minutes up to this one are over.
    void passed(long minute) {
        telling.passed(minute);
    }

    /// The end of the log: what still waits in the queue of minutes is told.
    void finish() {
        telling.finish();
    }

    /// Time to delivery; null when nothing was delivered.
    @Nullable DelaySketch delivery() {
        return stages.delays(Stage.CONTENT.ordinal());
    }

    /// The cause of a number in [#causes].
    static Cause cause(int number) {
        return Cause.values()[number];
    }
}
