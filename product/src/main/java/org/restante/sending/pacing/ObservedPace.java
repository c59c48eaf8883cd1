package org.restante.sending.pacing;

import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;

/// A pace that is gone by, and the law beside it, which learns from what happens and says what it would do.
public final class ObservedPace implements Pace {
    private final Pace acting;
    private final Law observing;

    /// @param observing one that observes ([Conduct#OBSERVES])
    public ObservedPace(Pace acting, Law observing) {
        this.acting = acting;
        this.observing = observing;
    }

    @Override
    public void waiting(long messages) {
        acting.waiting(messages);
        observing.waiting(messages);
    }

    @Override
    public long due(boolean isTransactional, long now) {
        return acting.due(isTransactional, now);
    }

    @Override
    public long connectDue(long now) {
        return acting.connectDue(now);
    }

    @Override
    public void connecting(long now) {
        acting.connecting(now);
        observing.connecting(now);
    }

    @Override
    public void opened(int standing, long now) {
        acting.opened(standing, now);
        observing.opened(standing, now);
    }

    @Override
    public void started(boolean isTransactional, long now) {
        acting.started(isTransactional, now);
        observing.started(isTransactional, now);
    }

    @Override
    public void withdrawn(long startedAt, long now) {
        acting.withdrawn(startedAt, now);
        observing.withdrawn(startedAt, now);
    }

    @Override
    public void passed(boolean wasTaken, long startedAt, long now) {
        acting.passed(wasTaken, startedAt, now);
        observing.passed(wasTaken, startedAt, now);
    }

    @Override
    public void broke(long startedAt, long now) {
        acting.broke(startedAt, now);
        observing.broke(startedAt, now);
    }

    @Override
    public void unreachable(long now) {
        acting.unreachable(now);
        observing.unreachable(now);
    }

    @Override
    public Whom refused(Refused refused, long now) {
        observing.refused(refused, now);
        return acting.refused(refused, now);
    }

    @Override
    public void connectionEnded(Verdict verdict, int carried, long now) {
        acting.connectionEnded(verdict, carried, now);
        observing.connectionEnded(verdict, carried, now);
    }

    @Override
    public void mistaken(long startedAt, long now) {
        acting.mistaken(startedAt, now);
        observing.mistaken(startedAt, now);
    }

    @Override
    public int connections(long now) {
        return acting.connections(now);
    }

    @Override
    public int messagesPerConnection() {
        return acting.messagesPerConnection();
    }

    @Override
    public int recipientsPerMessage() {
        return acting.recipientsPerMessage();
    }

    @Override
    public long closedUntil() {
        return acting.closedUntil();
    }

    @Override
    public @Nullable Belief belief(long now) {
        return observing.belief(now);
    }

    @Override
    public boolean acts() {
        return false;
    }

    @Override
    public @Nullable Decision latest() {
        return observing.latest();
    }
}
