package org.restante.insight.incident;

/// A number for each pair of numbers that was given one.
final class Pairs {
    private long[] keys = new long[256];

    /// One more than the number; 0 where there is no key.
    private int[] numbers = new int[256];

    private int size;

    private static long key(int one, int other) {
        return (long) one << 32 | other & 0xFFFF_FFFFL;
    }

    /// Its number, -1 when it has none.
    int find(int one, int other) {
        return numbers[slot(key(one, other))] - 1;
    }

    void put(int one, int other, int number) {
        if (size * 2 >= keys.length) {
            grow();
        }
        long key = key(one, other);
        int slot = slot(key);
        keys[slot] = key;
        size += numbers[slot] == 0 ? 1 : 0;
        numbers[slot] = number + 1;
    }

    int size() {
        return size;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        while (numbers[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        var oldKeys = keys;
        var oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
