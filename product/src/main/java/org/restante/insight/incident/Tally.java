package org.restante.insight.incident;

import java.util.Arrays;

/// Counts by number, with the numbers that were counted at all: thousands have a number, few of them meet anything in a minute.
final class Tally {
    /// Zero where nothing was counted.
    int[] counts = new int[64];

    /// The numbers with a count, in the order they were met.
    int[] met = new int[32];

    int size;

    void add(int number, int n) {
        if (number >= counts.length) {
            makeRoom(number + 1);
        }
        if (counts[number] == 0) {
            if (size == met.length) {
                met = Arrays.copyOf(met, size * 2);
            }
            met[size++] = number;
        }
        counts[number] += n;
    }

    void add(Tally other) {
        makeRoom(other.counts.length);
        if (met.length < size + other.size) {
            met = Arrays.copyOf(met, Math.max(size + other.size, met.length * 2));
        }
        var to = counts;
        int end = size;
        for (int i = 0; i < other.size; i++) {
            int number = other.met[i];
            if (to[number] == 0) {
                met[end++] = number;
            }
            to[number] += other.counts[number];
        }
        size = end;
    }

    void add(SparseTally other) {
        for (int i = 0; i < other.size; i++) {
            add(other.met[i], other.counts[i]);
        }
    }

    int at(int number) {
        return number < counts.length ? counts[number] : 0;
    }

    /// Makes `counts` at least so long.
    void makeRoom(int numbers) {
        if (numbers > counts.length) {
            counts = Arrays.copyOf(counts, Math.max(numbers, counts.length * 2));
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            counts[met[i]] = 0;
        }
        size = 0;
    }

    void become(Tally other) {
        clear();
        makeRoom(other.counts.length);
        if (met.length < other.size) {
            met = new int[other.met.length];
        }
        System.arraycopy(other.met, 0, met, 0, other.size);
        System.arraycopy(other.counts, 0, counts, 0, other.counts.length);
        size = other.size;
    }
}
