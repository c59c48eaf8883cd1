package org.restante.sending.pacing;

/// Counts what passes on a lane: since the last refusal, since the lane opened, and since its rate was set or looked at.
final class Meter {
    /// What stood on it when the lane was refused.
    ///
    /// @param passed since the refusal before
    /// @param seconds since then, never 0
    /// @param closed of these, how many the lane was closed
    /// @param ran messages since the lane opened
    /// @param open seconds since then, never 0
    /// @param allowed messages the rates in force would have allowed since then
    record Reading(
            int passed, double seconds, double closed, int ran, double open, double allowed) {
        /// What flowed into the receiver's bucket, had nothing overflowed.
        double inflow() {
            return passed / seconds;
        }

        double outflow() {
            return ran / open;
        }

        /// Messages a second that the rates in force would have allowed.
        double possible() {
            return allowed / open;
        }
    }

    private static final double INSTANT = 0.001;

    /// When how many had passed since the lane opened.
    final Profile run = new Profile();

    private boolean hasBegun;

    private long refusedAt;
    private int passed;
    private double closed;

    private long openedAt;
    private int ran;

    /// Seconds it was open when it was last refused.
    private double open;

    /// Messages the rates in force have allowed since the lane opened, but for the one in force.
    private double allowed;

    private long allowedAt;

    private long steadyAt;
    private long lookedAt;
    private int seen;

    void begin(long now) {
        if (!hasBegun) {
            hasBegun = true;
            refusedAt = now;
            openedAt = now;
            allowedAt = now;
            steady(now);
        }
    }

    /// As if nothing had left yet.
    void beginAgain() {
        hasBegun = false;
    }

    void passed(long startedAt) {
        if (startedAt - refusedAt >= 0) {
            passed++;
        }
        ran++;
        seen++;
    }

    int passed() {
        return passed;
    }

    int ran() {
        return ran;
    }

    /// Seconds the lane was open when it was last refused.
    double open() {
        return open;
    }

    /// @param rate in force; of a lane without a bound, what its connections carry
    Reading refused(double rate, long now) {
        open = Math.max(INSTANT, Seconds.of(now - openedAt));
        run.add(open, ran);
        return new Reading(passed, sinceRefusal(now), closed, ran, open, allowedBy(rate, now));
    }

    /// The next refusal is counted from this one.
    void restart(long now) {
        refusedAt = now;
        passed = 0;
        closed = 0;
    }

    /// @param closedFor seconds
    void reopened(double closedFor, long now) {
        closed = closedFor;
        openedAt = now;
        ran = 0;
        run.clear();
        allowed = 0;
        allowedAt = now;
        steady(now);
    }

    /// Another rate is in force from now on.
    ///
    /// @param before infinite for no bound
    void changed(double before, long now) {
        allowed = Double.isInfinite(before) ? 0 : allowedBy(before, now);
        allowedAt = now;
        steady(now);
    }

    /// A point of the profile.
    void mark(long now) {
        run.add(sinceOpened(now), ran);
    }

    /// The same, of a lane without a bound: nothing else tells how fast it went when.
    void note(long startedAt) {
        run.note(sinceOpened(startedAt), ran);
    }

    private double allowedBy(double rate, long now) {
        return allowed + rate * Seconds.of(now - allowedAt);
    }

    private void steady(long now) {
        stay(now);
        look(now);
    }

    /// The rate counts as set now.
    void stay(long now) {
        steadyAt = now;
    }

    /// What passed until now has been judged.
    void look(long now) {
        lookedAt = now;
        seen = 0;
    }

    /// Messages since it was last looked at.
    int seen() {
        return seen;
    }

    double sinceLooked(long now) {
        return Seconds.of(now - lookedAt);
    }

    double steadyFor(long now) {
        return Seconds.of(now - steadyAt);
    }

    double sinceOpened(long now) {
        return Seconds.of(now - openedAt);
    }

    double sinceRefusal(long now) {
        return Math.max(INSTANT, Seconds.of(now - refusedAt));
    }
}
