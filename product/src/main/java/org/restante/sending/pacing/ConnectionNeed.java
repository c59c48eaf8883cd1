package org.restante.sending.pacing;

/// How many connections a lane wants: what its pace needs, or where nothing bounds the pace a few, and more while all goes well.
final class ConnectionNeed {
    static final int MOST = 50;
    private static final int FIRST = 5;
    private static final int CLEAN_FOR_ONE_MORE = 100;

    /// Seconds a message takes until some have been seen.
    private static final double LIKELY_LATENCY = 0.6;

    private static final int REMEMBERED = 50;

    private double latency = LIKELY_LATENCY;
    private int measured;
    private int unbounded = FIRST;
    private int clean;

    double latency() {
        return latency;
    }

    void restore(double knownLatency) {
        latency = knownLatency;
    }

    void took(double seconds) {
        measured = Math.min(REMEMBERED, measured + 1);
        latency += (seconds - latency) / measured;
    }

    void passed() {
        if (++clean >= CLEAN_FOR_ONE_MORE) {
            clean = 0;
            unbounded = Math.min(unbounded + 1, MOST);
        }
    }

    void refused() {
        clean = 0;
    }

    /// Where nothing bounds the pace.
    int unbounded() {
        return unbounded;
    }

    /// What Little's law asks for, and some.
    int at(double rate) {
        return (int) Math.min(MOST, Math.ceil(1.2 * rate * latency)) + 1;
    }
}
