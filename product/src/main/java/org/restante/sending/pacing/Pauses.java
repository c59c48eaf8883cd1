package org.restante.sending.pacing;

/// How long a receiver stays closed after a refusal, as its lanes have learnt it: the gap that sufficed, the one that did not, and
/// the time until mail flows again. Seconds throughout; 0 for what is not known.
final class Pauses {
    /// Up to this a refusal is cheap, and shorter pauses are tried.
    static final double CHEAP = 120;

    /// Above this it is dear.
    static final double DEAR = 300;

    private static final double LONGEST = 4 * Seconds.HOUR;
    private static final double LONGEST_FOR_A_QUOTA = Seconds.DAY;
    private static final double SHORTEST = 1;

    /// A pause grows by no more at once.
    private static final double MOST_TIMES = 4;

    /// Where a refusal is dear, a canary asks after so long whether it has opened a box at all.
    private static final double EARLY = 60;

    private double sufficed;
    private double didNot;
    private double clearing;

    double sufficed() {
        return sufficed;
    }

    double didNot() {
        return didNot;
    }

    double clearing() {
        return clearing;
    }

    void restore(double knownSufficed, double knownDidNot, double knownClearing) {
        sufficed = knownSufficed;
        didNot = knownDidNot;
        clearing = knownClearing;
    }

    /// What sufficed before, and a little more.
    double enough() {
        return Math.min(LONGEST, sufficed * 1.02);
    }

    /// The pause after the first refusal of an episode.
    ///
    /// @param prior what is held likely while nothing has been learnt
    /// @param isQuota a window's end cannot be hurried
    double first(double prior, boolean isQuota) {
        if (sufficed == 0 || isQuota) {
            return prior;
        }
        if (clearing >= CHEAP) {
            return Math.min(EARLY, enough());
        }
        return Math.max(SHORTEST, didNot > 0.25 * sufficed ? sufficed : 0.5 * sufficed);
    }

    /// After a canary was refused: twice as long, and up to four times where a refusal costs more than the time that a late canary
    /// loses; three times where that has failed thrice, for boxes that grow.
    ///
    /// @param cost of a refused canary, in seconds
    /// @param mayBeWindow no box lasts longer than some hours, but a quota may be a day's
    static double next(double pause, double cost, int failures, boolean mayBeWindow) {
        double times = Math.max(failures > 3 ? 3 : 2, Math.min(MOST_TIMES, 2 + cost / pause));
        return Math.min(mayBeWindow ? LONGEST_FOR_A_QUOTA : LONGEST, pause * times);
    }

    void canaryRefused(double gap) {
        didNot = Math.max(didNot, gap);
    }

    /// @param gap since the last refusal
    /// @param sinceFirst since the first of the episode
    void canaryPassed(double gap, double sinceFirst) {
        boolean wasNoBox = clearing >= CHEAP && gap < didNot;
        if (sufficed == 0 || gap < sufficed && !wasNoBox || didNot >= sufficed) {
            sufficed = gap;
        }
        if (didNot >= sufficed) {
            didNot = sufficed / 2;
        }
        if (clearing == 0) {
            clearing = sinceFirst;
        } else if (sinceFirst > 1.3 * clearing) {
            clearing = 1.3 * sinceFirst;
        } else {
            clearing = 0.6 * clearing + 0.4 * sinceFirst;
        }
    }
}
