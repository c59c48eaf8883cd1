package org.restante.record.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Recipients that were deferred and have neither been delivered nor given up since. Bounded: when full, those not tried for
/// the longest time are forgotten and counted.
final class OpenDeferrals {
    private static final int CAPACITY = 1_000_000;

    private final LongTable slots = new LongTable(1024);
    private long[] key = new long[1024];
    private long[] first = new long[1024];
    private long[] last = new long[1024];
    private long[] queued = new long[1024];
    private int[] combination = new int[1024];
    private int[] reply = new int[1024];
    private int[] tries = new int[1024];
    private @Nullable String[] recipient = new String[1024];
    private long[] queue = new long[1024];
    private int[] next = new int[1024];
    private final LongTable byQueue = new LongTable(1024);
    private int used;
    private int[] free = new int[256];
    private int freeCount;
    private long forgotten;

    /// The slot of a recipient, or -1.
    int slot(long message) {
        return slots.size() == 0 || message == 0 ? -1 : slots.get(message);
    }

    int add(
            long message,
            long newQueue,
            long time,
            long queuedAt,
            int newCombination,
            int newReply) {
        if (slots.size() >= CAPACITY) {
            forgetOldest();
        }
        int slot = freeCount > 0 ? free[--freeCount] : fresh();
        key[slot] = message;
        first[slot] = time;
        queued[slot] = queuedAt;
        tries[slot] = 0;
        recipient[slot] = null;
        reply[slot] = RowBatch.NONE;
        slots.put(message, slot);
        queue[slot] = newQueue;
        next[slot] = byQueue.get(newQueue);
        byQueue.put(newQueue, slot);
        again(slot, time, newCombination, newReply, null);
        return slot;
    }

    void again(int slot, long time, int newCombination, int newReply, @Nullable String name) {
        last[slot] = time;
        combination[slot] = newCombination;
        reply[slot] = newReply;
        tries[slot]++;
        if (name != null) {
            recipient[slot] = name;
        }
    }

    /// A slot of the message with this queue id, or -1 when none of its recipients waits.
    int slotOfQueue(long wanted) {
        return wanted == 0 || byQueue.size() == 0 ? -1 : byQueue.get(wanted);
    }

    void remove(int slot) {
        slots.remove(key[slot]);
        unlink(slot);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
        recipient[slot] = null;
    }

    private void unlink(int slot) {
        int head = byQueue.get(queue[slot]);
        if (head == slot) {
            byQueue.remove(queue[slot]);
            if (next[slot] >= 0) {
                byQueue.put(queue[slot], next[slot]);
            }
            return;
        }
        for (int before = head; before >= 0; before = next[before]) {
            if (next[before] == slot) {
                next[before] = next[slot];
                return;
            }
        }
    }

    private int fresh() {
        if (used == key.length) {
            int room = used * 2;
            key = Arrays.copyOf(key, room);
            first = Arrays.copyOf(first, room);
            last = Arrays.copyOf(last, room);
            queued = Arrays.copyOf(queued, room);
            combination = Arrays.copyOf(combination, room);
            reply = Arrays.copyOf(reply, room);
            tries = Arrays.copyOf(tries, room);
            queue = Arrays.copyOf(queue, room);
            next = Arrays.copyOf(next, room);
            recipient = Arrays.copyOf(recipient, room);
        }
        return used++;
    }

    private void forgetOldest() {
        var times = new long[slots.size()];
        int[] next = {0};
        slots.forEach((message, slot) -> times[next[0]++] = last[slot]);
        Arrays.sort(times);
        long border = times[times.length / 4];
        var old = new long[times.length];
        int[] count = {0};
        slots.forEach((message, slot) -> {
            if (last[slot] <= border) {
                old[count[0]++] = slot;
            }
        });
        for (int i = 0; i < count[0]; i++) {
            remove((int) old[i]);
        }
        forgotten += count[0];
    }

    /// Recipients that were given up counting because too many were open.
    long forgotten() {
        return forgotten;
    }

    int size() {
        return slots.size();
    }

    int reply(int slot) {
        return reply[slot];
    }

    long first(int slot) {
        return first[slot];
    }

    long last(int slot) {
        return last[slot];
    }

    /// When the message entered the queue as far as known, else when it was first deferred.
    long since(int slot) {
        return Math.min(first[slot], queued[slot]);
    }

    int combination(int slot) {
        return combination[slot];
    }

    int tries(int slot) {
        return tries[slot];
    }

    @Nullable String recipient(int slot) {
        return recipient[slot];
    }

    /// Takes each slot in use.
    interface Visitor {
        void slot(int slot);
    }

    void forEach(Visitor visitor) {
        slots.forEach((message, slot) -> visitor.slot(slot));
    }
}
