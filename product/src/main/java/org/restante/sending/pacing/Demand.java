package org.restante.sending.pacing;

/// What waits for a lane, and how fast more of it comes: a backlog lasts the longer the nearer that is to what leaves.
final class Demand {
    /// Seconds over which it is measured, at least.
    private static final double SPAN = 60;

    /// A backlog is held to last at most so many times as long as if nothing more came.
    private static final double MOST = 20;

    private long waiting;
    private int taken;
    private double arriving;
    private boolean hasBegun;
    private long since;
    private long waitedThen;

    void waiting(long messages) {
        waiting = messages;
    }

    long waiting() {
        return waiting;
    }

    void taken() {
        taken++;
    }

    /// How many seconds pass at that rate until nothing waits.
    double lasts(double rate, long now) {
        measure(now);
        return waiting / Math.max(rate - arriving, rate / MOST);
    }

    private void measure(long now) {
        double seconds = Seconds.of(now - since);
        if (hasBegun && seconds < SPAN) {
            return;
        }
        arriving = hasBegun ? Math.max(0, (waiting - waitedThen + taken) / seconds) : 0;
        hasBegun = true;
        since = now;
        waitedThen = waiting;
        taken = 0;
    }
}
