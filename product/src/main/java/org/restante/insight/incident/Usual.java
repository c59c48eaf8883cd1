package org.restante.insight.incident;

import java.util.Arrays;

/// What share of attempts one family usually refuses, at a way; worked out once for each version of the baseline.
final class Usual {
    /// The window in which siblings are compared while nothing has been learnt.
    private static final int SIBLINGS_IN = 3;

    private static final double MOST_AT_SIBLINGS = .1;

    private final Crossings crossings;
    private final Windows windows;
    private final Baseline baseline;

    /// By family and sum of party and stream, on which alone it depends where senders are not told apart; negative until asked for.
    private final double[][] known = new double[Family.COUNT][0];

    /// By family and way, of those with a sender.
    private final double[][] ofSenders = new double[Family.COUNT][0];

    private final int[] versions = new int[Family.COUNT];
    private Family family = Family.UNKNOWN;
    private double[] shares = new double[0];
    private double atSiblings;

    /// By party: whether it has no past.
    private boolean[] strange = new boolean[0];

    private int strangeVersion;

    Usual(Crossings crossings, Windows windows, Baseline baseline) {
        this.crossings = crossings;
        this.windows = windows;
        this.baseline = baseline;
    }

    /// What follows is asked about this family.
    void turnTo(Family asked) {
        family = asked;
        atSiblings = baseline.learnt() < 2 ? siblings() : 0;
        recall(asked.ordinal());
        recallStrangers();
    }

    private void recall(int f) {
        shares = known[f];
        if (versions[f] != baseline.version()
                || shares.length < crossings.sums
                || ofSenders[f].length < crossings.ways
                || baseline.learnt() < 2) {
            shares = known[f] = new double[crossings.sums];
            Arrays.fill(shares, -1);
            ofSenders[f] = new double[crossings.ways];
            Arrays.fill(ofSenders[f], -1);
            versions[f] = baseline.version();
        }
    }

    private void recallStrangers() {
        int parties = crossings.parties.size();
        if (strangeVersion != baseline.version() || strange.length != parties) {
            strange = new boolean[parties];
            for (int p = 0; p < parties; p++) {
                strange[p] = !baseline.knows(crossings.sumOf(Crossings.PARTY, p));
            }
            strangeVersion = baseline.version();
        }
    }

    double share(int way) {
        return crossings.senderOfWay[way] == 0
                ? share(shares, crossings.partyStreamOfWay[way], way)
                : share(ofSenders[family.ordinal()], way, way);
    }

    private double share(double[] among, int at, int way) {
        double share = among[at];
        if (share < 0) {
            int crossing = crossings.crossingOf[way];
            share = baseline.share(crossings, crossing, family.ordinal(), atSiblings);
            among[at] = share;
        }
        return share;
    }

    /// What an MX host refuses usually, 0 where its past tells too little: one of several may be worse than the rest for ever.
    double ofHost(int host) {
        int sum = crossings.sumOf(Crossings.HOST, host);
        return baseline.knows(sum) ? baseline.share(crossings, sum, family.ordinal()) : 0;
    }

    /// Whether its party has no past.
    boolean isStrange(int way) {
        return strange[crossings.partyOfWay[way]];
    }

    /// What half of the parties see less of, while nothing has been learnt.
    private double siblings() {
        var tries = new double[crossings.parties.size()];
        var refused = new double[tries.length];
        var attempts = windows.attempts(SIBLINGS_IN);
        var refusals = windows.refused(SIBLINGS_IN, family);
        for (int i = 0; i < attempts.size; i++) {
            int c = attempts.met[i];
            tries[crossings.party[c]] += windows.chances(SIBLINGS_IN, family, c);
            refused[crossings.party[c]] += refusals.counts[c];
        }
        var told = new double[tries.length];
        int size = 0;
        for (int p = 1; p < tries.length; p++) {
            if (tries[p] >= 12) {
                told[size++] = refused[p] / tries[p];
            }
        }
        if (size < 3) {
            return 0;
        }
        Arrays.sort(told, 0, size);
        return Math.min(MOST_AT_SIBLINGS, told[size / 2]);
    }
}
