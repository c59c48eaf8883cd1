package org.restante.sending.suppression;

import java.util.concurrent.atomic.AtomicLongArray;

/// Where each entry stands in the file, by a hash of whom it means. Read by many threads without a lock, changed by one at a time.
///
/// Two whose hashes of 64 bits are equal would share a place (for a million entries once in some 37 million lists); the hash has a seed
/// of its process, so nobody can look for such a pair.
final class PlaceTable {
    private static final int SMALLEST = 1024;

    /// Hash and place of each slot; a free one has hash 0, a removed one place 0.
    private record Slots(AtomicLongArray hashes, AtomicLongArray places, int mask) {
        static Slots of(int size) {
            return new Slots(new AtomicLongArray(size), new AtomicLongArray(size), size - 1);
        }

        /// The slot of this hash, or the free one where it belongs.
        int slot(long hash) {
            int at = (int) hash & mask;
            while (true) {
                long there = hashes.get(at);
                if (there == hash || there == 0) {
                    return at;
                }
                at = at + 1 & mask;
            }
        }
    }

    private final long seed;
    private volatile Slots slots = Slots.of(SMALLEST);
    private volatile int live;
    private int used;

    PlaceTable(long seed) {
        this.seed = seed;
    }

    /// Never 0.
    long hash(String recipient, String tenant) {
        long hash = add(add(seed, tenant) * 31 + '\t', recipient);
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * 0x100000001b3L;
            sum ^= sum >>> 29;
        }
        return sum;
    }

    int size() {
        return live;
    }

    /// Negative where there is none.
    long place(long hash) {
        var now = slots;
        return now.places().get(now.slot(hash)) - 1;
    }

    /// @return where it stood before; negative where it did not
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by one thread at a time.
    long put(long hash, long place) {
        if (used >= slots.mask() / 4 * 3) {
            grow();
        }
        var now = slots;
        int at = now.slot(hash);
        long before = now.places().getAndSet(at, place + 1) - 1;
        if (now.hashes().get(at) == 0) {
            now.hashes().set(at, hash);
            used++;
        }
        live += before < 0 ? 1 : 0;
        return before;
    }

    /// @return where it stood; negative where it did not
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by one thread at a time.
    long remove(long hash) {
        var now = slots;
        int at = now.slot(hash);
        if (now.hashes().get(at) == 0) {
            return -1;
        }
        long before = now.places().getAndSet(at, 0) - 1;
        live -= before < 0 ? 0 : 1;
        return before;
    }

    /// Into twice the room, or as much where enough of it was removed.
    private void grow() {
        var old = slots;
        int size = old.mask() + 1;
        var larger = Slots.of(live > size / 8 * 3 ? size * 2 : size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            long place = old.places().get(i);
            if (place != 0) {
                long hash = old.hashes().get(i);
                int at = larger.slot(hash);
                larger.hashes().set(at, hash);
                larger.places().set(at, place);
                kept++;
            }
        }
        used = kept;
        slots = larger;
    }
}
