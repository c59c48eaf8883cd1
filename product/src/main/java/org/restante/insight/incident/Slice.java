package org.restante.insight.incident;

/// What one family refused in one window, and of how many attempts, what known incidents account for left out.
final class Slice {
    private static final int FEWEST = 3;

    private final Crossings crossings;
    private final Windows windows;

    /// Crossings with refusals.
    private int[] hot = new int[0];

    private int hots;

    /// The ways with attempts, or some that known incidents account for all of, a bit each.
    long[] waysTried = new long[0];

    /// By way.
    int[] attempts = new int[0];

    final Tally refused = new Tally();

    /// Parties with refusals; what column each has, counted from 1, 0 for the others.
    int[] parties = new int[0];

    int partyCount;
    int[] columnOfParty = new int[0];

    /// MX hosts and sites with refusals that have siblings.
    int[] units = new int[0];

    int unitCount;
    int[] columnOfUnit = new int[0];

    /// By MX host.
    int[] attemptsAtHost = new int[0];

    final Tally refusedAtHost = new Tally();

    Slice(Crossings crossings, Windows windows) {
        this.crossings = crossings;
        this.windows = windows;
    }

    /// False when there are too few refusals to look.
    boolean cut(int window, Family family, CrossingSet accounted) {
        if (!gather(windows.refused(window, family), accounted)) {
            return false;
        }
        addRefused(windows.refused(window, family));
        waysTried = windows.waysTried(window);
        attempts = copy(windows.byWay(window), attempts, crossings.ways);
        attemptsAtHost = copy(windows.byHost(window), attemptsAtHost, crossings.units());
        var all = windows.attempts(window);
        for (int i = 0; i < accounted.size(); i++) {
            take(accounted.get(i), all.at(accounted.get(i)));
        }
        if (family.perMessage) {
            takeRepeats(windows.repeats(window), accounted);
        }
        return true;
    }

    private boolean gather(Tally of, CrossingSet accounted) {
        hot = Crossings.roomFor(hot, of.size);
        hots = 0;
        int total = 0;
        for (int i = 0; i < of.size; i++) {
            int c = of.met[i];
            if (!accounted.holds(c)) {
                total += of.counts[c];
                hot[hots++] = c;
            }
        }
        return total >= FEWEST;
    }

    private void addRefused(Tally of) {
        columnOfParty = Crossings.cleared(columnOfParty, crossings.parties.size());
        columnOfUnit = Crossings.cleared(columnOfUnit, crossings.units());
        parties = Crossings.roomFor(parties, crossings.parties.size());
        units = Crossings.roomFor(units, crossings.units());
        partyCount = 0;
        unitCount = 0;
        refused.clear();
        refusedAtHost.clear();
        refused.makeRoom(crossings.ways);
        refusedAtHost.makeRoom(crossings.units());
        for (int i = 0; i < hots; i++) {
            int c = hot[i];
            refused.add(crossings.way[c], of.counts[c]);
            if (crossings.host[c] >= 0) {
                refusedAtHost.add(crossings.host[c], of.counts[c]);
            }
            enter(c);
        }
    }

    private void enter(int c) {
        int p = crossings.party[c];
        if (columnOfParty[p] == 0) {
            parties[partyCount] = p;
            columnOfParty[p] = ++partyCount;
        }
        enterUnit(crossings.host[c], crossings.hostsIn[p]);
        enterUnit(crossings.site[c], crossings.sitesIn[p]);
    }

    private void enterUnit(int unit, int siblings) {
        if (unit >= 0 && siblings > 1 && columnOfUnit[unit] == 0) {
            units[unitCount] = unit;
            columnOfUnit[unit] = ++unitCount;
        }
    }

    private static int[] copy(int[] from, int[] to, int size) {
        var room = to.length < size ? new int[size * 2] : to;
        System.arraycopy(from, 0, room, 0, size);
        return room;
    }

    private void takeRepeats(Tally repeats, CrossingSet accounted) {
        for (int i = 0; i < repeats.size; i++) {
            int c = repeats.met[i];
            if (!accounted.holds(c)) {
                take(c, repeats.counts[c]);
            }
        }
    }

    private void take(int c, int n) {
        attempts[crossings.way[c]] -= n;
        if (crossings.host[c] >= 0) {
            attemptsAtHost[crossings.host[c]] -= n;
        }
    }
}
