package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers for everything that is counted apart: the crossings themselves, the values along each dimension, and the *sums*,
/// each of which adds up the crossings that share a party, a host, a source, a stream, or one of two pairs.
final class Crossings {
    static final String OTHERS = "(others)";

    /// Sums a crossing belongs to: all, party, host, source, stream, party × source, party × stream.
    static final int SUMS = 7;

    static final int ALL = 0;
    static final int PARTY = 1;
    static final int PARTY_STREAM = 6;

    private final ScanSettings settings;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final Map<SumKey, Integer> sumNumbers = new HashMap<>();
    private final Map<WayKey, Integer> wayNumbers = new HashMap<>();
    final Names parties;
    final Names units = new Names(Integer.MAX_VALUE);
    final Names sources;
    final Names streams;

    int count;
    int sums;
    int[] party = new int[64];
    int[] host = new int[64];
    int[] site = new int[64];
    int[] source = new int[64];
    int[] stream = new int[64];
    int[] sumsOf = new int[64 * SUMS];

    /// For each crossing: its way, that is party, site, source and stream whatever the host.
    int[] way = new int[64];

    /// For each way: one of its crossings.
    int[] crossingOf = new int[64];

    int ways;

    /// For each unit (an MX host or a site): the party it belongs to.
    int[] unitParty = new int[64];

    private final List<Boolean> unitIsHost = new ArrayList<>();
    private final List<String> unitName = new ArrayList<>();

    /// For each party: how many hosts and sites it has.
    int[] hostsIn = new int[64];

    int[] sitesIn = new int[64];

    private record Key(int party, int host, int site, int source, int stream) {}

    private record WayKey(int party, int site, int source, int stream) {}

    private record SumKey(int kind, int one, int other) {}

    Crossings(ScanSettings settings) {
        this.settings = settings;
        parties = new Names(settings.maxParties());
        sources = new Names(settings.maxSources());
        streams = new Names(settings.maxStreams());
        crossing(new Key(parties.of(OTHERS), -1, -1, 0, 0));
    }

    /// Number 0 of a [Names] is what has no name, or, for parties, the rest.
    static final class Names {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private final int bound;

        Names(int bound) {
            this.bound = bound;
            names.add(OTHERS);
            numbers.put(OTHERS, 0);
        }

        int of(@Nullable String name) {
            if (name == null) {
                return 0;
            }
            var known = numbers.get(name);
            if (known != null) {
                return known;
            }
            if (names.size() >= bound) {
                return 0;
            }
            numbers.put(name, names.size());
            names.add(name);
            return names.size() - 1;
        }

        String name(int number) {
            return names.get(number);
        }

        int size() {
            return names.size();
        }
    }

    int of(Cell cell) {
        int ofParty = parties.of(cell.party());
        if (ofParty == 0) {
            return 0;
        }
        int ofHost = unit(ofParty, cell.mxHost(), true);
        int ofSite = cell.provider() == null ? -1 : unit(ofParty, cell.site(), false);
        var key =
                new Key(
                        ofParty,
                        ofHost,
                        ofSite,
                        sources.of(cell.source()),
                        streams.of(cell.stream()));
        var known = numbers.get(key);
        if (known != null) {
            return known;
        }
        return count < settings.maxCells() ? crossing(key) : folded(ofParty);
    }

    /// Where there is no room for one more crossing: the party's own rest if it has one, else the rest of all.
    private int folded(int ofParty) {
        var rest = new Key(ofParty, -1, -1, 0, 0);
        var known = numbers.get(rest);
        if (known != null) {
            return known;
        }
        return count < settings.maxCells() + settings.maxParties() ? crossing(rest) : 0;
    }

    private int unit(int ofParty, @Nullable String name, boolean isHost) {
        if (name == null) {
            return -1;
        }
        if (unitName.size() >= settings.maxHosts()) {
            return known(ofParty, name, isHost);
        }
        int before = units.size();
        int number = units.of(unitKey(ofParty, name, isHost)) - 1;
        if (units.size() > before) {
            enter(ofParty, name, isHost, number);
        }
        return number;
    }

    private int known(int ofParty, String name, boolean isHost) {
        var number = units.numbers.get(unitKey(ofParty, name, isHost));
        return number == null ? -1 : number - 1;
    }

    private static String unitKey(int ofParty, String name, boolean isHost) {
        return ofParty + (isHost ? "h" : "s") + name;
    }

    private void enter(int ofParty, String name, boolean isHost, int number) {
        unitParty = roomFor(unitParty, number);
        unitParty[number] = ofParty;
        unitIsHost.add(isHost);
        unitName.add(name);
        if (isHost) {
            hostsIn = roomFor(hostsIn, ofParty);
            hostsIn[ofParty]++;
        } else {
            sitesIn = roomFor(sitesIn, ofParty);
            sitesIn[ofParty]++;
        }
    }

    private int crossing(Key key) {
        int number = count++;
        numbers.put(key, number);
        party = roomFor(party, number);
        host = roomFor(host, number);
        site = roomFor(site, number);
        source = roomFor(source, number);
        stream = roomFor(stream, number);
        sumsOf = roomFor(sumsOf, (number + 1) * SUMS);
        hostsIn = roomFor(hostsIn, key.party);
        sitesIn = roomFor(sitesIn, key.party);
        party[number] = key.party;
        host[number] = key.host;
        site[number] = key.site;
        source[number] = key.source;
        stream[number] = key.stream;
        way = roomFor(way, number);
        way[number] = way(key, number);
        int at = number * SUMS;
        sumsOf[at] = sum(0, 0, 0);
        sumsOf[at + PARTY] = sum(1, key.party, 0);
        sumsOf[at + 2] = key.host < 0 ? -1 : sum(2, key.host, 0);
        sumsOf[at + 3] = key.source == 0 ? -1 : sum(3, key.source, 0);
        sumsOf[at + 4] = key.stream == 0 ? -1 : sum(4, key.stream, 0);
        sumsOf[at + 5] = key.source == 0 ? -1 : sum(5, key.party, key.source);
        sumsOf[at + PARTY_STREAM] = sum(6, key.party, key.stream);
        return number;
    }

    private int way(Key key, int crossing) {
        var known = wayNumbers.get(new WayKey(key.party, key.site, key.source, key.stream));
        if (known != null) {
            return known;
        }
        crossingOf = roomFor(crossingOf, ways);
        crossingOf[ways] = crossing;
        wayNumbers.put(new WayKey(key.party, key.site, key.source, key.stream), ways);
        return ways++;
    }

    private int sum(int kind, int one, int other) {
        return sumNumbers.computeIfAbsent(new SumKey(kind, one, other), _ -> sums++);
    }

    boolean isHost(int unit) {
        return unitIsHost.get(unit);
    }

    String unitName(int unit) {
        return unitName.get(unit);
    }

    int units() {
        return unitName.size();
    }

    static int[] roomFor(int[] array, int index) {
        return index < array.length
                ? array
                : Arrays.copyOf(array, Math.max(index + 1, array.length * 2));
    }
}
