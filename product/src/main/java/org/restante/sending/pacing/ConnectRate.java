package org.restante.sending.pacing;

/// How many connections a minute a receiver lets a source open: none known until a refusal speaks of it, then as many as it had
/// taken in the minute before, spread evenly; a little more after each hour without another refusal.
final class ConnectRate {
    private static final double CAUTION = 0.95;
    private static final double GROWTH_PER_HOUR = 1.05;
    private static final double FIRST_PAUSE = 10;
    private static final double LONGEST_PAUSE = 10 * Seconds.MINUTE;

    /// Connections that may follow each other at once, as a share of a minute's.
    private static final double BURST = 0.1;

    private double perMinute = Double.POSITIVE_INFINITY;
    private long learntAt;
    private long minute;
    private int opened;
    private int openedBefore;
    private long pausedUntil = Long.MIN_VALUE;
    private double pause = FIRST_PAUSE;
    private long next = Long.MIN_VALUE;

    /// Infinite while none is known.
    double perMinute() {
        return perMinute;
    }

    boolean isKnown() {
        return !Double.isInfinite(perMinute);
    }

    private void turn(long now) {
        double passed = Seconds.of(now - minute);
        if (passed >= Seconds.MINUTE) {
            openedBefore = passed < 2 * Seconds.MINUTE ? opened : 0;
            opened = 0;
            minute = now;
        }
    }

    long due(long now) {
        if (!isKnown()) {
            return pausedUntil;
        }
        return Math.max(pausedUntil, next - Seconds.nanos(BURST * Seconds.MINUTE));
    }

    void opening(long now) {
        turn(now);
        opened++;
        if (isKnown()) {
            long interval = Seconds.nanos(Seconds.MINUTE / allowed(now));
            next = (next == Long.MIN_VALUE ? now : Math.max(next, now)) + interval;
        }
    }

    /// The same, by now: a little more after each hour.
    double allowed(long now) {
        double hours = Seconds.of(now - learntAt) / Seconds.HOUR;
        return perMinute * Math.pow(GROWTH_PER_HOUR, hours);
    }

    void opened() {
        pause = FIRST_PAUSE;
    }

    /// @param startedAt when what was refused began: before the refusal that it knows of, it is the same sign of the same limit
    void refused(long startedAt, long now) {
        if (isKnown() && startedAt - learntAt < 0) {
            return;
        }
        turn(now);
        double part = Seconds.of(now - minute) / Seconds.MINUTE;
        double seen = Math.max(1, opened - 1 + openedBefore * (1 - part));
        perMinute = CAUTION * Math.min(seen, allowed(now));
        learntAt = now;
        pausedUntil = now + Seconds.nanos(pause);
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
        next = now;
    }

    void restore(double known, long now) {
        perMinute = known;
        learntAt = now;
        next = now;
    }
}
