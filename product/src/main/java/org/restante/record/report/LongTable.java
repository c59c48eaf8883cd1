package org.restante.record.report;

/// A map from a non-zero long to a non-negative int by open addressing, without objects. One thread's.
final class LongTable {
    private long[] keys;
    private int[] values;
    private int size;

    LongTable(int expected) {
        int room = Integer.highestOneBit(Math.max(16, expected * 2 - 1)) * 2;
        keys = new long[room];
        values = new int[room];
    }

    int size() {
        return size;
    }

    /// The value of `key`, or -1.
    int get(long key) {
        if (key == 0) {
            return -1;
        }
        int mask = keys.length - 1;
        for (int i = slot(key, mask); ; i = (i + 1) & mask) {
            if (keys[i] == key) {
                return values[i];
            }
            if (keys[i] == 0) {
                return -1;
            }
        }
    }

    void put(long key, int value) {
        if (key == 0) {
            return;
        }
        if (size * 2 >= keys.length) {
            grow();
        }
        int mask = keys.length - 1;
        int i = slot(key, mask);
        while (keys[i] != 0 && keys[i] != key) {
            i = (i + 1) & mask;
        }
        if (keys[i] == 0) {
            keys[i] = key;
            size++;
        }
        values[i] = value;
    }

    /// Takes `key` out; its value, or -1 when it was not there.
    int remove(long key) {
        if (key == 0) {
            return -1;
        }
        int mask = keys.length - 1;
        int i = slot(key, mask);
        while (keys[i] != key) {
            if (keys[i] == 0) {
                return -1;
            }
            i = (i + 1) & mask;
        }
        int value = values[i];
        size--;
        closeGap(i, mask);
        return value;
    }

    private void closeGap(int gap, int mask) {
        int hole = gap;
        for (int i = (gap + 1) & mask; keys[i] != 0; i = (i + 1) & mask) {
            int home = slot(keys[i], mask);
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                keys[hole] = keys[i];
                values[hole] = values[i];
                hole = i;
            }
        }
        keys[hole] = 0;
    }

    private void grow() {
        var oldKeys = keys;
        var oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }

    private static int slot(long key, int mask) {
        long product = key * 0x9e3779b97f4a7c15L;
        return (int) (product ^ product >>> 32) & mask;
    }

    /// Takes each entry.
    interface Visitor {
        void entry(long key, int value);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                visitor.entry(keys[i], values[i]);
            }
        }
    }
}
