package org.restante.sending.spool;

/// Counts durations in buckets an eighth apart, so that a percentile is right to 12 %.
final class Latency {
    private static final int PARTS = 8;

    private final long[] counts = new long[64 * PARTS];
    private long total;
    private long sum;

    synchronized void record(long nanos) {
        counts[bucket(Math.max(1, nanos))]++;
        total++;
        sum += nanos;
    }

    /// Nanoseconds that this share of all were not longer than; 0 where none was measured.
    synchronized long percentile(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return upper(i);
            }
        }
        return 0;
    }

    /// How many took at most so long, for each bound, to an eighth.
    synchronized Spool.Commits commits(double[] seconds) {
        var atMost = new long[seconds.length];
        for (int i = 0; i < counts.length; i++) {
            for (int bound = 0; bound < seconds.length && counts[i] > 0; bound++) {
                if (upper(i) <= seconds[bound] * 1.125e9) {
                    atMost[bound] += counts[i];
                }
            }
        }
        return new Spool.Commits(atMost, total, sum / 1e9);
    }

    synchronized long count() {
        return total;
    }

    private static int bucket(long nanos) {
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int part = power < 3 ? 0 : (int) (nanos >>> power - 3) & PARTS - 1;
        return power * PARTS + part;
    }

    private static long upper(int bucket) {
        int power = bucket / PARTS;
        long base = 1L << power;
        return power < 3 ? base : base + (base / PARTS) * (bucket % PARTS + 1);
    }
}
