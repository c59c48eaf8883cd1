package org.restante.sending.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.restante.sending.dispatch.Bucket;
import org.restante.sending.dispatch.Consignment;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// Mail that waits for one domain, from one source of a pool, of one stream. Guarded by its lock.
final class QueueBucket implements Bucket {
    /// @param stream with its tenant before it
    /// @param source that was drawn when it was filed
    record Key(String domain, String pool, String source, String stream, boolean isTransactional) {
        Key in(String otherPool, String otherSource) {
            return new Key(domain, otherPool, otherSource, stream, isTransactional);
        }
    }

    /// How many messages that are not wanted are looked past.
    private static final int LOOKED_PAST = 8;

    private final Key key;
    private final Queue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Waiting waiting = new Waiting();

    /// When it is woken; the alarms' own.
    long alarm = Long.MAX_VALUE;

    QueueBucket(Key key, Queue queue) {
        this.key = key;
        this.queue = queue;
    }

    @Override
    public String domain() {
        return key.domain();
    }

    @Override
    public Pool pool() {
        return queue.pools().pool(key.pool());
    }

    /// Where the pool has lost the source since, its mail goes to another as a whole.
    @Override
    public Source source() {
        var pool = pool();
        return pool.source(key.source()).orElseGet(() -> pool.drawnFor(key.hashCode()));
    }

    @Override
    public boolean isTransactional() {
        return key.isTransactional();
    }

    Key key() {
        return key;
    }

    @Override
    public String stream() {
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
    public Optional<Consignment> take(int mostRecipients, Set<UUID> notThese) {
        long firstDue;
        if (queue.holds().isPaused(key.domain(), key.source())) {
            return Optional.empty();
        }
        lock.lock();
        try {
            firstDue = waiting.firstDue();
            long now = queue.time().millis();
            if (firstDue <= now) {
                return wanted(notThese, now).map(entry -> part(entry, mostRecipients));
            }
        } finally {
            lock.unlock();
        }
        if (firstDue != Long.MAX_VALUE) {
            queue.alarms().set(this, firstDue);
        }
        return Optional.empty();
    }

    private Optional<Waiting.Entry> wanted(Set<UUID> notThese, long now) {
        List<Waiting.Entry> passed = new ArrayList<>();
        Waiting.Entry found = null;
        while (found == null && passed.size() <= LOOKED_PAST && waiting.firstDue() <= now) {
            var entry = waiting.remove();
            if (notThese.contains(entry.id())) {
                passed.add(entry);
            } else {
                found = entry;
            }
        }
        passed.forEach(waiting::add);
        return Optional.ofNullable(found);
    }

    /// Those of the entry that leave together; the others wait on.
    private Consignment part(Waiting.Entry entry, int mostRecipients) {
        int[] all = entry.ordinals();
        if (all.length <= mostRecipients) {
            return new QueuedMail(entry, this, queue);
        }
        int[] rest = Arrays.copyOfRange(all, mostRecipients, all.length);
        waiting.add(new Waiting.Entry(entry.id(), rest, entry.due(), entry.turn()));
        int[] now = Arrays.copyOf(all, mostRecipients);
        return new QueuedMail(
                new Waiting.Entry(entry.id(), now, entry.due(), entry.turn()), this, queue);
    }
}
