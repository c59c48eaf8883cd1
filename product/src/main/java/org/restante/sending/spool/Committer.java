package org.restante.sending.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The one thread that writes the log. Whoever has something to write hands it in and waits for the [Commit]; all that gathered
/// while one batch was written makes the next. Nobody interrupts this thread: an interrupt would close the file under it.
final class Committer {
    private final Log log;
    private final long queuedBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Entry> queue = new ArrayDeque<>();
    private final Thread thread;
    private long queued;
    private boolean nudged;
    private boolean closed;

    Committer(Log log, String name) {
        this.log = log;
        this.queuedBytes = log.settings.queuedBytes();
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Hands an entry in; waits while too much is handed in already.
    Commit hand(Entry entry) throws SpoolException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queued > queuedBytes && !closed) {
                room.await();
            }
            if (closed) {
                throw new SpoolException(SpoolException.Reason.CLOSED, "the spool is closed");
            }
            if (queue.isEmpty()) {
                work.signal();
            }
            queue.add(entry);
            queued += entry.size();
            return entry.commit;
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a batch even if nobody has anything to write.
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    long queued() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var entries = take(); !entries.isEmpty() || !isOver(); entries = take()) {
            log.commit(entries);
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return closed && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !nudged && !closed) {
                work.awaitUninterruptibly();
            }
            nudged = false;
            List<Entry> taken = new ArrayList<>(queue);
            queue.clear();
            queued = 0;
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Writes what was handed in, then ends.
    void close() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        thread.join();
    }
}
