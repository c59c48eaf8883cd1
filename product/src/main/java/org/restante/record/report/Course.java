package org.restante.record.report;

import java.util.Arrays;

/// Attempts by provider over time, in stretches that grow with the span of the log so that memory does not.
final class Course {
    private static final int MOST = 150_000;
    private static final int PROVIDERS = 1 << 12;
    private static final long[] STRETCHES = {
        60_000, 300_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 43_200_000, 86_400_000
    };

    private int stretchNumber;
    private LongTable slots = new LongTable(1024);
    private int[] attempts = new int[1024];
    private int[] deferred = new int[1024];
    private int[] bounced = new int[1024];
    private long[] keys = new long[1024];
    private int used;

    /// By provider: the key counted last, and its slot.
    private long[] lastKey = new long[64];

    private int[] lastSlot = new int[64];

    /// The stretch counted last, `[from, to)`.
    private long from;

    private long to;
    private long number;

    long stretch() {
        return STRETCHES[stretchNumber];
    }

    void count(long time, int provider, boolean isDeferred, boolean isBounced) {
        int slot = slot(number(time), Math.min(provider, PROVIDERS - 1));
        attempts[slot]++;
        deferred[slot] += isDeferred ? 1 : 0;
        bounced[slot] += isBounced ? 1 : 0;
        if (used > MOST && stretchNumber + 1 < STRETCHES.length) {
            coarsen();
        }
    }

    private long number(long time) {
        if (time < from || time >= to) {
            number = Math.floorDiv(time, stretch());
            from = number * stretch();
            to = from + stretch();
        }
        return number;
    }

    private int slot(long number, int provider) {
        long key = (number + (1L << 40)) * PROVIDERS + provider;
        if (provider < lastKey.length && key == lastKey[provider]) {
            return lastSlot[provider];
        }
        int slot = slots.get(key);
        if (slot < 0) {
            slot = fresh();
            keys[slot] = key;
            slots.put(key, slot);
        }
        if (provider >= lastKey.length) {
            lastKey = Arrays.copyOf(lastKey, Math.max(provider + 1, lastKey.length * 2));
            lastSlot = Arrays.copyOf(lastSlot, lastKey.length);
        }
        lastKey[provider] = key;
        lastSlot[provider] = slot;
        return slot;
    }

    private int fresh() {
        if (used == keys.length) {
            int room = used * 2;
            attempts = Arrays.copyOf(attempts, room);
            deferred = Arrays.copyOf(deferred, room);
            bounced = Arrays.copyOf(bounced, room);
            keys = Arrays.copyOf(keys, room);
        }
        return used++;
    }

    private void coarsen() {
        var coarser = new Course();
        coarser.stretchNumber = stretchNumber + 1;
        forEach((time, provider, a, d, b) -> {
            int slot = coarser.slot(Math.floorDiv(time, coarser.stretch()), provider);
            coarser.attempts[slot] += a;
            coarser.deferred[slot] += d;
            coarser.bounced[slot] += b;
        });
        stretchNumber = coarser.stretchNumber;
        slots = coarser.slots;
        attempts = coarser.attempts;
        deferred = coarser.deferred;
        bounced = coarser.bounced;
        keys = coarser.keys;
        used = coarser.used;
        lastKey = new long[64];
        lastSlot = new int[64];
        to = from;
    }

    /// Takes each stretch of each provider.
    interface Visitor {
        void stretch(long time, int provider, int attempts, int deferred, int bounced);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < used; i++) {
            long number = keys[i] / PROVIDERS - (1L << 40);
            visitor.stretch(
                    number * stretch(),
                    (int) (keys[i] % PROVIDERS),
                    attempts[i],
                    deferred[i],
                    bounced[i]);
        }
    }
}
