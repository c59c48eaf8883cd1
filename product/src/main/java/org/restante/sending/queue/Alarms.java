package org.restante.sending.queue;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Wakes buckets when what waits in them is due. Guarded by its lock; one thread rings.
final class Alarms implements AutoCloseable {
    private record Alarm(long due, QueueBucket bucket) {}

    private final QueueTime time;
    private final Consumer<QueueBucket> ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>((one, other) -> Long.compare(one.due(), other.due()));
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
                alarms.add(new Alarm(due, bucket));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            QueueBucket due;
            lock.lock();
            try {
                while (!closed && (alarms.isEmpty() || alarms.peek().due() > time.millis())) {
                    long wait = alarms.isEmpty() ? 3_600_000 : alarms.peek().due() - time.millis();
                    changed.await(Math.max(1, wait), TimeUnit.MILLISECONDS);
                }
                if (closed) {
                    return;
                }
                var alarm = alarms.remove();
                due = alarm.bucket();
                if (due.alarm != alarm.due()) {
                    continue;
                }
                due.alarm = Long.MAX_VALUE;
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            ring.accept(due);
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
