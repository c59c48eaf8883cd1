package org.restante.insight.incident;

import java.util.Arrays;

/// What share of attempts is refused usually: counts along every sum that fade with time, drawn towards the party's, the whole
/// traffic's and at last a prior's share where there are few of them.
final class Baseline {
    /// After this many stretches a count weighs half.
    private static final double HALF_LIFE = 4 * 4;

    private static final double FADING = Math.pow(.5, 1 / HALF_LIFE);
    private static final double WEIGHT_OF_PARTY = 60;
    private static final double WEIGHT_OF_ALL = 60;
    private static final double WEIGHT_OF_PRIOR = 100;
    private static final double LEAST = .0015;
    private static final double MOST = .9;

    /// So many attempts make a party's own past count as known.
    private static final double KNOWN = 100;

    private double[] attempts = new double[256];

    /// Of the attempts, those of messages that had not been refused before.
    private double[] firsts = new double[256];

    private double[] refused = new double[256 * Family.COUNT];

    /// How many stretches were learnt, faded alike.
    private double learnt;

    private int version = 1;

    /// Grows with everything learnt; at least 1.
    int version() {
        return version;
    }

    double learnt() {
        return learnt;
    }

    private void makeRoom(int sums) {
        if (sums > attempts.length) {
            int room = Math.max(sums, attempts.length * 2);
            attempts = Arrays.copyOf(attempts, room);
            firsts = Arrays.copyOf(firsts, room);
            refused = Arrays.copyOf(refused, room * Family.COUNT);
        }
    }

    void fade(int sums) {
        makeRoom(sums);
        learnt = learnt * FADING + 1;
        version++;
        for (int i = 0; i < sums; i++) {
            attempts[i] *= FADING;
            firsts[i] *= FADING;
        }
        for (int i = 0; i < sums * Family.COUNT; i++) {
            refused[i] *= FADING;
        }
    }

    void learnAttempts(Crossings crossings, int crossing, int n, int repeats) {
        int at = crossing * Crossings.SUMS;
        for (int j = 0; j < Crossings.SUMS; j++) {
            int sum = crossings.sumsOf[at + j];
            if (sum >= 0) {
                attempts[sum] += n;
                firsts[sum] += n - repeats;
            }
        }
    }

    void learnRefused(Crossings crossings, int crossing, int family, double k) {
        int at = crossing * Crossings.SUMS;
        for (int j = 0; j < Crossings.SUMS; j++) {
            int sum = crossings.sumsOf[at + j];
            if (sum >= 0) {
                refused[sum * Family.COUNT + family] += k;
            }
        }
    }

    private double[] chances(int family) {
        return Family.ALL[family].perMessage ? firsts : attempts;
    }

    /// The usual share along one sum.
    double share(Crossings crossings, int sum, int family) {
        makeRoom(crossings.sums);
        double all = shareOfAll(family);
        return clamp(
                (refused[sum * Family.COUNT + family] + WEIGHT_OF_ALL * all)
                        / (chances(family)[sum] + WEIGHT_OF_ALL));
    }

    private double shareOfAll(int family) {
        return (refused[Crossings.ALL * Family.COUNT + family]
                        + WEIGHT_OF_PRIOR * Family.ALL[family].prior)
                / (chances(family)[Crossings.ALL] + WEIGHT_OF_PRIOR);
    }

    /// The usual share at a crossing: its stream's at its party.
    ///
    /// @param atSiblings the share others see now, for a party without a past
    double share(Crossings crossings, int crossing, int family, double atSiblings) {
        makeRoom(crossings.sums);
        int at = crossing * Crossings.SUMS;
        int party = crossings.sumsOf[at + Crossings.PARTY];
        int stream = crossings.sumsOf[at + Crossings.PARTY_STREAM];
        double start = Math.max(Family.ALL[family].atFirst(shareOfAll(family)), atSiblings);
        double ofParty =
                (refused[party * Family.COUNT + family] + WEIGHT_OF_ALL * start)
                        / (chances(family)[party] + WEIGHT_OF_ALL);
        return clamp(
                (refused[stream * Family.COUNT + family] + WEIGHT_OF_PARTY * ofParty)
                        / (chances(family)[stream] + WEIGHT_OF_PARTY));
    }

    /// Whether the party's own past tells enough.
    boolean knows(Crossings crossings, int crossing) {
        makeRoom(crossings.sums);
        return attempts[crossings.sumsOf[crossing * Crossings.SUMS + Crossings.PARTY]] >= KNOWN;
    }

    private static double clamp(double share) {
        return Math.min(MOST, Math.max(LEAST, share));
    }
}
