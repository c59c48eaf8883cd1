package org.restante.sending.pacing;

/// While no host of a site answers, one connection at a time tries it. The rate stays what it was.
final class Outage {
    /// Seconds until the first try, and at most between two.
    private static final double FIRST = 15;

    private static final double LONGEST = 40;

    private final Gate gate = new Gate();
    private final Jitter jitter;

    Outage(Jitter jitter) {
        this.jitter = jitter;
    }

    boolean lasts() {
        return gate.isClosed();
    }

    long until() {
        return gate.isClosed() ? gate.until() : Long.MIN_VALUE;
    }

    long due() {
        return gate.due();
    }

    void isOver() {
        gate.open();
    }

    void started(long now) {
        gate.started(now);
    }

    void bringBack(long startedAt) {
        gate.bringBack(startedAt);
    }

    void broke(long startedAt, long now) {
        if (gate.isCanary(startedAt)) {
            gate.postpone(FIRST, now);
        }
    }

    /// @return whether it begins
    boolean unreachable(long now) {
        if (!gate.isClosed()) {
            gate.close(jitter.on(FIRST), now);
            return true;
        }
        if (now - gate.until() >= 0) {
            gate.refusedAgain(jitter.on(Math.min(LONGEST, 2 * gate.pause())), true, now);
        }
        return false;
    }
}
