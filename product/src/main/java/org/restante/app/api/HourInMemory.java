package org.restante.app.api;

import java.util.Arrays;

/// An hour that is written still: sixteen octets a place, in a table that is a third to two thirds full. Not for several threads at once.
final class HourInMemory implements AnsweredHour {
    private long[] hashes = new long[1024];

    /// Each one more than it is, for 0 is an empty place.
    private long[] places = new long[1024];

    private int size;

    /// Adds an answer, or puts it in the place of the one with the same hash.
    void put(long hash, long at) {
        if (3L * size >= 2L * hashes.length) {
            grow();
        }
        int slot = slot(hash);
        size += places[slot] == 0 ? 1 : 0;
        hashes[slot] = hash;
        places[slot] = at + 1;
    }

    @Override
    public long find(long hash) {
        return places[slot(hash)] - 1;
    }

    private int slot(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (places[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & (hashes.length - 1);
        }
        return slot;
    }

    private void grow() {
        var oldHashes = hashes;
        var oldPlaces = places;
        hashes = new long[2 * oldHashes.length];
        places = new long[2 * oldHashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldPlaces[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    /// All hashes, in ascending order.
    long[] sorted() {
        var all = new long[size];
        int count = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (places[i] != 0) {
                all[count++] = hashes[i];
            }
        }
        Arrays.sort(all);
        return all;
    }
}
