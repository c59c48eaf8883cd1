package org.restante.sending.pacing;

/// The normal distribution.
final class Normal {
    private Normal() {}

    /// The share of it below so many standard deviations: the logistic curve that follows it within two hundredths of one percent
    /// (Bowling and others, 2009: 0.07056 x³ + 1.5976 x).
    static double below(double deviations) {
        double x = Math.clamp(deviations, -8, 8);
        return 1 / (1 + Math.exp(-(0.07056 * x * x * x + 1.5976 * x)));
    }
}
