package org.restante.record.report;

/// Finds the slot of a key. The keys themselves stand in the slots; here is an int for each, of which some bits are of the key's
/// hash, so that a key which has no slot, as nearly all have none, costs one reach into a small table. One thread's.
final class SlotIndex {
    private static final int SLOT_BITS = 21;
    private static final int SLOT = (1 << SLOT_BITS) - 1;

    private final DeferralSlots slots;
    private final int field;

    /// A slot plus one below the bits of the hash; 0 is an empty place.
    private int[] places = new int[1024];

    private int size;

    /// @param field of a slot, where its key stands; a key is not zero
    SlotIndex(DeferralSlots slots, int field) {
        this.slots = slots;
        this.field = field;
    }

    int size() {
        return size;
    }

    /// The slot of `key`, or -1.
    int get(long key) {
        var in = places;
        int mask = in.length - 1;
        long hash = hash(key);
        int mark = mark(hash);
        for (int at = (int) hash & mask; ; at = at + 1 & mask) {
            int there = in[at];
            if (there == 0) {
                return -1;
            }
            if ((there & ~SLOT) == mark && slots.get((there & SLOT) - 1, field) == key) {
                return (there & SLOT) - 1;
            }
        }
    }

    /// Reaches for the places of many keys at once, which a processor does side by side; what is asked for right after is near
    /// then. The sum means nothing: it is there to be used, for what nobody uses need not be fetched.
    int reachFor(long[] keys, int count) {
        var in = places;
        int mask = in.length - 1;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += in[(int) hash(keys[i]) & mask];
        }
        return sum;
    }

    /// Takes in a key that has no slot yet.
    void add(long key, int slot) {
        if (++size * 2 > places.length) {
            grow();
        }
        enter(places, key, slot);
    }

    private static void enter(int[] places, long key, int slot) {
        long hash = hash(key);
        places[free(places, hash)] = mark(hash) | slot + 1;
    }

    private static int free(int[] places, long hash) {
        int mask = places.length - 1;
        int at = (int) hash & mask;
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        var larger = new int[places.length * 2];
        for (int there : places) {
            if (there != 0) {
                int slot = (there & SLOT) - 1;
                enter(larger, slots.get(slot, field), slot);
            }
        }
        places = larger;
    }

    /// Another slot for a key that has one.
    void move(long key, int from, int to) {
        places[placeOf(key, from)] = mark(hash(key)) | to + 1;
    }

    /// Takes out a key that has this slot.
    void remove(long key, int slot) {
        size--;
        int mask = places.length - 1;
        int hole = placeOf(key, slot);
        for (int i = hole + 1 & mask; places[i] != 0; i = i + 1 & mask) {
            int home = (int) hash(slots.get((places[i] & SLOT) - 1, field)) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                places[hole] = places[i];
                hole = i;
            }
        }
        places[hole] = 0;
    }

    private int placeOf(long key, int slot) {
        int mask = places.length - 1;
        int at = (int) hash(key) & mask;
        while ((places[at] & SLOT) != slot + 1) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static long hash(long key) {
        long product = key * 0x9e3779b97f4a7c15L;
        return product ^ product >>> 32;
    }

    /// Bits of the hash that do not decide the place.
    private static int mark(long hash) {
        return (int) (hash >>> 40) << SLOT_BITS;
    }
}
