package org.restante.sending.pacing;

/// Whether a lane is open; closed, it is half-open: after a pause one canary leaves, and nothing else until it passes.
///
/// ```text
/// open --refused--> closed until t --t passes, canary leaves--> waiting for it
///   ^                                                             |      |
///   +------------------------ passed -----------------------------+      |
///          closed, for longer  <------------- refused -------------------+
/// ```
final class Gate {
    private boolean isClosed;
    private boolean isCanaryOut;
    private long until;
    private double pause;
    private int failures;
    private long firstRefusal;
    private long lastRefusal;

    boolean isClosed() {
        return isClosed;
    }

    long until() {
        return until;
    }

    /// When a message may leave; [Long#MAX_VALUE] while the canary is out, [Long#MIN_VALUE] when open.
    long due() {
        if (!isClosed) {
            return Long.MIN_VALUE;
        }
        return isCanaryOut ? Long.MAX_VALUE : until;
    }

    /// Whether a message that left then is the canary.
    boolean isCanary(long startedAt) {
        return isClosed && startedAt - until >= 0;
    }

    /// A message leaves: the canary, if the pause is over.
    void started(long now) {
        if (isClosed && now - until >= 0) {
            isCanaryOut = true;
        }
    }

    /// It did not get to the receiver.
    void bringBack(long startedAt) {
        if (isCanary(startedAt)) {
            isCanaryOut = false;
        }
    }

    void close(double seconds, long now) {
        isClosed = true;
        isCanaryOut = false;
        failures = 0;
        firstRefusal = now;
        lastRefusal = now;
        pause(seconds, now);
    }

    /// Closed as before a restart.
    ///
    /// @param seconds the pause that was under way, which the next goes by
    /// @param left what is left of it
    void restore(double seconds, double left, long now) {
        close(seconds, now);
        until = now + Seconds.nanos(left);
    }

    /// The canary was refused, or what had been in flight: the pause begins anew.
    void refusedAgain(double seconds, boolean wasCanary, long now) {
        isCanaryOut = isCanaryOut && !wasCanary;
        failures += wasCanary ? 1 : 0;
        lastRefusal = now;
        if (!isCanaryOut) {
            pause(seconds, now);
        }
    }

    /// The canary came to nothing: another leaves a little later.
    void postpone(double seconds, long now) {
        isCanaryOut = false;
        until = Math.max(until, now + Seconds.nanos(seconds));
    }

    private void pause(double seconds, long now) {
        pause = seconds;
        until = now + Seconds.nanos(seconds);
    }

    void open() {
        isClosed = false;
        isCanaryOut = false;
    }

    /// Seconds, the one that counts now.
    double pause() {
        return pause;
    }

    /// Canaries refused since it closed.
    int failures() {
        return failures;
    }

    /// Seconds between the refusal that closed it and the latest.
    double refusedFor() {
        return Seconds.of(lastRefusal - firstRefusal);
    }

    double sinceFirst(long now) {
        return Seconds.of(now - firstRefusal);
    }

    double sinceLast(long now) {
        return Seconds.of(now - lastRefusal);
    }

    long lastRefusal() {
        return lastRefusal;
    }
}
