package org.restante.sending.pacing;

/// What a receiver saves up while little is sent to it: its size, told by first contact, and the rate at which it fills. It was empty
/// each time it refused.
final class Bucket {
    /// Fewer messages, in proportion to its size, say nothing of how it fills.
    private static final double TELLING = 1.5;

    private final Profile first = new Profile();

    /// Messages; below 0 while unknown.
    private double size = -1;

    double size() {
        return size;
    }

    boolean isKnown() {
        return size >= 0;
    }

    void is(double known) {
        size = known;
    }

    void forget() {
        size = -1;
        first.clear();
    }

    /// The limit was met for the first time.
    void met(Profile run) {
        first.copy(run);
    }

    /// The rate at which it filled if it was full at some time since the lane opened; 0 when nobody can tell.
    ///
    /// @param run since the lane opened, up to a refusal
    /// @param passed in all of it
    double flow(Profile run, int passed, double rate) {
        if (!first.isEmpty()) {
            double both = run.rateExplaining(first, 0.3 * rate, 1.05 * rate);
            size = both > 0 ? run.bucketFor(both) : size;
            return both > 0 ? both : flowFor(1, run, passed);
        }
        return flowFor(1, run, passed);
    }

    /// The same if it is so many times as large as is believed; 0 when too little has passed.
    double flowFor(double times, Profile run, int passed) {
        double likely = times * size;
        return likely > 0 && passed > TELLING * likely ? run.rateEmptying(likely) : 0;
    }

    /// Its size at first contact, now that it is known what flowed into it.
    ///
    /// @param isSure whether that is known well enough to replace what was believed
    void fills(double inflow, boolean isSure) {
        if (!first.isEmpty() && (size < 0 || isSure)) {
            size = Math.max(0, first.bucketFor(inflow));
            first.clear();
        }
    }
}
