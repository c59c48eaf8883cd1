package org.restante.sending.pacing;

/// Spans of time as the arithmetic of rates wants them; a ticker counts nanoseconds.
final class Seconds {
    static final double MINUTE = 60;
    static final double HOUR = 3_600;
    static final double DAY = 86_400;

    /// So far off that it never comes, and still far from the end of a `long`.
    private static final double MOST = 100 * 365 * DAY;

    private Seconds() {}

    static double of(long nanos) {
        return nanos / 1e9;
    }

    static long nanos(double seconds) {
        return (long) (Math.min(seconds, MOST) * 1e9);
    }
}
