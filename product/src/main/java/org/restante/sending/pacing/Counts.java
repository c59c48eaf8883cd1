package org.restante.sending.pacing;

/// What passed between refusals that followed one another closely, taken together: a few messages tell a limit coarsely, and a bucket is
/// as empty at the last of these refusals as it was at the first. Counts that disagree with those before begin anew.
final class Counts {
    /// So many tell it as well as it can be told; older counts weigh less.
    private static final int ENOUGH = 250;

    /// Messages by which a count may be wrong: those in flight.
    private static final double WRONG = 3;

    private double passed;
    private double seconds;
    private int refusals;

    /// How wrong a rate told by so many messages may be, as a share of it.
    static double error(double messages) {
        return WRONG / Math.max(1, messages);
    }

    void add(Meter.Reading reading) {
        if (reading.passed() >= ENOUGH || !agrees(reading)) {
            passed = 0;
            seconds = 0;
            refusals = 1;
        } else if (passed > ENOUGH) {
            passed /= 2;
            seconds /= 2;
            refusals = refusals / 2 + 1;
        }
        passed += reading.passed();
        seconds += reading.seconds();
        refusals++;
    }

    /// A refusal that measured nothing lay between.
    void clear() {
        passed = 0;
    }

    private boolean agrees(Meter.Reading reading) {
        return passed > 0
                && Math.abs(reading.inflow() / inflow() - 1)
                        <= error(reading.passed()) + error(passed);
    }

    double inflow() {
        return passed / seconds;
    }

    double passed() {
        return passed;
    }

    double seconds() {
        return seconds;
    }

    int refusals() {
        return refusals;
    }
}
