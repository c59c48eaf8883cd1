package org.restante.app.metrics;

import java.util.concurrent.atomic.LongAdder;

/// Durations counted by size: a histogram as Prometheus keeps it, in memory that does not grow. May be shared.
final class Durations {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final LongAdder millis = new LongAdder();

    /// @param bounds in seconds, rising
    Durations(double[] bounds) {
        this.bounds = bounds.clone();
        counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(long took) {
        int at = 0;
        while (at < bounds.length && took / 1e3 > bounds[at]) {
            at++;
        }
        counts[at].increment();
        millis.add(took);
    }

    /// How many were at most so long, for each bound, and after them all.
    long[] atMost() {
        var sums = new long[counts.length];
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i].sum();
            sums[i] = sum;
        }
        return sums;
    }

    double seconds() {
        return millis.sum() / 1e3;
    }
}
