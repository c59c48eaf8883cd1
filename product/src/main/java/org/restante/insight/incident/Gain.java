package org.restante.insight.incident;

/// How much better a raised share explains refusals than the usual one does, in nats.
final class Gain {
    /// The usual share may be off by so much without meaning anything.
    private static final double TOLERANCE = 1.1;

    private static final double TOLERANCE_ADDED = .002;

    /// By how much the usual share may be higher where nothing was learnt yet.
    private static final double UNSURE = .03;

    private static final double LEAST_FACTOR = 1.5;
    private static final int FEWEST_ATTEMPTS = 3;
    private static final int FEWEST_REFUSALS = 2;

    private Gain() {}

    /// The same where there is no past to compare with. What is usual may then well be higher than thought, so that a receiver
    /// that always throttles a little is not reported for an unlucky stretch; and the rise must be sure, not by chance.
    static double withoutPast(double n, double k, double expected, double rise) {
        if (n < FEWEST_ATTEMPTS || k < FEWEST_REFUSALS) {
            return 0;
        }
        double least = Interval.lower(Math.round(k), Math.round(n));
        return least < expected / n + rise ? 0 : of(n, k, expected + UNSURE * n, 0);
    }

    /// @param expected refusals to be expected of `n` attempts
    /// @param rise the share must lie so much above the usual one
    static double of(double n, double k, double expected, double rise) {
        if (n < FEWEST_ATTEMPTS || k < FEWEST_REFUSALS) {
            return 0;
        }
        double q = k / n;
        double usual = expected / n;
        if (q <= usual * LEAST_FACTOR || q < usual + rise) {
            return 0;
        }
        return ratio(n, k, Math.min(q, .9999), usual);
    }

    /// Nats by which the share `q` explains the refusals better than the usual one.
    static double ratio(double n, double k, double q, double usual) {
        double p = Math.min(.95, usual * TOLERANCE + TOLERANCE_ADDED);
        return k * Math.log(q / p) + (n - k) * Math.log((1 - q) / (1 - p));
    }
}
