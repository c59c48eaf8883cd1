package org.restante.sending.pacing;

/// How many messages had passed when, before the first refusal: what a bucket that was full at the start must have held.
final class Profile {
    private static final int MOST = 24;
    private static final double SLOWEST = 1e-4;
    private static final double FASTEST = 1e4;

    private final float[] seconds = new float[MOST];
    private final int[] passed = new int[MOST];
    private int points;

    void add(double at, int soFar) {
        if (points == MOST) {
            points--;
        }
        seconds[points] = (float) at;
        passed[points++] = soFar;
    }

    /// The rate at which a bucket of that size, full at the start, is empty at the last point.
    double rateEmptying(double bucket) {
        double low = SLOWEST;
        double high = FASTEST;
        for (int i = 0; i < 40; i++) {
            double middle = Math.sqrt(low * high);
            if (leftIn(bucket, middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    private double leftIn(double bucket, double rate) {
        double left = bucket;
        double time = 0;
        int count = 0;
        for (int i = 0; i < points; i++) {
            left = Math.min(bucket, left + rate * (seconds[i] - time) - (passed[i] - count));
            time = seconds[i];
            count = passed[i];
        }
        return left;
    }
}
