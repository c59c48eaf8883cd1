package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers for everything that is counted apart: the crossings themselves; their *ways*, that is party, site, source, stream and sender
/// whatever the host; and the *sums*, each of which adds up the crossings that share a party, a host, a source, a stream, a sender, or
/// one of three pairs.
final class Crossings {
    /// Sums a crossing belongs to, by kind.
    static final int SUMS = 9;

    /// Senders' domains that are told apart, and the rest.
    private static final int SENDERS = 65;

    static final int ALL = 0;
    static final int PARTY = 1;
    static final int HOST = 2;
    static final int SOURCE = 3;
    static final int STREAM = 4;
    static final int PARTY_SOURCE = 5;
    static final int PARTY_STREAM = 6;
    static final int SENDER = 7;
    static final int PARTY_SENDER = 8;

    /// The number of the one sum of everything.
    static final int SUM_OF_ALL = 0;

    private static final int NONE = -1;

    private final ScanSettings settings;
    private final Pairs partySources = new Pairs();
    private final Pairs partySourceStreams = new Pairs();
    private final Pairs lanes = new Pairs();
    private final Pairs waysOfLane = new Pairs();
    private final Pairs crossingsOfWay = new Pairs();
    private final Pairs[] sumNumbers = new Pairs[SUMS];
    private final Names unitNames;
    private final Pairs unitNumbers = new Pairs();
    private final List<Unit> units = new ArrayList<>();
    final Names parties;
    final Names sources;
    final Names streams;
    final Names senders = new Names(SENDERS);

    int count;
    int[] party = new int[64];

    /// The MX host's and the site's number among the units, -1 for none.
    int[] host = new int[64];

    int[] site = new int[64];
    int[] source = new int[64];
    int[] stream = new int[64];
    int[] sender = new int[64];
    int[] way = new int[64];

    /// For each crossing: the numbers of its sums, by kind, -1 for none.
    int[] sumsOf = new int[64 * SUMS];

    /// For each crossing: another one at the same host, -1 after the last.
    int[] nextAtHost = new int[64];

    int sums;

    /// For each sum: its kind.
    int[] kindOfSum = new int[64];

    int ways;

    /// For each way: one of its crossings, and what they have in common.
    int[] crossingOf = new int[64];

    int[] partyOfWay = new int[64];
    int[] siteOfWay = new int[64];
    int[] sourceOfWay = new int[64];
    int[] streamOfWay = new int[64];
    int[] senderOfWay = new int[64];

    /// For each way: the sum of its party and stream.
    int[] partyStreamOfWay = new int[64];

    /// For each unit: the party it belongs to.
    int[] unitParty = new int[64];

    /// For each unit that is a host: one more than the number of the crossing met last.
    private int[] firstAtHost = new int[64];

    /// For each party: how many hosts and sites it has.
    int[] hostsIn = new int[64];

    int[] sitesIn = new int[64];

    /// For each party: 1 when it is a site of which nobody knows who runs it.
    private int[] nobodys = new int[64];

    /// An MX host or a site of a party.
    private record Unit(int party, boolean isHost, String name) {}

    Crossings(ScanSettings settings) {
        this.settings = settings;
        Arrays.setAll(sumNumbers, _ -> new Pairs());
        parties = new Names(settings.maxParties());
        sources = new Names(settings.maxSources());
        streams = new Names(settings.maxStreams());
        unitNames = new Names(settings.maxHosts() + 1);
        sum(ALL, 0, 0);
        enter(way(parties.of(Names.OTHERS), 0, 0, 0, NONE), NONE);
    }

    int of(Cell cell) {
        int ofParty = parties.of(cell.party());
        if (ofParty == 0) {
            return 0;
        }
        nobodys = roomFor(nobodys, ofParty);
        nobodys[ofParty] = cell.provider() == null ? 1 : 0;
        int ofHost = unit(ofParty, true, cell.mxHost());
        int ofSite = cell.provider() == null ? NONE : unit(ofParty, false, cell.site());
        int ofSource = sources.of(cell.source());
        int ofStream = streams.of(cell.stream());
        int ofSender = senders.of(cell.sender());
        int known = known(ofParty, ofSource, ofStream, ofSender, ofSite, ofHost);
        if (known >= 0) {
            return known;
        }
        // senders take no more than half of the room, so that nobody else is told apart less for
        // them
        return ofSender > 0 && count >= settings.maxCells() / 2
                ? find(ofParty, ofSource, ofStream, 0, ofSite, ofHost)
                : find(ofParty, ofSource, ofStream, ofSender, ofSite, ofHost);
    }

    private int find(
            int ofParty, int ofSource, int ofStream, int ofSender, int ofSite, int ofHost) {
        int known = known(ofParty, ofSource, ofStream, ofSender, ofSite, ofHost);
        if (known >= 0) {
            return known;
        }
        return count < settings.maxCells()
                ? enter(way(ofParty, ofSource, ofStream, ofSender, ofSite), ofHost)
                : folded(ofParty);
    }

    /// -1 when it was not met yet.
    private int known(
            int ofParty, int ofSource, int ofStream, int ofSender, int ofSite, int ofHost) {
        int pair = partySources.find(ofParty, ofSource);
        int three = pair < 0 ? NONE : partySourceStreams.find(pair, ofStream);
        int lane = three < 0 ? NONE : lanes.find(three, ofSender);
        int ofWay = lane < 0 ? NONE : waysOfLane.find(lane, ofSite);
        return ofWay < 0 ? NONE : crossingsOfWay.find(ofWay, ofHost);
    }

    /// Where there is no room for one more crossing: the party's own rest if it has one, else the rest of all.
    private int folded(int ofParty) {
        int known = known(ofParty, 0, 0, 0, NONE, NONE);
        if (known >= 0) {
            return known;
        }
        return count < settings.maxCells() + settings.maxParties()
                ? enter(way(ofParty, 0, 0, 0, NONE), NONE)
                : 0;
    }

    private int unit(int ofParty, boolean isHost, @Nullable String name) {
        if (name == null) {
            return NONE;
        }
        int ofName = unitNames.of(name);
        int kindOfParty = ofParty << 1 | (isHost ? 1 : 0);
        int known = unitNumbers.find(kindOfParty, ofName);
        if (known >= 0) {
            return known;
        }
        if (ofName == 0 || units.size() >= settings.maxHosts()) {
            return NONE;
        }
        unitNumbers.put(kindOfParty, ofName, units.size());
        return enter(new Unit(ofParty, isHost, name));
    }

    private int enter(Unit unit) {
        int number = units.size();
        units.add(unit);
        unitParty = roomFor(unitParty, number);
        firstAtHost = roomFor(firstAtHost, number);
        unitParty[number] = unit.party;
        if (unit.isHost) {
            hostsIn = roomFor(hostsIn, unit.party);
            hostsIn[unit.party]++;
        } else {
            sitesIn = roomFor(sitesIn, unit.party);
            sitesIn[unit.party]++;
        }
        return number;
    }

    /// The number of a way, known or new.
    private int way(int ofParty, int ofSource, int ofStream, int ofSender, int ofSite) {
        int pair = numbered(partySources, ofParty, ofSource);
        int lane = numbered(lanes, numbered(partySourceStreams, pair, ofStream), ofSender);
        int known = waysOfLane.find(lane, ofSite);
        if (known >= 0) {
            return known;
        }
        int number = ways++;
        waysOfLane.put(lane, ofSite, number);
        crossingOf = roomFor(crossingOf, number);
        partyOfWay = roomFor(partyOfWay, number);
        siteOfWay = roomFor(siteOfWay, number);
        sourceOfWay = roomFor(sourceOfWay, number);
        streamOfWay = roomFor(streamOfWay, number);
        senderOfWay = roomFor(senderOfWay, number);
        partyStreamOfWay = roomFor(partyStreamOfWay, number);
        crossingOf[number] = count;
        partyOfWay[number] = ofParty;
        siteOfWay[number] = ofSite;
        sourceOfWay[number] = ofSource;
        streamOfWay[number] = ofStream;
        senderOfWay[number] = ofSender;
        partyStreamOfWay[number] = sum(PARTY_STREAM, ofParty, ofStream);
        return number;
    }

    private static int numbered(Pairs pairs, int one, int other) {
        int known = pairs.find(one, other);
        if (known >= 0) {
            return known;
        }
        int number = pairs.size();
        pairs.put(one, other, number);
        return number;
    }

    /// A new crossing of a way.
    private int enter(int ofWay, int ofHost) {
        int number = count++;
        crossingsOfWay.put(ofWay, ofHost, number);
        party = roomFor(party, number);
        host = roomFor(host, number);
        site = roomFor(site, number);
        source = roomFor(source, number);
        stream = roomFor(stream, number);
        sender = roomFor(sender, number);
        way = roomFor(way, number);
        hostsIn = roomFor(hostsIn, partyOfWay[ofWay]);
        sitesIn = roomFor(sitesIn, partyOfWay[ofWay]);
        party[number] = partyOfWay[ofWay];
        host[number] = ofHost;
        site[number] = siteOfWay[ofWay];
        source[number] = sourceOfWay[ofWay];
        stream[number] = streamOfWay[ofWay];
        sender[number] = senderOfWay[ofWay];
        way[number] = ofWay;
        linkToHost(number);
        enterSums(number);
        return number;
    }

    private void linkToHost(int crossing) {
        nextAtHost = roomFor(nextAtHost, crossing);
        int at = host[crossing];
        if (at >= 0) {
            nextAtHost[crossing] = firstAtHost[at] - 1;
            firstAtHost[at] = crossing + 1;
        }
    }

    /// The crossing at a host from which [#nextAtHost] leads on, -1 when there is none.
    int firstAt(int ofHost) {
        return firstAtHost[ofHost] - 1;
    }

    private void enterSums(int c) {
        sumsOf = roomFor(sumsOf, (c + 1) * SUMS);
        int at = c * SUMS;
        sumsOf[at + ALL] = SUM_OF_ALL;
        sumsOf[at + PARTY] = sum(PARTY, party[c], 0);
        sumsOf[at + HOST] = host[c] < 0 ? NONE : sum(HOST, host[c], 0);
        sumsOf[at + SOURCE] = source[c] == 0 ? NONE : sum(SOURCE, source[c], 0);
        sumsOf[at + STREAM] = stream[c] == 0 ? NONE : sum(STREAM, stream[c], 0);
        sumsOf[at + PARTY_SOURCE] = source[c] == 0 ? NONE : sum(PARTY_SOURCE, party[c], source[c]);
        sumsOf[at + PARTY_STREAM] = partyStreamOfWay[way[c]];
        sumsOf[at + SENDER] = sender[c] == 0 ? NONE : sum(SENDER, sender[c], 0);
        sumsOf[at + PARTY_SENDER] = sender[c] == 0 ? NONE : sum(PARTY_SENDER, party[c], sender[c]);
    }

    /// How many of a crossing's sums there are to go through: those of senders come last, and are none while none is told apart.
    int kinds() {
        return senders.size() > 1 ? SUMS : SENDER;
    }

    private int sum(int kind, int one, int other) {
        int known = sumNumbers[kind].find(one, other);
        if (known >= 0) {
            return known;
        }
        sumNumbers[kind].put(one, other, sums);
        kindOfSum = roomFor(kindOfSum, sums);
        kindOfSum[sums] = kind;
        return sums++;
    }

    /// Whether a party is a provider; else it is a site that is nobody's.
    boolean isProvider(String ofParty) {
        int number = parties.of(ofParty);
        return number > 0 && nobodys[number] == 0;
    }

    /// The sum of a party or host, -1 when it has no crossing yet.
    int sumOf(int kind, int number) {
        return sumNumbers[kind].find(number, 0);
    }

    /// How many sums there are of a kind.
    int sumsOfKind(int kind) {
        return sumNumbers[kind].size();
    }

    boolean isHost(int unit) {
        return units.get(unit).isHost;
    }

    String unitName(int unit) {
        return units.get(unit).name;
    }

    int units() {
        return units.size();
    }

    static int[] roomFor(int[] array, int index) {
        return index < array.length
                ? array
                : Arrays.copyOf(array, Math.max(index + 1, array.length * 2));
    }

    /// An array of zeros with room for so many numbers: this one, if it has the room.
    static int[] cleared(int[] array, int size) {
        if (array.length < size) {
            return new int[size * 2];
        }
        Arrays.fill(array, 0, size, 0);
        return array;
    }
}
