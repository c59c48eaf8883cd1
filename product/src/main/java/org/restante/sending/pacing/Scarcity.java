package org.restante.sending.pacing;

/// Refusals in a row that each came after next to nothing had passed. One tells nothing; what passed between several is what flowed in,
/// however little that was.
final class Scarcity {
    /// A rate that is so many times what flowed in is not its rounding.
    private static final double FAR = 4;

    /// Refusals that show it: where the limit had never been met before, and where it had, and something else may have happened.
    private static final int AT_FIRST = 2;

    private static final int LATER = 3;

    private int refusals;
    private int passed;
    private double seconds;

    void add(Meter.Reading reading) {
        if (refusals++ > 0) {
            passed += reading.passed();
            seconds += reading.seconds();
        }
    }

    void clear() {
        refusals = 0;
        passed = 0;
        seconds = 0;
    }

    /// Whether it shows a limit far below that rate.
    ///
    /// @param isFirst whether no limit had been met before
    boolean isFarBelow(double rate, boolean isFirst) {
        return refusals >= (isFirst ? AT_FIRST : LATER)
                && passed > 0
                && rate * seconds > FAR * passed;
    }

    int refusals() {
        return refusals;
    }

    int passed() {
        return passed;
    }

    double seconds() {
        return seconds;
    }

    /// Messages a second.
    double inflow() {
        return passed / seconds;
    }
}
