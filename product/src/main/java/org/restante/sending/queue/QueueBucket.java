package org.restante.sending.queue;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.restante.sending.dispatch.Bucket;
import org.restante.sending.dispatch.Consignment;
import org.restante.sending.dispatch.Source;

/// Mail that waits for one domain, from one source, of one stream. Guarded by its lock.
final class QueueBucket implements Bucket {
    /// @param stream with its tenant before it
    record Key(String domain, String source, String stream, boolean isTransactional) {}

    private final Key key;
    private final Source source;
    private final Queue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Waiting waiting = new Waiting();

    /// When it is woken; the alarms' own.
    long alarm = Long.MAX_VALUE;

    QueueBucket(Key key, Source source, Queue queue) {
        this.key = key;
        this.source = source;
        this.queue = queue;
    }

    @Override
    public String domain() {
        return key.domain();
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public boolean isTransactional() {
        return key.isTransactional();
    }

    String stream() {
        return key.stream();
    }

    void add(Waiting.Entry entry) {
        lock.lock();
        try {
            waiting.add(entry);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Consignment> take(int mostRecipients) {
        long firstDue;
        lock.lock();
        try {
            firstDue = waiting.firstDue();
            if (firstDue <= queue.time().millis()) {
                var entry = waiting.remove();
                int[] all = entry.ordinals();
                if (all.length > mostRecipients) {
                    int[] rest = Arrays.copyOfRange(all, mostRecipients, all.length);
                    waiting.add(new Waiting.Entry(entry.id(), rest, entry.due(), entry.turn()));
                    int[] now = Arrays.copyOf(all, mostRecipients);
                    entry = new Waiting.Entry(entry.id(), now, entry.due(), entry.turn());
                }
                return Optional.of(new QueuedMail(entry, this, queue));
            }
        } finally {
            lock.unlock();
        }
        if (firstDue != Long.MAX_VALUE) {
            queue.alarms().set(this, firstDue);
        }
        return Optional.empty();
    }
}
