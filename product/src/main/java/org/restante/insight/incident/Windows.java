package org.restante.insight.incident;

import java.util.Arrays;

/// What was counted in the last 2, 5, 15, 45 and 180 minutes, by crossing and by way; added up when first asked for after a
/// minute.
final class Windows {
    static final int[] LENGTHS = {2, 5, 15, 45, 180};
    static final int COUNT = LENGTHS.length;

    private static final int LONGEST = COUNT - 1;

    /// Beyond this, only whole stretches are added.
    private static final int BY_MINUTE = 45;

    private final Minutes minutes;
    private final Crossings crossings;
    private final Tally[] attempts = tallies();
    private final Tally[] repeats = tallies();
    private final Tally[] refused = tallies();
    private final int[][] byWay = new int[COUNT][0];
    private final int[][] byHost = new int[COUNT][0];

    /// Which ways were tried, a bit each.
    private final long[][] waysTried = new long[COUNT][0];

    private long minute;
    private boolean attemptsAdded;
    private int waysAdded;
    private int family = -1;

    /// What was counted before the minutes that are added one by one; good for a quarter of an hour.
    private final Tally olderAttempts = new Tally();

    private final Tally olderRepeats = new Tally();
    private long olderStretch = Long.MIN_VALUE;
    private int lateOnes;

    Windows(Minutes minutes, Crossings crossings) {
        this.minutes = minutes;
        this.crossings = crossings;
    }

    private static Tally[] tallies() {
        var tallies = new Tally[COUNT];
        for (int w = 0; w < COUNT; w++) {
            tallies[w] = new Tally();
        }
        return tallies;
    }

    /// The windows end with this minute.
    void endAt(long epochMinute) {
        minute = epochMinute;
        attemptsAdded = false;
        waysAdded = 0;
        family = -1;
    }

    private long start(int window) {
        return minute - LENGTHS[window] + 1;
    }

    Tally attempts(int window) {
        addAttempts();
        return attempts[window];
    }

    /// Of the attempts, those of messages refused before.
    Tally repeats(int window) {
        addAttempts();
        return repeats[window];
    }

    /// Attempts at a crossing that could have met such a refusal: of families that count a message once, only those of
    /// messages that were not refused before.
    int chances(int window, Family ofFamily, int crossing) {
        int all = attempts(window).at(crossing);
        return ofFamily.perMessage ? all - repeats[window].at(crossing) : all;
    }

    Tally refused(int window, Family ofFamily) {
        if (family != ofFamily.ordinal()) {
            addRefused(ofFamily);
            family = ofFamily.ordinal();
        }
        return refused[window];
    }

    /// Attempts by way.
    int[] byWay(int window) {
        addWays(window);
        return byWay[window];
    }

    /// The ways with attempts, a bit each.
    long[] waysTried(int window) {
        addWays(window);
        return waysTried[window];
    }

    /// Attempts by MX host.
    int[] byHost(int window) {
        addWays(window);
        return byHost[window];
    }

    private void addAttempts() {
        if (attemptsAdded) {
            return;
        }
        attemptsAdded = true;
        int ago = 0;
        for (int w = 0; w < LONGEST; w++) {
            begin(w);
            for (; ago < LENGTHS[w]; ago++) {
                var at = minutes.at(minute - ago);
                if (at != null) {
                    attempts[w].add(at.attempts);
                    repeats[w].add(at.repeats);
                }
            }
        }
        begin(LONGEST);
        addOlder();
        attempts[LONGEST].add(olderAttempts);
        repeats[LONGEST].add(olderRepeats);
    }

    /// A window holds all that the next shorter one holds.
    private void begin(int window) {
        if (window == 0) {
            attempts[0].clear();
            repeats[0].clear();
        } else {
            attempts[window].become(attempts[window - 1]);
            repeats[window].become(repeats[window - 1]);
        }
        attempts[window].makeRoom(crossings.count);
    }

    private void addOlder() {
        long last = lastWholeStretch();
        if (last == olderStretch && lateOnes == minutes.lateOnes()) {
            return;
        }
        olderStretch = last;
        lateOnes = minutes.lateOnes();
        olderAttempts.clear();
        olderRepeats.clear();
        for (long s = last; s > oldestStretch(); s--) {
            var stretch = minutes.stretch(s);
            if (stretch != null) {
                olderAttempts.add(stretch.attempts);
                olderRepeats.add(stretch.repeats);
            }
        }
    }

    /// The latest stretch that ended before the minutes that are added one by one.
    private long lastWholeStretch() {
        return Math.floorDiv(minute - BY_MINUTE + 1, (long) Minutes.STRETCH) - 1;
    }

    private long oldestStretch() {
        return Math.floorDiv(start(LONGEST), (long) Minutes.STRETCH);
    }

    private void addRefused(Family ofFamily) {
        int ago = 0;
        for (int w = 0; w < LONGEST; w++) {
            beginRefused(w);
            for (; ago < LENGTHS[w]; ago++) {
                var at = minutes.at(minute - ago);
                if (at != null) {
                    addRefused(refused[w], at.refusals, ofFamily);
                }
            }
        }
        beginRefused(LONGEST);
        for (long s = lastWholeStretch(); s > oldestStretch(); s--) {
            var stretch = minutes.stretch(s);
            var counts = stretch == null ? null : stretch.refused(ofFamily);
            if (counts != null) {
                refused[LONGEST].add(counts);
            }
        }
    }

    private void beginRefused(int window) {
        refused[window].clear();
        if (window > 0) {
            refused[window].add(refused[window - 1]);
        }
        refused[window].makeRoom(crossings.count);
    }

    private static void addRefused(Tally sum, Refusals refusals, Family ofFamily) {
        for (int i = 0; i < refusals.size; i++) {
            if (refusals.family(i) == ofFamily) {
                sum.add(refusals.crossing(i), refusals.refused[i]);
            }
        }
    }

    private static long[] cleared(long[] bits, int size) {
        if (bits.length < size) {
            return new long[size * 2];
        }
        Arrays.fill(bits, 0);
        return bits;
    }

    private void addWays(int window) {
        var from = attempts(window);
        if ((waysAdded & 1 << window) != 0) {
            return;
        }
        waysAdded |= 1 << window;
        var ways = byWay[window] = Crossings.cleared(byWay[window], crossings.ways);
        var hosts = byHost[window] = Crossings.cleared(byHost[window], crossings.units());
        var tried = waysTried[window] = cleared(waysTried[window], (crossings.ways >>> 6) + 1);
        for (int i = 0; i < from.size; i++) {
            int c = from.met[i];
            int n = from.counts[c];
            int way = crossings.way[c];
            ways[way] += n;
            tried[way >>> 6] |= 1L << way;
            if (crossings.host[c] >= 0) {
                hosts[crossings.host[c]] += n;
            }
        }
    }
}
