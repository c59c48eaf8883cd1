package org.restante.sending.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes buckets when what waits in them is due: a heap that holds each bucket once at most. Guarded by its lock; one thread rings.
final class Alarms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long AGAIN_MILLIS = 60_000;

    private final QueueTime time;
    private final Consumer<QueueBucket> ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<QueueBucket> heap = new ArrayList<>();
    private boolean closed;

    Alarms(QueueTime time, Consumer<QueueBucket> ring) {
        this.time = time;
        this.ring = ring;
    }

    void start() {
        Thread.ofPlatform().name("queue-alarms").daemon().start(this::run);
    }

    /// The bucket shall be woken then; an earlier alarm for it goes before.
    void set(QueueBucket bucket, long due) {
        lock.lock();
        try {
            if (due < bucket.alarm) {
                bucket.alarm = due;
                if (bucket.alarmPlace < 0) {
                    bucket.alarmPlace = heap.size();
                    heap.add(bucket);
                }
                up(bucket);
                if (bucket.alarmPlace == 0) {
                    changed.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return heap.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            QueueBucket due;
            lock.lock();
            try {
                while (!closed && (heap.isEmpty() || heap.getFirst().alarm > time.millis())) {
                    long wait =
                            heap.isEmpty() ? HOUR_MILLIS : heap.getFirst().alarm - time.millis();
                    changed.await(Math.clamp(wait, 1, HOUR_MILLIS), TimeUnit.MILLISECONDS);
                }
                if (closed) {
                    return;
                }
                due = remove();
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            ring(due);
        }
    }

    /// A bug where one bucket is woken must not leave all others asleep; its mail is looked at again by the next alarm.
    private void ring(QueueBucket bucket) {
        try {
            ring.accept(bucket);
        } catch (RuntimeException e) {
            LOG.error("mail for {} could not be sent on its way", bucket.domain(), e);
            set(bucket, time.millis() + AGAIN_MILLIS);
        }
    }

    private QueueBucket remove() {
        var first = heap.getFirst();
        var last = heap.removeLast();
        if (last != first) {
            put(last, 0);
            down(last);
        }
        first.alarm = Long.MAX_VALUE;
        first.alarmPlace = -1;
        return first;
    }

    private void put(QueueBucket bucket, int at) {
        heap.set(at, bucket);
        bucket.alarmPlace = at;
    }

    private void up(QueueBucket bucket) {
        int at = bucket.alarmPlace;
        while (at > 0 && bucket.alarm < heap.get((at - 1) / 2).alarm) {
            put(heap.get((at - 1) / 2), at);
            at = (at - 1) / 2;
        }
        put(bucket, at);
    }

    private void down(QueueBucket bucket) {
        int at = bucket.alarmPlace;
        while (2 * at + 1 < heap.size()) {
            int child = 2 * at + 1;
            if (child + 1 < heap.size() && heap.get(child + 1).alarm < heap.get(child).alarm) {
                child++;
            }
            if (heap.get(child).alarm >= bucket.alarm) {
                break;
            }
            put(heap.get(child), at);
            at = child;
        }
        put(bucket, at);
    }

    /// The clock has moved otherwise than this machine's: whoever waits looks at it anew.
    void lookAtTheClock() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
