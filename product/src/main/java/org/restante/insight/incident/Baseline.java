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
    private static final int SLOW = 16;
    private static final double MOST_UNIT = 1e60;

    /// So many attempts make a sum's own past count as known.
    private static final double KNOWN = 100;

    /// By sum. All counts are kept in units that grow instead of the counts fading: one unit's worth of an attempt is `unit`.
    private double[] attempts = new double[256];

    private double unit = 1;

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

    /// The same for those who need not know of everything at once: once much was learnt it grows by four at a time.
    int slowVersion() {
        return version < SLOW ? version : version & ~3;
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

    /// A stretch has passed: what was learnt counts for a little less.
    void fade(int sums) {
        makeRoom(sums);
        learnt = learnt * FADING + 1;
        version++;
        unit /= FADING;
        if (unit > MOST_UNIT) {
            shrink();
        }
    }

    private void shrink() {
        for (var counts : new double[][] {attempts, firsts, refused}) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= unit;
            }
        }
        unit = 1;
    }

    void learnAttempts(Crossings crossings, int crossing, int n, int repeats) {
        int at = crossing * Crossings.SUMS;
        int kinds = crossings.kinds();
        for (int j = 0; j < kinds; j++) {
            int sum = crossings.sumsOf[at + j];
            if (sum >= 0) {
                attempts[sum] += n * unit;
                firsts[sum] += (n - repeats) * unit;
            }
        }
    }

    void learnRefused(Crossings crossings, int crossing, int family, double k) {
        int at = crossing * Crossings.SUMS;
        int kinds = crossings.kinds();
        for (int j = 0; j < kinds; j++) {
            int sum = crossings.sumsOf[at + j];
            if (sum >= 0) {
                refused[sum * Family.COUNT + family] += k * unit;
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
                (refused[sum * Family.COUNT + family] + WEIGHT_OF_ALL * unit * all)
                        / (chances(family)[sum] + WEIGHT_OF_ALL * unit));
    }

    private double shareOfAll(int family) {
        return (refused[Crossings.SUM_OF_ALL * Family.COUNT + family]
                        + WEIGHT_OF_PRIOR * unit * Family.ALL[family].prior)
                / (chances(family)[Crossings.SUM_OF_ALL] + WEIGHT_OF_PRIOR * unit);
    }

    /// The usual share at a crossing: its stream's at its party, and its sender's there where senders are told apart.
    ///
    /// @param atSiblings the share others see now, for a party without a past
    double share(Crossings crossings, int crossing, int family, double atSiblings) {
        makeRoom(crossings.sums);
        int at = crossing * Crossings.SUMS;
        int party = crossings.sumsOf[at + Crossings.PARTY];
        int stream = crossings.sumsOf[at + Crossings.PARTY_STREAM];
        double start = Math.max(Family.ALL[family].atFirst(shareOfAll(family)), atSiblings);
        double ofParty =
                (refused[party * Family.COUNT + family] + WEIGHT_OF_ALL * unit * start)
                        / (chances(family)[party] + WEIGHT_OF_ALL * unit);
        double ofStream =
                (refused[stream * Family.COUNT + family] + WEIGHT_OF_PARTY * unit * ofParty)
                        / (chances(family)[stream] + WEIGHT_OF_PARTY * unit);
        int sender = crossings.sumsOf[at + Crossings.PARTY_SENDER];
        return clamp(
                sender < 0
                        ? ofStream
                        : (refused[sender * Family.COUNT + family]
                                        + WEIGHT_OF_PARTY * unit * ofStream)
                                / (chances(family)[sender] + WEIGHT_OF_PARTY * unit));
    }

    /// Whether a sum's own past tells enough; -1 is no sum.
    boolean knows(int sum) {
        return sum >= 0 && sum < attempts.length && attempts[sum] >= KNOWN * unit;
    }

    private static double clamp(double share) {
        return Math.min(MOST, Math.max(LEAST, share));
    }
}
