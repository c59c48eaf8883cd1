package org.restante.sending.pacing;

import java.time.Duration;
import java.util.OptionalInt;
import org.restante.meaning.verdict.Verdict;

/// A pace within what people have ordered: whatever the other pace would allow, it stops while it is paused and goes no faster than
/// it is told. The other learns as if nobody had ordered anything.
public final class OrderedPace implements Pace {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Pace other;
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

    public boolean isPaused() {
        return isPaused;
    }

    @Override
    public long due(long now) {
        return isPaused ? Long.MAX_VALUE : Math.max(other.due(now), next);
    }

    @Override
    public void started(long now) {
        other.started(now);
        if (interval > 0) {
            next = Math.max(next, now) + interval;
        }
    }

    @Override
    public void withdrawn(long now) {
        other.withdrawn(now);
        if (interval > 0) {
            next -= interval;
        }
    }

    @Override
    public void passed(long now) {
        other.passed(now);
    }

    @Override
    public void broke(long now) {
        other.broke(now);
    }

    @Override
    public void unreachable(long now) {
        other.unreachable(now);
    }

    @Override
    public void refused(Verdict verdict, int standing, long now) {
        other.refused(verdict, standing, now);
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
}
