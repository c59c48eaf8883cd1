package org.restante.sending.pacing;

/// Spreads messages evenly at a rate (the generic cell rate algorithm). A change of rate grants no burst: what was sent is sent.
/// Transactional mail may go ahead of its time by a few messages, which bulk mail then waits for.
final class Pacer {
    /// Intervals that transactional mail may borrow, at most.
    static final int BORROWED = 10;

    /// What may be made up for when a message left late, since no timer is exact.
    private static final double LATE_SECONDS = 0.1;

    private static final long LONGEST_INTERVAL = Seconds.nanos(Seconds.DAY);

    /// Nanoseconds between two messages; 0: no bound.
    private long interval;

    private long next = Long.MIN_VALUE;
    private int borrowed = BORROWED;

    /// What is borrowed goes out at once: no more of it than the receiver is known to take so.
    ///
    /// @param burst messages that it takes at once; infinite while none were refused
    void lends(double burst) {
        borrowed = (int) Math.clamp(burst / 2, 1, BORROWED);
    }

    /// @param perSecond infinite for no bound
    void rate(double perSecond) {
        interval =
                Double.isInfinite(perSecond)
                        ? 0
                        : Math.clamp((long) (1e9 / perSecond), 1, LONGEST_INTERVAL);
    }

    long due(boolean isTransactional) {
        if (interval == 0 || next == Long.MIN_VALUE) {
            return Long.MIN_VALUE;
        }
        return isTransactional ? next - borrowed * interval : next;
    }

    void took(long now) {
        if (interval > 0) {
            long late = Math.max(interval, Seconds.nanos(LATE_SECONDS));
            next = (next == Long.MIN_VALUE ? now : Math.max(next, now - late)) + interval;
        }
    }

    void gaveBack() {
        if (next != Long.MIN_VALUE) {
            next -= interval;
        }
    }

    /// One has just left, and nothing of what was missed until now is made up for.
    ///
    /// @param pause seconds
    void restart(double pause, long now) {
        next = Math.max(next, now + Seconds.nanos(pause));
    }
}
