package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.OrderedPace;
import org.restante.sending.pacing.Pace;
import org.restante.sending.pacing.Refused;
import org.restante.sending.routing.Source;

/// A receiver's site seen from one source: the buckets that have due mail for it, its pace, and how many sessions stand. All of it
/// is guarded by the lane's lock.
final class Lane {
    private static final int TRANSACTIONAL_IN_A_ROW = 4;

    /// What a session does next.
    ///
    /// @param way of the bucket's domain when it was found
    /// @param startedAt by the ticker
    record Work(Bucket bucket, Way.Open way, Consignment consignment, long startedAt) {}

    private record Ready(Bucket bucket, Way.Open way) {}

    /// A bucket whose stream the site has refused.
    private record Held(Ready ready, long until) {}

    final String site;
    final Source source;
    final @Nullable String provider;
    private final OrderedPace pace;
    private final LongSupplier ticker;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder bounced = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Ready> transactional = new ArrayDeque<>();
    private final Deque<Ready> bulk = new ArrayDeque<>();
    private final Set<Bucket> known = new HashSet<>();
    private final List<Held> held = new ArrayList<>();
    private final StreamHolds streams;
    private final Suspects suspects = new Suspects();
    private int sessions;
    private int idle;
    private int inARow;
    private boolean stopped;
    private boolean isRefused;
    private @Nullable Refusal lastRefusal;
    private volatile @Nullable LastWord lastWord;

    /// @param at by the ticker
    private record Refusal(Verdict verdict, String text, long at) {}

    Lane(
            String site,
            Source source,
            @Nullable String provider,
            Pace pace,
            StreamHolds streams,
            LongSupplier ticker) {
        this.streams = streams;
        this.site = site;
        this.source = source;
        this.provider = provider;
        this.pace = new OrderedPace(pace);
        this.ticker = ticker;
    }

    /// A bucket has due mail. True when another session shall begin; it counts from now on.
    boolean ready(Bucket bucket, Way.Open way) {
        lock.lock();
        try {
            if (known.add(bucket)) {
                (bucket.isTransactional() ? transactional : bulk).addLast(new Ready(bucket, way));
            }
            changed.signal();
            return idle == 0 && begins();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a further session is worth it; it counts from now on.
    boolean wantsAnother() {
        lock.lock();
        try {
            return idle == 0 && hasWork() && begins();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        return !transactional.isEmpty() || !bulk.isEmpty();
    }

    private boolean begins() {
        long now = ticker.getAsLong();
        if (stopped || sessions >= pace.connections(now)) {
            return false;
        }
        sessions++;
        return true;
    }

    /// A session ended by a bug of ours.
    void lost() {
        lock.lock();
        try {
            sessions--;
        } finally {
            lock.unlock();
        }
    }

    /// The next message to send, when the pace lets it go; empty when there is none within `patience`. A session without a
    /// connection has all the time its lane asks for; when it gets nothing it has ended and counts no more.
    Optional<Work> next(boolean isConnected, long patienceNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long deadline = ticker.getAsLong() + (isConnected ? patienceNanos : 0);
            while (!stopped) {
                long now = ticker.getAsLong();
                boolean isOneTooMany = sessions > pace.connections(now);
                long released = release(now);
                long due = hasWork() ? pace.due(!transactional.isEmpty(), now) : Long.MAX_VALUE;
                if (due <= now && !isOneTooMany) {
                    var work = take();
                    if (work.isPresent()) {
                        pace.started(work.get().bucket().isTransactional(), now);
                        return work;
                    }
                    continue;
                }
                long next = Math.min(due, released);
                boolean keepsWatch = !isConnected && sessions == 1 && next != Long.MAX_VALUE;
                long until = keepsWatch ? next : Math.min(next, deadline);
                if (isOneTooMany || until <= now) {
                    break;
                }
                await(until - now);
            }
            if (!isConnected) {
                sessions--;
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) throws InterruptedException {
        idle++;
        try {
            changed.await(nanos, TimeUnit.NANOSECONDS);
        } finally {
            idle--;
        }
    }

    /// Puts back to work what is held no longer.
    ///
    /// @return when the next is released; [Long#MAX_VALUE] when none is held
    private long release(long now) {
        long next = Long.MAX_VALUE;
        for (var each = held.iterator(); each.hasNext(); ) {
            var one = each.next();
            if (one.until() <= now) {
                each.remove();
                var bucket = one.ready().bucket();
                (bucket.isTransactional() ? transactional : bulk).addLast(one.ready());
            } else {
                next = Math.min(next, one.until());
            }
        }
        return next;
    }

    /// A canary is none of those that were just refused, where there is another.
    private Optional<Work> take() {
        var avoided = suspects.justRefused();
        if (!avoided.isEmpty()) {
            for (var from : List.of(transactional, bulk)) {
                for (int i = from.size(); i > 0; i--) {
                    var work = take(from, avoided);
                    if (work.isPresent()) {
                        return work;
                    }
                }
            }
        }
        return takeAny();
    }

    /// Transactional mail first; bulk has every fifth turn at least.
    private Optional<Work> takeAny() {
        boolean bulkTurn = inARow >= TRANSACTIONAL_IN_A_ROW && !bulk.isEmpty();
        while (hasWork()) {
            var from =
                    transactional.isEmpty() || bulkTurn && !bulk.isEmpty() ? bulk : transactional;
            var work = take(from, Set.of());
            if (work.isPresent()) {
                inARow = from == transactional ? inARow + 1 : 0;
                return work;
            }
        }
        return Optional.empty();
    }

    /// From the first bucket, which goes to the end; or away when it has nothing due, or aside when its stream is held.
    private Optional<Work> take(Deque<Ready> from, Set<UUID> avoided) {
        var ready = from.removeFirst();
        long now = ticker.getAsLong();
        long heldFor = streams.heldFor(site, ready.bucket().stream(), now);
        if (heldFor > 0) {
            held.add(new Held(ready, now + heldFor));
            return Optional.empty();
        }
        var consignment = ready.bucket().take(pace.recipientsPerMessage(), avoided);
        if (consignment.isPresent() || !avoided.isEmpty()) {
            from.addLast(ready);
        } else {
            known.remove(ready.bucket());
        }
        return consignment.map(taken -> new Work(ready.bucket(), ready.way(), taken, now));
    }

    /// What of these orders concerns it counts from now on.
    void order(List<LaneOrder> orders) {
        lock.lock();
        try {
            boolean isPaused = false;
            var connections = OptionalInt.empty();
            var messagesPerHour = OptionalInt.empty();
            for (var order : orders) {
                if (order.concerns(site, source.name(), provider)) {
                    isPaused |= order.isPause();
                    connections = LaneOrder.least(connections, order.connections());
                    messagesPerHour = LaneOrder.least(messagesPerHour, order.messagesPerHour());
                }
            }
            pace.order(isPaused, connections, messagesPerHour);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int messagesPerConnection() {
        return pace.messagesPerConnection();
    }

    /// Nothing left after all: who waited for it is done, held or elsewhere.
    void withdrawn(long startedAt) {
        lock.lock();
        try {
            pace.withdrawn(startedAt, ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// What keeps its mail waiting; null when nothing does.
    @Nullable LastWord lastWord() {
        return lastWord;
    }

    void heard(LastWord word) {
        lastWord = word;
    }

    /// What came of recipients that were tried.
    void count(List<Settled> settled) {
        for (var one : settled) {
            var verdict = one.verdict();
            if (verdict == null) {
                delivered.increment();
            } else if (verdict.effective() == Permanence.PERMANENT) {
                bounced.increment();
            } else {
                deferred.increment();
            }
        }
    }

    void passed(boolean wasTaken, long startedAt) {
        lastWord = null;
        lock.lock();
        try {
            suspects.passed();
            isRefused = false;
            pace.passed(wasTaken, startedAt, ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void broke(long startedAt) {
        lock.lock();
        try {
            pace.broke(startedAt, ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// No host of the site can be spoken with: half-open, without a word of the receiver's.
    void unreachable() {
        lock.lock();
        try {
            pace.unreachable(ticker.getAsLong());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the site has refused it and nothing has passed since, nor is it time for a canary.
    boolean isRefused() {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            return isRefused && pace.due(false, now) > now;
        } finally {
            lock.unlock();
        }
    }

    /// Those of its buckets that another source may carry, by its operator's leave, taken out.
    List<Bucket> handOver() {
        lock.lock();
        try {
            var handed = new ArrayList<Bucket>();
            for (var from : List.of(transactional, bulk)) {
                from.removeIf(ready -> {
                    boolean goes = ready.bucket().pool().mayHop();
                    if (goes) {
                        handed.add(ready.bucket());
                        known.remove(ready.bucket());
                    }
                    return goes;
                });
            }
            return handed;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it is the message that is meant after all, so that the lane was not refused
    boolean refused(UUID message, Verdict verdict, String text, long startedAt) {
        lock.lock();
        try {
            if (suspects.refused(message)) {
                pace.mistaken(startedAt, ticker.getAsLong());
                changed.signalAll();
                return true;
            }
            isRefused = true;
            lastRefusal = new Refusal(verdict, text, ticker.getAsLong());
            pace.refused(
                    new Refused(verdict, false, sessions, 0, 0, startedAt), ticker.getAsLong());
            changed.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How it stands, for people.
    LaneStanding standing() {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            long closed = pace.closedUntil();
            long left = closed == Long.MIN_VALUE ? 0 : Math.max(0, closed - now);
            var refusal = lastRefusal;
            return new LaneStanding(
                    site,
                    source.name(),
                    provider,
                    sessions,
                    pace.connections(now),
                    known.size(),
                    pace.isPaused(),
                    closed != Long.MIN_VALUE,
                    Duration.ofNanos(left),
                    refusal == null
                            ? null
                            : new LaneStanding.Refusal(
                                    refusal.text(),
                                    refusal.verdict(),
                                    Duration.ofNanos(now - refusal.at())),
                    new LaneStanding.Counts(delivered.sum(), deferred.sum(), bounced.sum()));
        } finally {
            lock.unlock();
        }
    }
}
