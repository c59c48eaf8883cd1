package org.restante.sending.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Pace;
import org.restante.sending.routing.Source;

/// A receiver's site seen from one source: the buckets that have due mail for it, its pace, and how many sessions stand. All of it
/// is guarded by the lane's lock.
final class Lane {
    private static final int TRANSACTIONAL_IN_A_ROW = 4;

    /// What a session does next.
    ///
    /// @param way of the bucket's domain when it was found
    record Work(Bucket bucket, Way.Open way, Consignment consignment) {}

    private record Ready(Bucket bucket, Way.Open way) {}

    final String site;
    final Source source;
    private final Pace pace;
    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Ready> transactional = new ArrayDeque<>();
    private final Deque<Ready> bulk = new ArrayDeque<>();
    private final Set<Bucket> known = new HashSet<>();
    private int sessions;
    private int idle;
    private int inARow;
    private boolean stopped;

    Lane(String site, Source source, Pace pace, LongSupplier ticker) {
        this.site = site;
        this.source = source;
        this.pace = pace;
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
            return idle == 0 && !known.isEmpty() && begins();
        } finally {
            lock.unlock();
        }
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
                long due = known.isEmpty() ? Long.MAX_VALUE : pace.due(now);
                if (due <= now && !isOneTooMany) {
                    var work = take();
                    if (work.isPresent()) {
                        pace.started(now);
                        return work;
                    }
                    continue;
                }
                boolean keepsWatch = !isConnected && sessions == 1 && due != Long.MAX_VALUE;
                long until = keepsWatch ? due : Math.min(due, deadline);
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

    /// Transactional mail first; bulk has every fifth turn at least.
    private Optional<Work> take() {
        boolean bulkTurn = inARow >= TRANSACTIONAL_IN_A_ROW && !bulk.isEmpty();
        while (!known.isEmpty()) {
            var from =
                    transactional.isEmpty() || bulkTurn && !bulk.isEmpty() ? bulk : transactional;
            var ready = from.removeFirst();
            var consignment = ready.bucket().take(pace.recipientsPerMessage(), Set.of());
            if (consignment.isPresent()) {
                from.addLast(ready);
                inARow = from == transactional ? inARow + 1 : 0;
                return Optional.of(new Work(ready.bucket(), ready.way(), consignment.get()));
            }
            known.remove(ready.bucket());
        }
        return Optional.empty();
    }

    int messagesPerConnection() {
        return pace.messagesPerConnection();
    }

    void passed() {
        lock.lock();
        try {
            pace.passed(ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void broke() {
        lock.lock();
        try {
            pace.broke(ticker.getAsLong());
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void refused(Verdict verdict) {
        lock.lock();
        try {
            pace.refused(verdict, sessions, ticker.getAsLong());
            changed.signalAll();
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
    ///
    /// @param closedForNanos 0 when it is open
    record Standing(
            String site, Source source, int sessions, int readyBuckets, long closedForNanos) {}

    Standing standing() {
        lock.lock();
        try {
            long closed = pace.closedUntil();
            long left = closed == Long.MIN_VALUE ? 0 : Math.max(0, closed - ticker.getAsLong());
            return new Standing(site, source, sessions, known.size(), left);
        } finally {
            lock.unlock();
        }
    }
}
