package org.restante.sending.pacing;

/// A limit of so many messages in a window of time, guessed from how long a refusal lasted after how many had passed. Each further
/// episode narrows the window or refutes it.
final class Quota {
    /// Windows that people configure, in seconds.
    private static final double[] ROUND = {
        60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400
    };

    /// Shorter windows are kept to by the rate alone.
    private static final double SHORTEST = 60;

    /// Fewer messages than this are sooner a bucket's than a window's.
    private static final int FEWEST = Limit.LIKELY_BUCKET;

    /// More than this many times the quota passing within its window shows that there is none.
    private static final double REFUTED = 1.3;

    private int messages;
    private double window;
    private double shortest;
    private double longest;

    boolean isKnown() {
        return messages > 0;
    }

    int messages() {
        return messages;
    }

    /// Seconds.
    double window() {
        return window;
    }

    double rate() {
        return messages / window;
    }

    /// Whether it is used up at that rate, or nearly.
    boolean explains(double rate) {
        return isKnown() && rate >= 0.9 * rate();
    }

    void restore(int knownMessages, double knownWindow) {
        messages = knownMessages;
        window = knownWindow;
        shortest = knownWindow / 2;
        longest = knownWindow * 2;
    }

    void forget() {
        messages = 0;
    }

    /// Whether what has just been met looks like a window's end: closed for at least half as long as it was open.
    ///
    /// @param passed while it was open
    /// @param open seconds
    /// @param stillRefused seconds after the first refusal at which the last canary was refused
    /// @param closed seconds until a canary passed
    /// @return whether something new is believed
    boolean guess(int passed, double open, double stillRefused, double closed, double rate) {
        if (isKnown()) {
            return narrow(passed, open + stillRefused, open + closed);
        }
        if (closed <= SHORTEST || closed <= 0.5 * open || passed < FEWEST) {
            return false;
        }
        shortest = 1.02 * (open + stillRefused);
        longest = open + closed;
        double guessed = roundWithin();
        if (passed / guessed >= 0.95 * rate) {
            return false;
        }
        messages = passed;
        window = guessed;
        return true;
    }

    private boolean narrow(int passed, double atLeast, double atMost) {
        if (passed < 0.85 * messages || passed > 1.15 * messages) {
            return false;
        }
        double before = window;
        shortest = Math.max(shortest, atLeast);
        longest = Math.min(longest, atMost);
        if (shortest > 1.02 * longest) {
            forget();
            return false;
        }
        messages = Math.min(messages, passed);
        window = roundWithin();
        return window != before;
    }

    /// The rate of the shortest window that fits.
    double highestRate() {
        for (double each : ROUND) {
            if (each >= 0.98 * shortest && each <= 1.02 * longest) {
                return messages / each;
            }
        }
        return messages / shortest;
    }

    /// The pause after which the next window that people configure has ended; longer than `least`, or infinite.
    ///
    /// @param elapsed since the window may have begun
    static double untilRound(double elapsed, double least) {
        for (double each : ROUND) {
            if (each > elapsed + least) {
                return (each - elapsed) * 1.005 + 1;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /// Of the round windows that fit, the middle one.
    private double roundWithin() {
        int first = 0;
        while (first < ROUND.length && ROUND[first] < 0.98 * shortest) {
            first++;
        }
        int after = first;
        while (after < ROUND.length && ROUND[after] <= 1.02 * longest) {
            after++;
        }
        return first == after ? (shortest + longest) / 2 : ROUND[(first + after - 1) / 2];
    }

    /// @return whether it is given up
    boolean isRefutedBy(int passed, double within) {
        if (!isKnown() || passed <= REFUTED * messages || within >= window) {
            return false;
        }
        forget();
        return true;
    }
}
