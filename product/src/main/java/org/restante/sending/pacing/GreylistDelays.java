package org.restante.sending.pacing;

/// How long a site's greylist keeps a stranger waiting: longer than `refused`, at most `passed`. Seconds after the first refusal.
final class GreylistDelays {
    private static final double[] BULK = {301, 901, 1_801, 3_601, 7_201, 14_401};
    private static final double[] TRANSACTIONAL = {61, 301, 601, 901, 1_801, 3_601, 7_201, 14_401};

    private double refused;
    private double passed = Double.POSITIVE_INFINITY;

    /// Whether one message is finding out; the others wait for what it finds.
    private boolean isTrialOut;

    double refused() {
        return refused;
    }

    double passed() {
        return passed;
    }

    void restore(double knownRefused, double knownPassed) {
        refused = knownRefused;
        passed = knownPassed;
    }

    void refusedAfter(double elapsed) {
        isTrialOut = isTrialOut && elapsed == 0;
        refused = Math.max(refused, elapsed);
        if (refused >= passed) {
            passed = Double.POSITIVE_INFINITY;
        }
    }

    void passedAfter(double elapsed) {
        isTrialOut = false;
        passed = Math.min(passed, elapsed);
        if (refused >= passed) {
            refused = 0.9 * passed;
        }
    }

    /// When to try again a recipient that was first refused `elapsed` seconds ago.
    ///
    /// @return seconds after its first refusal
    double due(double elapsed, boolean isTransactional) {
        if (!Double.isInfinite(passed)) {
            double known = 1.01 * passed + 1;
            return elapsed < known ? known : 1.5 * elapsed + 30;
        }
        boolean waits = isTrialOut;
        for (double each : isTransactional ? TRANSACTIONAL : BULK) {
            if (each > elapsed + 20 && each > refused + 5) {
                if (!waits) {
                    isTrialOut = true;
                    return each;
                }
                waits = false;
            }
        }
        return 2 * elapsed + Seconds.MINUTE;
    }
}
