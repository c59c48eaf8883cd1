package org.restante.insight.incident;

/// Teaches the baseline what is usual, a stretch at a time.
final class Learning {
    /// A minute becomes part of what is usual only when it is so old, that an incident may be found first.
    private static final int AFTER = 45;

    private static final int AFTER_AT_FIRST = 15;

    private final Crossings crossings;
    private final Minutes minutes;
    private final Baseline baseline;
    private final CrossingSet troubled = new CrossingSet();
    private double[] expected = new double[0];
    private long next;

    Learning(Books books) {
        crossings = books.crossings();
        minutes = books.minutes();
        baseline = books.baseline();
    }

    /// Nothing before this minute is learnt any more.
    void beginAt(long minute) {
        next = Math.floorDiv(minute, (long) Minutes.STRETCH);
    }

    /// Learns what has become old enough.
    void after(long minute, Iterable<Track> incidents) {
        int lag = baseline.learnt() < 3 ? AFTER_AT_FIRST : AFTER;
        while ((next + 1) * Minutes.STRETCH <= minute + 1 - lag) {
            learn(next++, incidents);
        }
    }

    private void learn(long number, Iterable<Track> incidents) {
        baseline.fade(crossings.sums);
        var stretch = minutes.stretch(number);
        if (stretch == null) {
            return;
        }
        gatherTroubled(number * Minutes.STRETCH, incidents);
        for (var family : Family.ALL) {
            learnUsual(stretch, family);
            var refused = stretch.refused(family);
            if (refused != null) {
                learnRefused(refused, family);
            }
        }
        var attempts = stretch.attempts;
        for (int i = 0; i < attempts.size; i++) {
            int c = attempts.met[i];
            baseline.learnAttempts(crossings, c, attempts.counts[i], stretch.repeats.at(c));
        }
    }

    private void gatherTroubled(long from, Iterable<Track> incidents) {
        troubled.clear();
        for (var track : incidents) {
            if (track.since < from + Minutes.STRETCH && track.until > from) {
                troubled.addAll(track.members(crossings));
            }
        }
    }

    private void learnRefused(SparseTally refused, Family family) {
        for (int i = 0; i < refused.size; i++) {
            int c = refused.met[i];
            if (!troubled.holds(c)) {
                baseline.learnRefused(crossings, c, family.ordinal(), refused.counts[i]);
            }
        }
    }

    /// Where an incident was, of whatever kind, what would have been usual is learnt, not what was: attempts that ended in
    /// one trouble never came to meet another.
    private void learnUsual(Minutes.Stretch stretch, Family family) {
        if (expected.length < troubled.size()) {
            expected = new double[troubled.size() * 2];
        }
        for (int i = 0; i < troubled.size(); i++) {
            int c = troubled.get(i);
            int n = stretch.attempts.at(c) - (family.perMessage ? stretch.repeats.at(c) : 0);
            expected[i] = n == 0 ? 0 : n * baseline.share(crossings, c, family.ordinal(), 0);
        }
        for (int i = 0; i < troubled.size(); i++) {
            if (expected[i] > 0) {
                baseline.learnRefused(crossings, troubled.get(i), family.ordinal(), expected[i]);
            }
        }
    }
}
