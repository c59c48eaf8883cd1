package org.restante.record.report;

import java.util.Arrays;

/// Quantiles of delays in a bounded space: the first few values exactly, then counts in steps of an eighth of an octave, so
/// that a quantile is within 6.3 % of the true one. Sketches add up.
final class DelaySketch {
    private static final int EXACT = 16;
    private static final int STEPS = 8;

    private static final int[] NONE = {};

    private int[] values = new int[2];

    /// How many of the values are exact ones; -1 when they are counts.
    private int exact;

    private int lowest;

    /// Adds a delay in milliseconds; what is beyond 24 days counts as 24 days.
    void add(long millis) {
        int value = value(millis);
        add(value, bucket(value));
    }

    /// A delay as [#add(int, int)] takes it.
    static int value(long millis) {
        return (int) Math.clamp(millis, 0, Integer.MAX_VALUE);
    }

    /// Adds a delay of which the step is known: several sketches take the same one.
    void add(int value, int bucket) {
        if (exact < 0) {
            addTo(bucket, 1);
            return;
        }
        if (exact == EXACT) {
            becomeCounts();
            addTo(bucket, 1);
            return;
        }
        if (exact == values.length) {
            values = Arrays.copyOf(values, exact * 2);
        }
        values[exact++] = value;
    }

    /// The counts by step, from [#lowest] on, which whoever has many sketches may add to; empty while values are exact. Good until
    /// the next delay is added.
    int[] counts() {
        return exact < 0 ? values : NONE;
    }

    int lowest() {
        return lowest;
    }

    void addAll(DelaySketch other) {
        for (int i = 0; i < other.exact; i++) {
            add(other.values[i], bucket(other.values[i]));
        }
        if (other.exact >= 0) {
            return;
        }
        if (exact >= 0) {
            becomeCounts();
        }
        for (int i = 0; i < other.values.length; i++) {
            if (other.values[i] > 0) {
                addTo(other.lowest + i, other.values[i]);
            }
        }
    }

    int count() {
        return exact < 0 ? Arrays.stream(values).sum() : exact;
    }

    /// The delay that the share `q` of all is not above, in seconds; NaN when there is none.
    double quantileSeconds(double q) {
        int count = count();
        if (count == 0) {
            return Double.NaN;
        }
        long rank = Math.max(1, (long) Math.ceil(q * count));
        if (exact >= 0) {
            var sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            return sorted[(int) rank - 1] / 1000.0;
        }
        long seen = 0;
        int i = -1;
        while (seen < rank && i + 1 < values.length) {
            seen += values[++i];
        }
        return middle(lowest + i) / 1000.0;
    }

    private void becomeCounts() {
        var first = Arrays.copyOf(values, exact);
        exact = -1;
        lowest = first.length == 0 ? 0 : bucket(Arrays.stream(first).min().getAsInt());
        values = new int[STEPS];
        for (int value : first) {
            addTo(bucket(value), 1);
        }
    }

    private void addTo(int bucket, int times) {
        if (bucket < lowest) {
            var wider = new int[values.length + lowest - bucket];
            System.arraycopy(values, 0, wider, lowest - bucket, values.length);
            values = wider;
            lowest = bucket;
        } else if (bucket - lowest >= values.length) {
            values = Arrays.copyOf(values, bucket - lowest + STEPS);
        }
        values[bucket - lowest] += times;
    }

    static int bucket(int value) {
        if (value < STEPS) {
            return value;
        }
        int octave = 31 - Integer.numberOfLeadingZeros(value);
        return (octave - 2) * STEPS + (value >>> (octave - 3)) - STEPS;
    }

    static double middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int octave = bucket / STEPS + 2;
        int step = bucket % STEPS + STEPS;
        return (step + 0.5) * (1L << (octave - 3));
    }
}
