package org.restante.sending.pacing;

/// How much faster it pays to go: what a higher rate gains until the backlog is gone, against what a refusal costs.
final class ValueOfProbe {
    /// Beyond six hours nobody knows what a gain is worth.
    private static final double HORIZON = 6 * Seconds.HOUR;

    /// What a refused attempt is held to cost besides the pause, in messages.
    private static final double MESSAGES_A_REFUSAL = 100;

    private static final double[] STEPS = {0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1, 3, 7, 15};

    private ValueOfProbe() {}

    /// What a refused attempt costs, in seconds.
    ///
    /// @param rate messages a second that are let pass
    static double refusal(double rate) {
        return MESSAGES_A_REFUSAL / rate;
    }

    /// The step whose value is highest, as a share of the rate; 0 when none is worth it.
    ///
    /// @param lasts seconds until the backlog is gone
    /// @param clearing seconds a refusal closes the lane for
    /// @param most the greatest step allowed
    static double bestStep(
            Bracket bracket, double rate, double lasts, double clearing, double most, long now) {
        double gainLasts = Math.min(HORIZON, lasts);
        double cost = 2 * clearing + refusal(rate);
        double best = 0;
        double step = 0;
        for (double each : STEPS) {
            if (each > most) {
                break;
            }
            double refusal = bracket.oddsOfRefusal(rate, each, now);
            double value = (1 - refusal) * each * gainLasts - refusal * cost;
            if (value > best) {
                best = value;
                step = each;
            }
        }
        return step;
    }
}
