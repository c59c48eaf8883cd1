package org.restante.record.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;
import org.restante.record.logs.LogRow.Kind;

/// The second step: takes batches in the order of the log, joins what belongs to one queue id and counts. One thread at a
/// time.
final class Ledger {
    private static final int SAMPLES = 20;
    private static final int STREAMS_TOLD_APART = 64;
    private static final long HOUR = 3_600_000;

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
    final DelaySketch delivery = new DelaySketch();
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

    private final long since;
    private final long until;
    private final AttemptListener listener;
    private final MinuteQueue minutes;
    private final OpenMessages open = new OpenMessages();
    private int[] @Nullable [] places = new int[1024][];
    private final LongTable toldApart = new LongTable(STREAMS_TOLD_APART);
    private int[] providerOf = new int[1024];
    private int[] numberOf = new int[256];
    private int placed;

    Ledger(Dictionaries names, long since, long until, AttemptListener listener, int lagMinutes) {
        this.names = names;
        this.since = since;
        this.until = until;
        this.listener = listener;
        minutes = new MinuteQueue(listener, lagMinutes);
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
        deferrals.reachFor(batch.message, batch.size);
        for (int i = 0; i < batch.size; i++) {
            if (batch.reply[i] >= 0) {
                batch.reply[i] = number(batch.reply[i]);
            }
            row(batch, i);
        }
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
        switch (batch.kind[i]) {
            case RECEIVED -> {
                described(batch, i);
                received += asked ? 1 : 0;
                events += asked ? 1 : 0;
            }
            case DESCRIBED -> described(batch, i);
            case REMOVED -> removed(batch, i);
            case DELIVERED, DEFERRED, BOUNCED -> {
                if (asked) {
                    attempt(batch, i);
                }
                observe(batch, i);
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
            open.put(batch.queue[i], batch.stream[i]);
        }
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

    private void removed(RowBatch batch, int i) {
        open.remove(batch.queue[i]);
        givenUp(batch.queue[i], batch.time[i]);
    }

    private void span(long time) {
        from = Math.min(from, time);
        to = Math.max(to, time);
    }

    private void attempt(RowBatch batch, int i) {
        events++;
        long time = batch.time[i];
        span(time);
        int combination = batch.combination[i];
        int provider = provider(combination);
        int stream = stream(batch, i);
        int slot = deferrals.slot(batch.message[i]);
        if (slot < 0) {
            messages++;
            hourMessages.add(time);
            combinations.message(combination);
            streams.message(stream);
        }
        boolean isDeferred = batch.kind[i] == Kind.DEFERRED;
        boolean isBounced = batch.kind[i] == Kind.BOUNCED;
        course.count(time, provider, isDeferred, isBounced);
        if (isDeferred) {
            deferred(batch, i, combination, stream, slot);
        } else if (isBounced) {
            bounced(batch, i, combination, stream, slot);
        } else {
            delivered(batch, i, combination, stream, slot);
        }
    }

    /// Attempts outside the time asked for are not counted, but what was usual before is what an incident stands out from.
    private void observe(RowBatch batch, int i) {
        var refusal = batch.reply[i] < 0 ? null : groups.get(batch.reply[i]);
        int place = place(batch.combination[i], stream(batch, i));
        minutes.add(Math.floorDiv(batch.time[i], 60_000), place, refusal, batch.message[i]);
    }

    private int stream(RowBatch batch, int i) {
        return batch.stream[i] != Names.UNKNOWN ? batch.stream[i] : open.stream(batch.queue[i]);
    }

    private void delivered(RowBatch batch, int i, int combination, int stream, int slot) {
        delivered++;
        long delay = batch.delay[i];
        combinations.delivered(combination, delay);
        streams.delivered(stream, delay);
        stages.delivered(Stage.CONTENT.ordinal(), delay);
        distinctStage(slot, Stage.CONTENT.ordinal());
        if (delay >= 0) {
            delivery.add(delay);
        }
        if (slot >= 0) {
            deferredThenDelivered++;
            recovery.add(batch.time[i] - deferrals.since(slot));
            leaves(slot, batch.time[i]);
        }
    }

    private void bounced(RowBatch batch, int i, int combination, int stream, int slot) {
        bounced++;
        combinations.bounced(combination);
        streams.bounced(stream);
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

    private void deferred(RowBatch batch, int i, int combination, int stream, int slot) {
        deferred++;
        combinations.deferred(combination);
        streams.deferred(stream);
        stages.deferred(stage(batch, i));
        distinctStage(slot, stage(batch, i));
        int reply = batch.reply[i];
        int cause = groups.get(reply).verdict().cause().ordinal();
        replies.deferred(reply);
        causes.deferred(cause);
        replySeen(reply, batch.time[i]);
        distinct(slot, reply, cause);
        if (slot < 0) {
            begins(batch, i, combination, stream, reply, cause);
        } else {
            deferrals.again(slot, batch.time[i], combination, reply, batch.recipient[i]);
        }
    }

    private void begins(RowBatch batch, int i, int combination, int stream, int reply, int cause) {
        messagesDeferred++;
        combinations.messageDeferred(combination);
        streams.messageDeferred(stream);
        replies.messageDeferred(reply);
        causes.messageDeferred(cause);
        stages.messageDeferred(stage(batch, i));
        long time = batch.time[i];
        hourMessagesDeferred.add(time);
        if (batch.message[i] != 0) {
            long queuedAt = batch.delay[i] >= 0 ? time - batch.delay[i] : time;
            int slot =
                    deferrals.add(
                            batch.message[i], batch.queue[i], time, queuedAt, combination, reply);
            if (batch.recipient[i] != null) {
                deferrals.again(slot, time, combination, reply, batch.recipient[i]);
            }
            waits(combination, time, 1);
        }
    }

    private void leaves(int slot, long time) {
        waits(deferrals.combination(slot), time, -1);
        deferrals.remove(slot);
    }

    private void waits(int combination, long time, int change) {
        if (waitingByHour.size() < 500_000) {
            long key =
                    Math.floorDiv(time, HOUR) << 24 | names.combinations.domainNumber(combination);
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
        if (before < 0 || number(groups.get(before).stage()) != stage) {
            stages.message(stage);
        }
    }

    private static int number(@Nullable Stage stage) {
        return stage == null ? Stage.values().length : stage.ordinal();
    }

    /// The stage's number, or one past the last when the log does not tell.
    private static int stage(RowBatch batch, int i) {
        return number(batch.stage[i]);
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
            if (providerOf.length <= combination) {
                providerOf =
                        Arrays.copyOf(providerOf, Math.max(combination + 1, providerOf.length * 2));
            }
            for (; placed <= combination; placed++) {
                var provider = names.combinations.get(placed).provider();
                providerOf[placed] = provider == null ? Names.UNKNOWN : providers.id(provider);
            }
        }
        return providerOf[combination];
    }

    /// The listener tells the first [#STREAMS_TOLD_APART] streams apart and takes the rest together: a log with hundreds of
    /// jobs has hundreds of thousands of combinations, nearly all too thin to say anything. [Names#UNKNOWN] and
    /// [Names#OTHERS] keep their numbers.
    private int toldApart(int stream) {
        if (stream <= Names.OTHERS) {
            return stream;
        }
        int number = toldApart.get(stream);
        if (number < 0) {
            if (toldApart.size() == STREAMS_TOLD_APART) {
                return Names.OTHERS;
            }
            number = Names.OTHERS + 1 + toldApart.size();
            toldApart.put(stream, number);
        }
        return number;
    }

    private int place(int combination, int stream) {
        int number = toldApart(stream);
        var at = placesAt(combination, number);
        if (at[number] == 0) {
            var name = streamName(number == Names.OTHERS ? Names.OTHERS : stream);
            at[number] = 1 + listener.place(names.combinations.get(combination), name);
        }
        return at[number] - 1;
    }

    /// The places of a combination by the number of their stream, each plus one; 0 where none was asked for yet.
    private int[] placesAt(int combination, int number) {
        if (combination >= places.length) {
            places = Arrays.copyOf(places, Math.max(combination + 1, places.length * 2));
        }
        var at = places[combination];
        if (at == null || number >= at.length) {
            int room = number == 0 ? 1 : Math.max(number + 1, at == null ? 0 : 2 * at.length);
            at = at == null ? new int[room] : Arrays.copyOf(at, room);
            places[combination] = at;
        }
        return at;
    }

    private @Nullable String streamName(int stream) {
        return stream == Names.UNKNOWN ? null : names.streams.name(stream);
    }

    /// Minutes up to this one are over.
    void passed(long minute) {
        minutes.passed(minute);
    }

    /// The end of the log: what still waits in the queue of minutes is told.
    void finish() {
        minutes.finish();
    }

    /// The cause of a number in [#causes].
    static Cause cause(int number) {
        return Cause.values()[number];
    }
}
