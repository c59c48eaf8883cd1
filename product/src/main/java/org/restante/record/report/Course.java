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
    private long lastKey;
    private int lastSlot = -1;

    long stretch() {
        return STRETCHES[stretchNumber];
    }

    void count(long time, int provider, boolean isDeferred, boolean isBounced) {
        int slot = slot(Math.floorDiv(time, stretch()), Math.min(provider, PROVIDERS - 1));
        attempts[slot]++;
        deferred[slot] += isDeferred ? 1 : 0;
        bounced[slot] += isBounced ? 1 : 0;
        if (used > MOST && stretchNumber + 1 < STRETCHES.length) {
            coarsen();
        }
    }

    private int slot(long number, int provider) {
        long key = (number + (1L << 40)) * PROVIDERS + provider;
        if (lastSlot >= 0 && key == lastKey) {
            return lastSlot;
        }
        int slot = slots.get(key);
        if (slot < 0) {
            slot = fresh();
            keys[slot] = key;
            slots.put(key, slot);
        }
        lastKey = key;
        lastSlot = slot;
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
        lastSlot = -1;
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
