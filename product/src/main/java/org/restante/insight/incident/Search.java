package org.restante.insight.incident;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The full search: over windows, sources, streams or senders, and sets of parties (or one MX host or site) it looks for the scope whose
/// raised share of refusals gains most over the baseline, each named dimension costing what it takes to name it.
final class Search {
    /// Sources, streams and senders that are tried, those with the greatest excess.
    private static final int CANDIDATES = 6;

    private static final double NAMING = 1;
    private static final double NAMING_PARTY = 1.5;

    /// Where a stream and a sender explain the same, the stream is told: it is what people here call it.
    private static final double NOT_BY_STREAM = .5;

    /// Families among which an excess may be found, about.
    private static final int KINDS = 11;

    private static final double CHOICE = Math.log(Windows.COUNT * KINDS);

    /// Where a party has no past, only a clear rise over what is usual elsewhere counts.
    private static final double RISE_WITHOUT_PAST = .08;

    private final Crossings crossings;
    private final Slice slice;
    private final Usual usual;
    private final Grid parties = new Grid();
    private final Grid sites = new Grid();
    private final Grid rest = new Grid();
    private final PartySets sets;
    private final Units units;
    private final CrossingSet accounted = new CrossingSet();
    private final Contest contest = new Contest();

    private int[] sources = new int[0];
    private int[] streams = new int[0];
    private int[] senders = new int[0];

    /// Of the row of one source, or of any: the row of any mail, then those of streams, then those of senders.
    private int width;

    private int[] rowOfSource = new int[0];
    private int[] rowOfStream = new int[0];
    private int[] rowOfSender = new int[0];

    Search(Crossings crossings, Windows windows, Baseline baseline) {
        this.crossings = crossings;
        slice = new Slice(crossings, windows);
        usual = new Usual(crossings, windows, baseline);
        sets = new PartySets(crossings, slice, parties, rest);
        units = new Units(crossings, windows, slice, usual, sites);
    }

    /// The best explanation of this family's refusals that no known incident accounts for, null when none is worth `least`
    /// nats.
    @Nullable Finding best(Family family, double least, Known known) {
        contest.begin();
        usual.turnTo(family);
        accounted.clear();
        known.mark(family, accounted);
        for (int w = 0; w < Windows.COUNT; w++) {
            if (slice.cut(w, family, accounted)) {
                choose();
                addUp();
                judge(family, w);
            }
        }
        return contest.winner(least);
    }

    /// The sources, streams and senders that are worth a look of their own.
    private void choose() {
        var bySource = new double[crossings.sources.size()];
        var byStream = new double[crossings.streams.size()];
        var bySender = new double[crossings.senders.size()];
        var refused = slice.refused;
        for (int i = 0; i < refused.size; i++) {
            int w = refused.met[i];
            double excess = refused.counts[w] - slice.attempts[w] * usual.share(w);
            bySource[crossings.sourceOfWay[w]] += excess;
            byStream[crossings.streamOfWay[w]] += excess;
            bySender[crossings.senderOfWay[w]] += excess;
        }
        sources = greatest(bySource);
        streams = greatest(byStream);
        senders = greatest(bySender);
        width = 1 + streams.length + senders.length;
        rowOfSource = rows(sources, bySource.length, 0, width);
        rowOfStream = rows(streams, byStream.length, 0, 1);
        rowOfSender = rows(senders, bySender.length, streams.length, 1);
    }

    private static int[] greatest(double[] excess) {
        var chosen = new int[CANDIDATES];
        int size = 0;
        for (int i = 1; i < excess.length; i++) {
            if (excess[i] <= 1) {
                continue;
            }
            int at = size < CANDIDATES ? size++ : CANDIDATES;
            while (at > 0 && excess[chosen[at - 1]] < excess[i]) {
                if (at < CANDIDATES) {
                    chosen[at] = chosen[at - 1];
                }
                at--;
            }
            if (at < CANDIDATES) {
                chosen[at] = i;
            }
        }
        return Arrays.copyOf(chosen, size);
    }

    /// What each choice adds to the number of a row, 0 for what was not chosen.
    private static int[] rows(int[] choices, int size, int after, int each) {
        var rows = new int[size];
        for (int i = 0; i < choices.length; i++) {
            rows[choices[i]] = after + (i + 1) * each;
        }
        return rows;
    }

    private void addUp() {
        int rows = (sources.length + 1) * width;
        parties.begin(rows, slice.partyCount);
        sites.begin(rows, slice.unitCount);
        rest.begin(rows, 1);
        var tried = slice.waysTried;
        for (int i = 0; i < tried.length; i++) {
            for (long rest = tried[i]; rest != 0; rest &= rest - 1) {
                int w = i << 6 | Long.numberOfTrailingZeros(rest);
                if (slice.attempts[w] > 0) {
                    addWay(w);
                }
            }
        }
    }

    private void addWay(int w) {
        double e = slice.attempts[w] * usual.share(w);
        int s = rowOfSource[crossings.sourceOfWay[w]];
        int t = rowOfStream[crossings.streamOfWay[w]];
        int u = rowOfSender[crossings.senderOfWay[w]];
        add(0, t, u, w, e);
        if (s > 0) {
            add(s, t, u, w, e);
        }
    }

    /// To the row of any mail from one source, or from any; and to those of a stream and of a sender where these are not 0.
    private void add(int row, int stream, int sender, int w, double e) {
        add(row, w, e);
        if (stream > 0) {
            add(row + stream, w, e);
        }
        if (sender > 0) {
            add(row + sender, w, e);
        }
    }

    private void add(int row, int w, double e) {
        int n = slice.attempts[w];
        int column = slice.columnOfParty[crossings.partyOfWay[w]];
        if (column == 0) {
            rest.add(row, 0, n, 0, e, false);
            return;
        }
        int k = slice.refused.counts[w];
        boolean strange = usual.isStrange(w);
        parties.add(row, column - 1, n, k, e, strange);
        int site = crossings.siteOfWay[w];
        if (site >= 0 && slice.columnOfUnit[site] > 0) {
            sites.add(row, slice.columnOfUnit[site] - 1, n, k, e, strange);
        }
    }

    private void judge(Family family, int window) {
        for (int s = 0; s <= sources.length; s++) {
            int source = s == 0 ? 0 : sources[s - 1];
            for (int t = 0; t < width; t++) {
                boolean isSender = t > streams.length;
                int stream = t == 0 || isSender ? 0 : streams[t - 1];
                int sender = isSender ? senders[t - 1 - streams.length] : 0;
                double price =
                        CHOICE
                                + price(source, crossings.sources)
                                + price(stream, crossings.streams)
                                + priceOfSender(sender);
                var angle = new Angle(family, s * width + t, source, stream, sender, price);
                sets.judge(angle, contest);
                units.judgeSites(angle, contest);
                if (angle.row() == 0) {
                    units.judgeHosts(angle, window, accounted, contest);
                }
            }
        }
    }

    private static double price(int choice, Names among) {
        return choice == 0 ? 0 : Math.log(among.size() - 1) + NAMING;
    }

    private double priceOfSender(int sender) {
        int choices = Math.max(crossings.senders.size(), crossings.streams.size()) - 1;
        return sender == 0 ? 0 : Math.log(choices) + NAMING + NOT_BY_STREAM;
    }

    static double priceOfParty(Crossings crossings) {
        return Math.log(Math.max(2, crossings.parties.size() - 1)) + NAMING_PARTY;
    }

    static double gain(Family family, Grid grid, int row, int column) {
        return gain(
                family,
                grid.attempts(row, column),
                grid.refused(row, column),
                grid.usual(row, column),
                grid.strange(row, column));
    }

    /// @param strange attempts at receivers without a past
    static double gain(Family family, double n, double k, double expected, double strange) {
        return strange * 2 > n
                ? Gain.withoutPast(n, k, expected, Math.max(RISE_WITHOUT_PAST, family.rise()))
                : Gain.of(n, k, expected, family.rise());
    }
}
