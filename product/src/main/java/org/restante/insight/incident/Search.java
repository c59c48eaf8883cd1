package org.restante.insight.incident;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The full search: over windows, sources, streams and sets of parties (or one MX host or site) it looks for the scope whose
/// raised share of refusals gains most over the baseline, each named dimension costing what it takes to name it.
final class Search {
    /// Sources and streams that are tried, those with the greatest excess.
    private static final int CANDIDATES = 6;

    private static final double NAMING = 1;
    private static final double NAMING_PARTY = 1.5;

    /// Where a party has no past, only a clear rise over what is usual elsewhere counts.
    private static final double RISE_WITHOUT_PAST = .08;

    /// Of the parties with enough traffic to tell, so many must be touched before "everywhere" is believed.
    private static final double EVERYWHERE = .7;

    private static final double ALMOST_ALL = .9;
    private static final int LEAST_OF_ALL = 4;

    /// Nats that make a party with little traffic one more of a set.
    private static final double ONE_MORE = 2;

    private final Crossings crossings;
    private final Windows windows;
    private final Baseline baseline;

    private int[] sourceChoices = new int[0];
    private int[] streamChoices = new int[0];
    private int[] hotParty = new int[0];
    private int[] parties = new int[0];
    private int hotParties;
    private int[] hotUnit = new int[0];
    private int[] unitNumbers = new int[0];
    private int hotUnits;
    private double[] partyN = new double[0];
    private double[] partyK = new double[0];
    private double[] partyE = new double[0];
    private double[] partyNew = new double[0];
    private double[] unitN = new double[0];
    private double[] unitK = new double[0];
    private double[] unitE = new double[0];
    private double[] unitNew = new double[0];
    private double[] restN = new double[0];
    private double[] restE = new double[0];
    private int[] wayN = new int[0];
    private int[] wayK = new int[0];

    /// By family and way: the usual share, negative until asked for; good for one version of the baseline.
    private final double[][] usualOf = new double[Family.COUNT][0];

    private final int[] versions = new int[Family.COUNT];
    private double[] usual = new double[0];

    /// By way: whether its party has no past.
    private boolean[] strange = new boolean[0];

    private int strangeVersion;
    private boolean[] accounted = new boolean[0];
    private double atSiblings;

    private @Nullable Finding best;
    private double second;
    private @Nullable Reach secondReach;

    Search(Crossings crossings, Windows windows, Baseline baseline) {
        this.crossings = crossings;
        this.windows = windows;
        this.baseline = baseline;
    }

    /// The best explanation of this family's refusals that no known incident accounts for, null when none is worth `least`
    /// nats.
    @Nullable Finding best(Family family, double least, Explained known) {
        best = null;
        second = 0;
        secondReach = null;
        prepare(family, known);
        for (int w = 0; w < Windows.COUNT; w++) {
            look(family, w);
        }
        var found = best;
        if (found == null || found.gain() < least) {
            return null;
        }
        return new Finding(
                family,
                found.reach(),
                found.gain(),
                found.gain() - Math.max(0, second),
                found.attempts(),
                found.refused());
    }

    private void prepare(Family family, Explained known) {
        atSiblings = baseline.learnt() < 2 ? siblings(family) : 0;
        recall(family.ordinal());
        if (accounted.length < crossings.count) {
            accounted = new boolean[crossings.count * 2];
        }
        boolean any = known.anyOf(family);
        for (int c = 0; c < crossings.count; c++) {
            accounted[c] = any && known.explains(family, c);
        }
    }

    private void recall(int family) {
        usual = usualOf[family];
        if (versions[family] != baseline.version()
                || usual.length < crossings.ways
                || baseline.learnt() < 2) {
            usual = usualOf[family] = cleared(usual, crossings.ways);
            Arrays.fill(usual, -1);
            versions[family] = baseline.version();
        }
        if (strangeVersion != baseline.version() || strange.length != crossings.ways) {
            strange = new boolean[crossings.ways];
            for (int w = 0; w < crossings.ways; w++) {
                strange[w] = !baseline.knows(crossings, crossings.crossingOf[w]);
            }
            strangeVersion = baseline.version();
        }
    }

    /// What half of the parties see less of, while nothing has been learnt.
    private double siblings(Family family) {
        int w = 3;
        var n = windows.chances(w, family);
        var k = windows.refused(w, family);
        var tries = new double[crossings.parties.size()];
        var refused = new double[tries.length];
        for (int c = 0; c < crossings.count; c++) {
            tries[crossings.party[c]] += n[c];
            refused[crossings.party[c]] += k[c];
        }
        var shares = new double[tries.length];
        int told = 0;
        for (int p = 1; p < tries.length; p++) {
            if (tries[p] >= 12) {
                shares[told++] = refused[p] / tries[p];
            }
        }
        if (told < 3) {
            return 0;
        }
        Arrays.sort(shares, 0, told);
        return Math.min(.1, shares[told / 2]);
    }

    private double usual(int way, Family family) {
        if (usual[way] < 0) {
            int crossing = crossings.crossingOf[way];
            usual[way] = baseline.share(crossings, crossing, family.ordinal(), atSiblings);
        }
        return usual[way];
    }

    private void look(Family family, int window) {
        var n = windows.chances(window, family);
        var k = windows.refused(window, family);
        if (gather(k)) {
            sumWays(n, k);
            choose(family);
            addUp(family, n, k);
            judge(family, window);
        }
    }

    /// Which parties, hosts and sites have refusals at all; false when there are too few of them to look.
    private boolean gather(int[] k) {
        hotParty = cleared(hotParty, crossings.parties.size());
        hotUnit = cleared(hotUnit, crossings.units());
        parties = Crossings.roomFor(parties, crossings.parties.size());
        unitNumbers = Crossings.roomFor(unitNumbers, crossings.units());
        hotParties = 0;
        hotUnits = 0;
        double total = 0;
        for (int c = 0; c < crossings.count; c++) {
            if (k[c] > 0 && !accounted[c]) {
                total += k[c];
                heat(c);
            }
        }
        return total >= 3;
    }

    private void sumWays(int[] n, int[] k) {
        wayN = cleared(wayN, crossings.ways);
        wayK = cleared(wayK, crossings.ways);
        var way = crossings.way;
        for (int c = 0; c < crossings.count; c++) {
            if (n[c] > 0 && !accounted[c]) {
                wayN[way[c]] += n[c];
                wayK[way[c]] += k[c];
            }
        }
    }

    /// The sources and streams that are worth a look of their own.
    private void choose(Family family) {
        var bySource = new double[crossings.sources.size()];
        var byStream = new double[crossings.streams.size()];
        for (int w = 0; w < crossings.ways; w++) {
            if (wayK[w] > 0) {
                int c = crossings.crossingOf[w];
                double excess = wayK[w] - wayN[w] * usual(w, family);
                bySource[crossings.source[c]] += excess;
                byStream[crossings.stream[c]] += excess;
            }
        }
        sourceChoices = greatest(bySource);
        streamChoices = greatest(byStream);
    }

    private void heat(int c) {
        int p = crossings.party[c];
        if (hotParty[p] == 0) {
            parties[hotParties] = p;
            hotParty[p] = ++hotParties;
        }
        heatUnit(crossings.host[c], crossings.hostsIn[p]);
        heatUnit(crossings.site[c], crossings.sitesIn[p]);
    }

    private void heatUnit(int unit, int siblings) {
        if (unit >= 0 && siblings > 1 && hotUnit[unit] == 0) {
            unitNumbers[hotUnits] = unit;
            hotUnit[unit] = ++hotUnits;
        }
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

    private void addUp(Family family, int[] n, int[] k) {
        int combinations = (sourceChoices.length + 1) * (streamChoices.length + 1);
        partyN = cleared(partyN, combinations * hotParties);
        partyK = cleared(partyK, combinations * hotParties);
        partyE = cleared(partyE, combinations * hotParties);
        partyNew = cleared(partyNew, combinations * hotParties);
        unitN = cleared(unitN, combinations * hotUnits);
        unitK = cleared(unitK, combinations * hotUnits);
        unitE = cleared(unitE, combinations * hotUnits);
        unitNew = cleared(unitNew, combinations * hotUnits);
        restN = cleared(restN, combinations);
        restE = cleared(restE, combinations);
        addWays(family);
        addHosts(family, n, k);
    }

    private void addWays(Family family) {
        var sourceIndex = indexOf(sourceChoices, crossings.sources.size());
        var streamIndex = indexOf(streamChoices, crossings.streams.size());
        int across = streamChoices.length + 1;
        for (int w = 0; w < crossings.ways; w++) {
            if (wayN[w] > 0) {
                int c = crossings.crossingOf[w];
                double e = wayN[w] * usual(w, family);
                int s = sourceIndex[crossings.source[c]] * across;
                int t = streamIndex[crossings.stream[c]];
                add(0, w, c, e);
                if (t > 0) {
                    add(t, w, c, e);
                }
                if (s > 0) {
                    add(s, w, c, e);
                }
                if (s > 0 && t > 0) {
                    add(s + t, w, c, e);
                }
            }
        }
    }

    private void add(int combination, int w, int c, double e) {
        int hot = hotParty[crossings.party[c]];
        if (hot == 0) {
            restN[combination] += wayN[w];
            restE[combination] += e;
            return;
        }
        int at = combination * hotParties + hot - 1;
        partyN[at] += wayN[w];
        partyK[at] += wayK[w];
        partyE[at] += e;
        if (strange[w]) {
            partyNew[at] += wayN[w];
        }
        int unit = crossings.site[c];
        if (unit >= 0 && hotUnit[unit] > 0) {
            addUnit(combination * hotUnits + hotUnit[unit] - 1, w, wayN[w], wayK[w], e);
        }
    }

    /// A bad host is bad for every source and stream, so hosts are only looked at as a whole.
    private void addHosts(Family family, int[] n, int[] k) {
        for (int c = 0; c < crossings.count; c++) {
            int unit = crossings.host[c];
            if (n[c] > 0 && unit >= 0 && hotUnit[unit] > 0 && !accounted[c]) {
                addUnit(
                        hotUnit[unit] - 1,
                        crossings.way[c],
                        n[c],
                        k[c],
                        n[c] * usual(crossings.way[c], family));
            }
        }
    }

    private void addUnit(int at, int way, int n, int k, double e) {
        unitNew[at] += strange[way] ? n : 0;
        unitN[at] += n;
        unitK[at] += k;
        unitE[at] += e;
    }

    private void judge(Family family, int window) {
        double choice = Math.log(Windows.COUNT * 11);
        for (int s = 0; s <= sourceChoices.length; s++) {
            int source = s == 0 ? 0 : sourceChoices[s - 1];
            double priceOfSource =
                    source == 0 ? 0 : Math.log(crossings.sources.size() - 1) + NAMING;
            for (int t = 0; t <= streamChoices.length; t++) {
                int stream = t == 0 ? 0 : streamChoices[t - 1];
                double priceOfStream =
                        stream == 0 ? 0 : Math.log(crossings.streams.size() - 1) + NAMING;
                double price = choice + priceOfSource + priceOfStream;
                int combination = s * (streamChoices.length + 1) + t;
                judgeParties(family, combination, source, stream, price);
                judgeUnits(family, combination, source, stream, price);
            }
        }
    }

    private double priceOfParty() {
        return Math.log(Math.max(2, crossings.parties.size() - 1)) + NAMING_PARTY;
    }

    private static double gain(Family family, double n, double k, double expected, double fresh) {
        return fresh * 2 > n
                ? Gain.withoutPast(n, k, expected, Math.max(RISE_WITHOUT_PAST, family.rise()))
                : Gain.of(n, k, expected, family.rise());
    }

    private void judgeParties(
            Family family, int combination, int source, int stream, double price) {
        double priceOfParty = priceOfParty();
        double sum = 0;
        double n = 0;
        double k = 0;
        double allN = restN[combination];
        double allK = 0;
        double allE = restE[combination];
        double allNew = 0;
        var set = new BitSet();
        for (int h = 0; h < hotParties; h++) {
            int at = combination * hotParties + h;
            allN += partyN[at];
            allK += partyK[at];
            allE += partyE[at];
            allNew += partyNew[at];
            double gain = gain(family, partyN[at], partyK[at], partyE[at], partyNew[at]);
            if (gain > priceOfParty) {
                sum += gain - priceOfParty;
                set.set(parties[h]);
                n += partyN[at];
                k += partyK[at];
            }
        }
        if (!set.isEmpty()) {
            if (set.cardinality() > 1) {
                joinSmall(combination, set, k / n);
            }
            var covered = isAlmostAll(combination, set, k / n) ? new BitSet() : set;
            offer(family, new Reach(covered, -1, source, stream), sum - price, n, k);
        }
        double everywhere = gain(family, allN, allK, allE, allNew);
        if (everywhere > priceOfParty && touchesMost(combination, allK / allN)) {
            offer(
                    family,
                    Reach.everywhere(source, stream),
                    everywhere - priceOfParty - price,
                    allN,
                    allK);
        }
    }

    /// Parties with little traffic that fit a set's share better than their own past join it.
    private void joinSmall(int combination, BitSet set, double share) {
        double q = Math.min(.9999, share);
        for (int h = 0; h < hotParties; h++) {
            int at = combination * hotParties + h;
            double n = partyN[at];
            double k = partyK[at];
            if (!set.get(parties[h]) && k >= 2 && Gain.ratio(n, k, q, partyE[at] / n) > ONE_MORE) {
                set.set(parties[h]);
            }
        }
    }

    /// Whether a set holds nearly every party that has enough traffic to tell.
    private boolean isAlmostAll(int combination, BitSet set, double share) {
        double told = restN[combination] * share;
        double in = 0;
        int size = 0;
        for (int h = 0; h < hotParties; h++) {
            double expected = partyN[combination * hotParties + h] * share;
            told += expected;
            if (set.get(parties[h])) {
                in += expected;
                size += expected >= 1 ? 1 : 0;
            }
        }
        return size >= LEAST_OF_ALL && in >= ALMOST_ALL * told && hasMost(combination, set, share);
    }

    /// Whether a set holds most parties by number, too.
    private boolean hasMost(int combination, BitSet set, double share) {
        int telling = 0;
        int in = 0;
        for (int h = 0; h < hotParties; h++) {
            if (partyN[combination * hotParties + h] * share >= 2) {
                telling++;
                in += set.get(parties[h]) ? 1 : 0;
            }
        }
        return in >= ALMOST_ALL * telling;
    }

    private boolean touchesMost(int combination, double share) {
        int telling = restN[combination] * share >= 4 ? 1 : 0;
        int touched = 0;
        for (int h = 0; h < hotParties; h++) {
            int at = combination * hotParties + h;
            double n = partyN[at];
            if (n * share >= 4) {
                telling++;
                double q = partyK[at] / n;
                touched += q > 1.3 * partyE[at] / n && q > share / 4 ? 1 : 0;
            }
        }
        return crossings.parties.size() > 3 && telling >= 3 && touched >= EVERYWHERE * telling;
    }

    private void judgeUnits(Family family, int combination, int source, int stream, double price) {
        double priceOfParty = priceOfParty();
        for (int h = 0; h < hotUnits; h++) {
            int at = combination * hotUnits + h;
            double gain = gain(family, unitN[at], unitK[at], unitE[at], unitNew[at]);
            if (gain > priceOfParty) {
                int unit = unitNumbers[h];
                int party = crossings.unitParty[unit];
                int siblings =
                        crossings.isHost(unit)
                                ? crossings.hostsIn[party]
                                : crossings.sitesIn[party];
                var set = new BitSet();
                set.set(party);
                offer(
                        family,
                        new Reach(set, unit, source, stream),
                        gain - Math.log(siblings) - NAMING - priceOfParty - price,
                        unitN[at],
                        unitK[at]);
            }
        }
    }

    private void offer(Family family, Reach reach, double gain, double n, double k) {
        var leader = best;
        if (leader == null || gain > leader.gain()) {
            if (leader != null && !leader.reach().alike(reach)) {
                second = Math.max(leader.gain(), againstWhom(reach));
                secondReach = leader.reach();
            }
            best = new Finding(family, reach, gain, 0, n, k);
        } else if (gain > second && !leader.reach().alike(reach)) {
            second = gain;
            secondReach = reach;
        }
    }

    private double againstWhom(Reach reach) {
        var runnerUp = secondReach;
        return runnerUp == null || runnerUp.alike(reach) ? 0 : second;
    }

    private static int[] indexOf(int[] choices, int size) {
        var index = new int[size];
        for (int i = 0; i < choices.length; i++) {
            index[choices[i]] = i + 1;
        }
        return index;
    }

    private static int[] cleared(int[] array, int size) {
        if (array.length < size) {
            return new int[size * 2];
        }
        Arrays.fill(array, 0, size, 0);
        return array;
    }

    private static double[] cleared(double[] array, int size) {
        if (array.length < size) {
            return new double[size * 2];
        }
        Arrays.fill(array, 0, size, 0);
        return array;
    }
}
