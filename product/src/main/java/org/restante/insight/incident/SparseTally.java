package org.restante.insight.incident;

import java.util.Arrays;

/// Counts by number in room for those alone that were counted: of a hundred thousand crossings a minute meets two thousand, and
/// a hundred and twenty-eight minutes are kept.
final class SparseTally {
    /// One more than where a number stands, at the place its hash points to or behind; 0 is an empty place.
    private int[] places = new int[64];

    /// The numbers with a count, in the order they were met, and their counts.
    int[] met = new int[32];

    int[] counts = new int[32];
    int size;

    void add(int number, int n) {
        int mask = places.length - 1;
        for (int at = spread(number) & mask; ; at = at + 1 & mask) {
            int place = places[at] - 1;
            if (place < 0) {
                enter(number, n, at);
                return;
            }
            if (met[place] == number) {
                counts[place] += n;
                return;
            }
        }
    }

    private void enter(int number, int n, int at) {
        if (size == met.length) {
            met = Arrays.copyOf(met, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        met[size] = number;
        counts[size] = n;
        places[at] = ++size;
        if (size * 2 > places.length) {
            spreadOut();
        }
    }

    private void spreadOut() {
        places = new int[places.length * 2];
        int mask = places.length - 1;
        for (int i = 0; i < size; i++) {
            int at = spread(met[i]) & mask;
            while (places[at] != 0) {
                at = at + 1 & mask;
            }
            places[at] = i + 1;
        }
    }

    private static int spread(int number) {
        int mixed = number * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }

    void add(SparseTally other) {
        for (int i = 0; i < other.size; i++) {
            add(other.met[i], other.counts[i]);
        }
    }

    int at(int number) {
        if (size == 0) {
            return 0;
        }
        int mask = places.length - 1;
        for (int at = spread(number) & mask; ; at = at + 1 & mask) {
            int place = places[at] - 1;
            if (place < 0) {
                return 0;
            }
            if (met[place] == number) {
                return counts[place];
            }
        }
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(places, 0);
            size = 0;
        }
    }
}
