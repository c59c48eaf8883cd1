package org.restante.sending.pacing;

/// How many messages had passed when, since a bucket of tokens was full: what that bucket must have held, for each rate at which it
/// may be filled.
final class Profile {
    private static final int MOST = 24;
    private static final double SLOWEST = 1e-4;
    private static final double FASTEST = 1e4;

    /// Between two points that are noted, at least.
    private static final double APART_SECONDS = 1;

    private static final double INSTANT = 0.001;

    /// Of the time up to the last point, a part.
    record Stretch(int passed, double seconds) {}

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

    /// One of many points: there is none for each, and of what is long past fewer are kept. The last place is left for the end.
    void note(double at, int soFar) {
        if (at - (points == 0 ? 0 : seconds[points - 1]) < APART_SECONDS) {
            return;
        }
        if (points >= MOST - 1) {
            thinOut(at);
        }
        add(at, soFar);
    }

    /// Takes out the point whose neighbours are closest to each other, seen from now.
    private void thinOut(double now) {
        int least = 0;
        double closest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points - 1; i++) {
            double before = i == 0 ? 0 : seconds[i - 1];
            double apart = (seconds[i + 1] - before) / (now - before);
            if (apart < closest) {
                closest = apart;
                least = i;
            }
        }
        points--;
        System.arraycopy(seconds, least + 1, seconds, least, points - least);
        System.arraycopy(passed, least + 1, passed, least, points - least);
    }

    /// Of all stretches up to the last point the one in which most passed for its seconds and `more`.
    ///
    /// @param fewest messages of a stretch that is not all of the time
    Stretch busiest(double more, int fewest) {
        double time = points == 0 ? 0 : seconds[points - 1];
        int count = points == 0 ? 0 : passed[points - 1];
        var most = new Stretch(count, Math.max(INSTANT, time));
        for (int i = 0; i < points; i++) {
            int since = count - passed[i];
            double lasted = Math.max(INSTANT, time - seconds[i]);
            if (since >= fewest
                    && since * (most.seconds() + more) > most.passed() * (lasted + more)) {
                most = new Stretch(since, lasted);
            }
        }
        return most;
    }

    void clear() {
        points = 0;
    }

    boolean isEmpty() {
        return points == 0;
    }

    void copy(Profile other) {
        System.arraycopy(other.seconds, 0, seconds, 0, MOST);
        System.arraycopy(other.passed, 0, passed, 0, MOST);
        points = other.points;
    }

    /// The size of a bucket that is empty at the last point, filled at that rate: what passed faster than it since some moment.
    double bucketFor(double rate) {
        double time = points == 0 ? 0 : seconds[points - 1];
        int count = points == 0 ? 0 : passed[points - 1];
        double size = count - rate * time;
        for (int i = 0; i < points; i++) {
            size = Math.max(size, count - passed[i] - rate * (time - seconds[i]));
        }
        return size;
    }

    /// The rate at which a bucket of that size is empty at the last point.
    double rateEmptying(double bucket) {
        double low = SLOWEST;
        double high = FASTEST;
        for (int i = 0; i < 40; i++) {
            double middle = Math.sqrt(low * high);
            if (bucketFor(middle) > bucket) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    /// The rate at which one bucket explains both; 0 when none between the two does.
    double rateExplaining(Profile other, double low, double most) {
        // Faster than what empties a bucket of one message, any bucket explains both.
        double high = Math.min(most, Math.min(rateEmptying(1), other.rateEmptying(1)));
        if (high <= low) {
            return 0;
        }
        double atLow = bucketFor(low) - other.bucketFor(low);
        double atHigh = bucketFor(high) - other.bucketFor(high);
        if (atLow * atHigh >= 0) {
            return 0;
        }
        double from = low;
        double to = high;
        for (int i = 0; i < 40; i++) {
            double middle = (from + to) / 2;
            if ((bucketFor(middle) - other.bucketFor(middle)) * atLow > 0) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }
}
