package org.restante.record.store;

import java.util.Arrays;
import java.util.zip.CRC32C;

/// Numbers by strings of octets; when there are too many of them all are forgotten. One thread's.
final class OctetNumbers {
    static final int NONE = -1;
    private static final int SLOTS = 32_768;
    private static final int MOST = SLOTS / 2;

    private final byte[][] keys = new byte[SLOTS][];
    private final int[] hashes = new int[SLOTS];
    private final int[] numbers = new int[SLOTS];
    private final CRC32C checksum = new CRC32C();
    private int count;

    /// The number of the first `length` octets, or [#NONE].
    int of(byte[] octets, int length) {
        int hash = hash(octets, length);
        for (int slot = hash & SLOTS - 1; keys[slot] != null; slot = slot + 1 & SLOTS - 1) {
            if (hashes[slot] == hash
                    && Arrays.equals(keys[slot], 0, keys[slot].length, octets, 0, length)) {
                return numbers[slot];
            }
        }
        return NONE;
    }

    /// Keeps the number of octets that have none yet.
    void put(byte[] octets, int length, int number) {
        if (count == MOST) {
            clear();
        }
        int hash = hash(octets, length);
        int slot = hash & SLOTS - 1;
        while (keys[slot] != null) {
            slot = slot + 1 & SLOTS - 1;
        }
        keys[slot] = Arrays.copyOf(octets, length);
        hashes[slot] = hash;
        numbers[slot] = number;
        count++;
    }

    void clear() {
        Arrays.fill(keys, null);
        count = 0;
    }

    /// A checksum, for the processor works it out many octets at a time whatever the compiler.
    private int hash(byte[] octets, int length) {
        checksum.reset();
        checksum.update(octets, 0, length);
        return (int) checksum.getValue();
    }
}
