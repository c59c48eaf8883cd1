package org.restante.sending.pacing;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;

/// A pace within what people have ordered: whatever the other pace would allow, it stops while it is paused and goes no faster than
/// it is told. The other learns as if nobody had ordered anything.
public final class OrderedPace implements Pace {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private Pace other;
    private boolean isPaused;
    private OptionalInt connections = OptionalInt.empty();
    private long interval;
    private long next = Long.MIN_VALUE;

    public OrderedPace(Pace other) {
        this.other = other;
    }

    /// What counts from now on.
    public void order(boolean nowPaused, OptionalInt mostConnections, OptionalInt messagesPerHour) {
        isPaused = nowPaused;
        connections = mostConnections;
        interval = messagesPerHour.isPresent() ? HOUR / messagesPerHour.getAsInt() : 0;
        next = interval == 0 ? Long.MIN_VALUE : next;
    }

    /// Another pace in its place, which knows nothing yet; what people have ordered stands.
    public void replace(Pace fresh) {
        other = fresh;
    }

    /// The other pace.
    public Pace learning() {
        return other;
    }

    public boolean isPaused() {
        return isPaused;
    }

    @Override
    public void waiting(long messages) {
        other.waiting(messages);
    }

    @Override
    public long due(boolean isTransactional, long now) {
        return isPaused ? Long.MAX_VALUE : Math.max(other.due(isTransactional, now), next);
    }

    @Override
    public long connectDue(long now) {
        return other.connectDue(now);
    }

    @Override
    public void connecting(long now) {
        other.connecting(now);
    }

    @Override
    public void opened(int standing, long now) {
        other.opened(standing, now);
    }

    @Override
    public void started(boolean isTransactional, long now) {
        other.started(isTransactional, now);
        if (interval > 0) {
            next = Math.max(next, now) + interval;
        }
    }

    @Override
    public void withdrawn(long startedAt, long now) {
        other.withdrawn(startedAt, now);
        if (interval > 0) {
            next -= interval;
        }
    }

    @Override
    public void passed(boolean wasTaken, long startedAt, long now) {
        other.passed(wasTaken, startedAt, now);
    }

    @Override
    public void broke(long startedAt, long now) {
        other.broke(startedAt, now);
    }

    @Override
    public void unreachable(long now) {
        other.unreachable(now);
    }

    @Override
    public Whom refused(Refused refused, long now) {
        return other.refused(refused, now);
    }

    @Override
    public void connectionEnded(Verdict verdict, int carried, long now) {
        other.connectionEnded(verdict, carried, now);
    }

    @Override
    public void mistaken(long startedAt, long now) {
        other.mistaken(startedAt, now);
    }

    @Override
    public int connections(long now) {
        return isPaused
                ? 0
                : Math.min(other.connections(now), connections.orElse(Integer.MAX_VALUE));
    }

    @Override
    public int messagesPerConnection() {
        return other.messagesPerConnection();
    }

    @Override
    public int recipientsPerMessage() {
        return other.recipientsPerMessage();
    }

    @Override
    public long closedUntil() {
        return other.closedUntil();
    }

    @Override
    public boolean acts() {
        return other.acts();
    }

    @Override
    public @Nullable Decision latest() {
        return other.latest();
    }

    @Override
    public @Nullable Belief belief(long now) {
        return other.belief(now);
    }
}
