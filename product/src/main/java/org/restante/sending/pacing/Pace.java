package org.restante.sending.pacing;

import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;

/// The pace of one lane: what is asked before each message, and told after it. Guarded by the lane that owns it. `startedAt` is the
/// time that was given to [#started].
public interface Pace {
    /// How many messages wait for this lane now; one that several sources may take counts in parts.
    void waiting(long messages);

    /// When the next message may leave: now or earlier for at once; [Long#MAX_VALUE] while a canary is out.
    long due(boolean isTransactional, long now);

    /// When a further connection may be opened.
    long connectDue(long now);

    /// A connection is being opened.
    void connecting(long now);

    /// A connection stands.
    ///
    /// @param standing this one among them
    void opened(int standing, long now);

    /// A message leaves.
    void started(boolean isTransactional, long now);

    /// What was to leave did not, for reasons of ours: as if it had never started.
    void withdrawn(long startedAt, long now);

    /// It was taken, or refused for reasons of its own that are known: the lane is open.
    void passed(boolean wasTaken, long startedAt, long now);

    /// It came to nothing that speaks of the lane: the connection broke, or the server was in trouble.
    void broke(long startedAt, long now);

    /// No host of the receiver's could be spoken with.
    void unreachable(long now);

    /// The receiver refused the lane, or refused without a reason.
    Whom refused(Refused refused, long now);

    /// The receiver ended a connection that had carried mail, with a word and before it heard of the next message, which goes by another.
    default void connectionEnded(Verdict verdict, int carried, long now) {}

    /// The receiver means one message, which it has refused for the third time in the lane's name while others passed.
    void mistaken(long startedAt, long now);

    /// How many connections may stand.
    int connections(long now);

    /// How many messages a connection may carry.
    int messagesPerConnection();

    /// How many recipients a transaction may have.
    int recipientsPerMessage();

    /// Until when the lane is closed; [Long#MIN_VALUE] when it is open.
    long closedUntil();

    /// Whether what started then was to try if the closed lane is open.
    default boolean isCanary(long startedAt) {
        long until = closedUntil();
        return until != Long.MIN_VALUE && startedAt - until >= 0;
    }

    /// What it holds true of the receiver; null when it learns nothing.
    @Nullable Belief belief(long now);

    /// Whether its decisions are followed; false where it only says what it would do.
    default boolean acts() {
        return true;
    }

    /// The latest automatic action; null when there has been none.
    @Nullable Decision latest();
}
