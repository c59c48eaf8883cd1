package org.restante.insight.incident;

import java.util.BitSet;

/// Finds for one source (or any) and stream (or any) the set of parties whose refusals it explains, or that it is everywhere.
final class PartySets {
    /// Of the parties with enough traffic to tell, so many must be touched before "everywhere" is believed.
    private static final double EVERYWHERE = .7;

    private static final double ALMOST_ALL = .9;
    private static final int LEAST_OF_ALL = 4;

    /// Where too few parties have enough traffic, so many must have refused something; and what is left without the two that refused most
    /// must be raised, too.
    private static final int LEAST_TOUCHED = 4;

    /// Addresses come from lists, and lists are no receiver's: what each of several receivers costs more to be named, in nats.
    private static final double OF_A_LIST = 2;

    /// Nats that make a party with little traffic one more of a set.
    private static final double ONE_MORE = 2;

    private final Crossings crossings;
    private final Slice slice;
    private final Grid grid;

    /// One column: the parties without any refusals.
    private final Grid rest;

    /// Of the row last judged.
    private double allAttempts;

    private double allRefused;
    private double allUsual;
    private double allStrange;

    PartySets(Crossings crossings, Slice slice, Grid grid, Grid rest) {
        this.crossings = crossings;
        this.slice = slice;
        this.grid = grid;
        this.rest = rest;
    }

    void judge(Angle angle, Contest contest) {
        judgeSet(angle, contest);
        double priceOfParty = Search.priceOfParty(crossings);
        double gain = Search.gain(angle.family(), allAttempts, allRefused, allUsual, allStrange);
        double priceOfAll = angle.family() == Family.ADDRESSES ? 0 : priceOfParty;
        if (gain > priceOfParty && touchesMost(angle, allRefused / allAttempts)) {
            contest.offer(
                    angle.family(),
                    Reach.everywhere(angle),
                    gain - priceOfAll - angle.price(),
                    allAttempts,
                    allRefused);
        }
    }

    private void judgeSet(Angle angle, Contest contest) {
        int row = angle.row();
        double priceOfParty = Search.priceOfParty(crossings);
        double sum = 0;
        double n = 0;
        double k = 0;
        var set = new BitSet();
        allAttempts = rest.attempts(row, 0);
        allUsual = rest.usual(row, 0);
        allRefused = 0;
        allStrange = 0;
        for (int h = 0; h < slice.partyCount; h++) {
            double tried = grid.attempts(row, h);
            double refused = grid.refused(row, h);
            double usual = grid.usual(row, h);
            allAttempts += tried;
            allRefused += refused;
            allUsual += usual;
            allStrange += grid.strange(row, h);
            double gain = Search.gain(angle.family(), grid, row, h);
            if (gain > priceOfParty) {
                sum += gain - priceOfParty;
                set.set(slice.parties[h]);
                n += tried;
                k += refused;
            }
        }
        if (!set.isEmpty()) {
            if (set.cardinality() > 1) {
                joinSmall(row, set, k / n);
            }
            var covered = isAlmostAll(row, set, k / n) ? new BitSet() : set;
            contest.offer(
                    angle.family(),
                    Reach.of(covered, -1, angle),
                    sum - priceOfSeveral(angle.family(), set.cardinality()) - angle.price(),
                    n,
                    k);
        }
    }

    private static double priceOfSeveral(Family family, int parties) {
        return family == Family.ADDRESSES ? OF_A_LIST * (parties - 1) : 0;
    }

    /// Parties with little traffic that fit a set's share better than their own past join it.
    private void joinSmall(int row, BitSet set, double share) {
        double q = Math.min(.9999, share);
        for (int h = 0; h < slice.partyCount; h++) {
            double n = grid.attempts(row, h);
            double k = grid.refused(row, h);
            if (!set.get(slice.parties[h])
                    && k >= 2
                    && Gain.ratio(n, k, q, grid.usual(row, h) / n) > ONE_MORE) {
                set.set(slice.parties[h]);
            }
        }
    }

    /// Whether a set holds nearly every party that has enough traffic to tell.
    private boolean isAlmostAll(int row, BitSet set, double share) {
        double told = rest.attempts(row, 0) * share;
        double in = 0;
        int size = 0;
        for (int h = 0; h < slice.partyCount; h++) {
            double expected = grid.attempts(row, h) * share;
            told += expected;
            if (set.get(slice.parties[h])) {
                in += expected;
                size += expected >= 1 ? 1 : 0;
            }
        }
        return size >= LEAST_OF_ALL && in >= ALMOST_ALL * told && holdsMost(row, set, share);
    }

    /// Whether a set holds most parties by number, too.
    private boolean holdsMost(int row, BitSet set, double share) {
        int telling = 0;
        int in = 0;
        for (int h = 0; h < slice.partyCount; h++) {
            if (grid.attempts(row, h) * share >= 2) {
                telling++;
                in += set.get(slice.parties[h]) ? 1 : 0;
            }
        }
        return in >= ALMOST_ALL * telling;
    }

    private boolean touchesMost(Angle angle, double share) {
        int row = angle.row();
        int telling = rest.attempts(row, 0) * share >= 4 ? 1 : 0;
        int touched = 0;
        for (int h = 0; h < slice.partyCount; h++) {
            double n = grid.attempts(row, h);
            if (n * share >= 4) {
                telling++;
                double q = grid.refused(row, h) / n;
                touched += q > 1.3 * grid.usual(row, h) / n && q > share / 4 ? 1 : 0;
            }
        }
        return telling < 3
                ? angle.family() == Family.ADDRESSES && isSpread(row, share)
                : crossings.parties.size() > 3 && touched >= EVERYWHERE * telling;
    }

    /// Whether refusals are few at each party but come from all over.
    private boolean isSpread(int row, double share) {
        int touched = 0;
        double attemptsThere = 0;
        int most = -1;
        int second = -1;
        for (int h = 0; h < slice.partyCount; h++) {
            double k = grid.refused(row, h);
            touched += k > 0 ? 1 : 0;
            attemptsThere += k > 0 ? grid.attempts(row, h) : 0;
            if (most < 0 || k > grid.refused(row, most)) {
                second = most;
                most = h;
            } else if (second < 0 || k > grid.refused(row, second)) {
                second = h;
            }
        }
        if (touched < LEAST_TOUCHED || attemptsThere < EVERYWHERE * allAttempts) {
            return false;
        }
        double n = allAttempts - grid.attempts(row, most) - grid.attempts(row, second);
        double k = allRefused - grid.refused(row, most) - grid.refused(row, second);
        double usual = allUsual - grid.usual(row, most) - grid.usual(row, second);
        return k > n * share / 2 && Gain.ratio(n, k, k / n, usual / n) > ONE_MORE;
    }
}
