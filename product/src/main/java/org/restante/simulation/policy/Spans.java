package org.restante.simulation.policy;

/// Spans in nanoseconds.
final class Spans {
    static final long SECOND = 1_000_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;

    private Spans() {}

    static long seconds(double seconds) {
        return (long) (seconds * SECOND);
    }
}
