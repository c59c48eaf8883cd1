package org.restante.insight.incident;

import java.util.BitSet;

/// Judges single MX hosts and single sites of a receiver that has several.
final class Units {
    private static final double NAMING = 1;

    private final Crossings crossings;
    private final Windows windows;
    private final Slice slice;
    private final Usual usual;

    /// Sites, by angle.
    private final Grid sites;

    /// The host that is looked at.
    private final Grid host = new Grid();

    Units(Crossings crossings, Windows windows, Slice slice, Usual usual, Grid sites) {
        this.crossings = crossings;
        this.windows = windows;
        this.slice = slice;
        this.usual = usual;
        this.sites = sites;
    }

    void judgeSites(Angle angle, Contest contest) {
        for (int column = 0; column < slice.unitCount; column++) {
            int site = slice.units[column];
            if (!crossings.isHost(site)) {
                judge(angle, site, sites, column, contest);
            }
        }
    }

    /// A bad host is bad for every source and stream, so hosts are only looked at as a whole.
    void judgeHosts(Angle angle, int window, CrossingSet accounted, Contest contest) {
        for (int column = 0; column < slice.unitCount; column++) {
            int unit = slice.units[column];
            if (crossings.isHost(unit) && isRaised(unit, angle.family())) {
                addUp(unit, angle.family(), window, accounted);
                judge(angle, unit, host, 0, contest);
            }
        }
    }

    /// A cheap look: most hosts need no sums of what is usual.
    private boolean isRaised(int unit, Family family) {
        int k = slice.refusedAtHost.at(unit);
        return k >= 2 && k >= family.rise() * slice.attemptsAtHost[unit];
    }

    private void addUp(int unit, Family family, int window, CrossingSet accounted) {
        host.begin(1, 1);
        double ownPast = usual.ofHost(unit);
        var refused = windows.refused(window, family);
        for (int c = crossings.firstAt(unit); c >= 0; c = crossings.nextAtHost[c]) {
            int n = windows.chances(window, family, c);
            if (n > 0 && !accounted.holds(c)) {
                int way = crossings.way[c];
                double share = Math.max(ownPast, usual.share(way));
                host.add(0, 0, n, refused.at(c), n * share, usual.isStrange(way));
            }
        }
    }

    private void judge(Angle angle, int unit, Grid grid, int column, Contest contest) {
        double priceOfParty = Search.priceOfParty(crossings);
        int row = grid == host ? 0 : angle.row();
        double gain = Search.gain(angle.family(), grid, row, column);
        if (gain > priceOfParty) {
            int party = crossings.unitParty[unit];
            int siblings =
                    crossings.isHost(unit) ? crossings.hostsIn[party] : crossings.sitesIn[party];
            var set = new BitSet();
            set.set(party);
            contest.offer(
                    angle.family(),
                    Reach.of(set, unit, angle),
                    gain - Math.log(siblings) - NAMING - priceOfParty - angle.price(),
                    grid.attempts(row, column),
                    grid.refused(row, column));
        }
    }
}
