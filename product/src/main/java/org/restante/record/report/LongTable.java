package org.restante.record.report;

/// A map from a non-zero long to a non-negative int by open addressing, without objects. Keys and values stand side by side, so
/// that an entry costs one reach into memory. One thread's.
final class LongTable {
    /// Key, value, key, value …; a key of zero is an empty place.
    private long[] entries;

    private int size;

    LongTable(int expected) {
        entries = new long[4 * Integer.highestOneBit(Math.max(16, expected * 2 - 1))];
    }

    int size() {
        return size;
    }

    /// The value of `key`, or -1.
    int get(long key) {
        if (key == 0) {
            return -1;
        }
        var in = entries;
        int mask = in.length - 1;
        for (int i = home(key, mask); ; i = i + 2 & mask) {
            long there = in[i];
            if (there == key) {
                return (int) in[i + 1];
            }
            if (there == 0) {
                return -1;
            }
        }
    }

    void put(long key, int value) {
        if (key == 0) {
            return;
        }
        if (size * 4 >= entries.length) {
            grow();
        }
        int mask = entries.length - 1;
        int i = home(key, mask);
        while (entries[i] != 0 && entries[i] != key) {
            i = i + 2 & mask;
        }
        if (entries[i] == 0) {
            entries[i] = key;
            size++;
        }
        entries[i + 1] = value;
    }

    /// Takes `key` out; its value, or -1 when it was not there.
    int remove(long key) {
        if (key == 0) {
            return -1;
        }
        int mask = entries.length - 1;
        int i = home(key, mask);
        while (entries[i] != key) {
            if (entries[i] == 0) {
                return -1;
            }
            i = i + 2 & mask;
        }
        int value = (int) entries[i + 1];
        size--;
        closeGap(i, mask);
        return value;
    }

    private void closeGap(int gap, int mask) {
        int hole = gap;
        for (int i = gap + 2 & mask; entries[i] != 0; i = i + 2 & mask) {
            int home = home(entries[i], mask);
            if ((i - home & mask) >= (i - hole & mask)) {
                entries[hole] = entries[i];
                entries[hole + 1] = entries[i + 1];
                hole = i;
            }
        }
        entries[hole] = 0;
    }

    private void grow() {
        var old = entries;
        entries = new long[old.length * 2];
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                put(old[i], (int) old[i + 1]);
            }
        }
    }

    /// Where an entry belongs: an even place.
    private static int home(long key, int mask) {
        long product = key * 0x9e3779b97f4a7c15L;
        return (int) (product ^ product >>> 32) << 1 & mask;
    }

    /// Takes each entry.
    interface Visitor {
        void entry(long key, int value);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i] != 0) {
                visitor.entry(entries[i], (int) entries[i + 1]);
            }
        }
    }
}
