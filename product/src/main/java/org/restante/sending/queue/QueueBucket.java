package org.restante.sending.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.sending.backlog.Line;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.dispatch.Bucket;
import org.restante.sending.dispatch.Consignment;
import org.restante.sending.dispatch.Preference;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;

/// Mail that waits for one domain, from one source of a pool, of one stream. Its line guards itself.
final class QueueBucket implements Bucket {
    /// @param tenant empty where there is none
    /// @param stream with its tenant before it
    /// @param source that was drawn when it was filed
    record Key(
            String domain,
            String pool,
            String source,
            String tenant,
            String stream,
            boolean isTransactional) {
        Key in(String otherPool, String otherSource) {
            return new Key(domain, otherPool, otherSource, tenant, stream, isTransactional);
        }
    }

    /// How many messages that are not wanted are looked past.
    private static final int LOOKED_PAST = 8;

    private final Key key;
    private final Queue queue;
    private final Line line;
    private volatile long lastUsed;

    /// When it is woken, and where that stands among the alarms; the alarms' own.
    long alarm = Long.MAX_VALUE;

    int alarmPlace = -1;

    QueueBucket(Key key, Line line, Queue queue) {
        this.key = key;
        this.line = line;
        this.queue = queue;
    }

    long firstDue() {
        return line.firstDue();
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
    public String tenant() {
        return key.tenant();
    }

    @Override
    public String stream() {
        return key.stream();
    }

    /// False when it has ended; another is in its place.
    boolean add(Waiting waiting) {
        lastUsed = queue.time().millis();
        return line.add(waiting);
    }

    /// Ends it when nobody has been in it since then.
    boolean end(long unusedSince) {
        return lastUsed < unusedSince && line.close();
    }

    @Override
    public int waiting() {
        return line.size();
    }

    @Override
    public Duration dueFor() {
        return Duration.ofMillis(Math.max(0, queue.time().millis() - line.firstDue()));
    }

    /// Nothing leaves whose end could not be kept.
    @Override
    public Optional<Consignment> take(int mostRecipients, Preference preference) {
        if (!queue.spool().isWritable() || queue.holds().isPaused(key.domain(), key.source())) {
            return Optional.empty();
        }
        long now = queue.time().millis();
        var found = wanted(preference, now);
        if (found != null) {
            return Optional.of(part(found, isOneByOne() ? 1 : mostRecipients));
        }
        setAlarm();
        return Optional.empty();
    }

    /// Whether each recipient has a reverse-path of its own.
    private boolean isOneByOne() {
        return queue.settings()
                .returnPaths()
                .of(key.stream())
                .filter(ReturnPaths.ReturnPath::isPerRecipient)
                .isPresent();
    }

    /// It is woken when its head is due.
    void setAlarm() {
        long firstDue = line.firstDue();
        if (firstDue != Long.MAX_VALUE) {
            queue.alarms().set(this, firstDue);
        }
    }

    private @Nullable Waiting wanted(Preference preference, long now) {
        List<Waiting> passed = new ArrayList<>();
        var next = line.take(now);
        while (next != null && !preference.fits(next.id())) {
            passed.add(next);
            next = passed.size() <= LOOKED_PAST ? line.take(now) : null;
        }
        passed.forEach(waiting -> queue.file(this, waiting));
        return next;
    }

    /// Those of the entry that leave together; the others wait on.
    private Consignment part(Waiting waiting, int mostRecipients) {
        int[] all = waiting.ordinals();
        if (all.length <= mostRecipients) {
            return new QueuedMail(waiting, this, queue);
        }
        int[] rest = Arrays.copyOfRange(all, mostRecipients, all.length);
        queue.file(this, new Waiting(waiting.id(), rest, waiting.due(), waiting.turn()));
        int[] now = Arrays.copyOf(all, mostRecipients);
        return new QueuedMail(
                new Waiting(waiting.id(), now, waiting.due(), waiting.turn()), this, queue);
    }
}
