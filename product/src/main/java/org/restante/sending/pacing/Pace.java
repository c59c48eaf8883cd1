package org.restante.sending.pacing;

import org.restante.meaning.verdict.Verdict;

/// The pace of one lane: what is asked before each message, and told after it. Guarded by the lane that owns it.
public interface Pace {
    /// When the next message may leave: now or earlier for at once; [Long#MAX_VALUE] while a canary is out.
    long due(long now);

    /// A message leaves.
    void started(long now);

    /// What was to leave did not, for reasons of ours: as if it had never started.
    void withdrawn(long now);

    /// It was taken, or refused for reasons of its own: the lane is open.
    void passed(long now);

    /// It came to nothing that speaks of the lane: the connection broke.
    void broke(long now);

    /// No host of the receiver's could be spoken with.
    void unreachable(long now);

    /// The receiver refused the lane.
    ///
    /// @param standing connections that stood then, this one among them
    void refused(Verdict verdict, int standing, long now);

    /// How many connections may stand.
    int connections(long now);

    /// How many messages a connection may carry.
    int messagesPerConnection();

    /// How many recipients a transaction may have.
    int recipientsPerMessage();

    /// Until when the lane is closed; now or earlier when it is open.
    long closedUntil();
}
