package org.restante.insight.incident;

import java.util.Arrays;

/// A set of crossings that can be asked for one, and gone through, quickly.
final class CrossingSet {
    private boolean[] holds = new boolean[64];
    private int[] crossings = new int[64];
    private int size;

    void clear() {
        for (int i = 0; i < size; i++) {
            holds[crossings[i]] = false;
        }
        size = 0;
    }

    void add(int crossing) {
        if (crossing >= holds.length) {
            holds = Arrays.copyOf(holds, Math.max(crossing + 1, holds.length * 2));
        }
        if (!holds[crossing]) {
            holds[crossing] = true;
            crossings = Crossings.roomFor(crossings, size);
            crossings[size++] = crossing;
        }
    }

    void addAll(CrossingSet others) {
        for (int i = 0; i < others.size; i++) {
            add(others.crossings[i]);
        }
    }

    boolean holds(int crossing) {
        return crossing < holds.length && holds[crossing];
    }

    int size() {
        return size;
    }

    int get(int i) {
        return crossings[i];
    }
}
