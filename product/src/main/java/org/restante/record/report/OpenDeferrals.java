package org.restante.record.report;

import static org.restante.record.report.DeferralSlots.FIRST;
import static org.restante.record.report.DeferralSlots.KEY;
import static org.restante.record.report.DeferralSlots.LAST;
import static org.restante.record.report.DeferralSlots.QUEUE;
import static org.restante.record.report.DeferralSlots.QUEUED;
import static org.restante.record.report.DeferralSlots.REPLY_AND_COMBINATION;
import static org.restante.record.report.DeferralSlots.TRIES_AND_NEXT;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Recipients that were deferred and have neither been delivered nor given up since. Bounded: when full, those not tried for
/// the longest time are forgotten and counted.
final class OpenDeferrals {
    private static final int CAPACITY = 1_000_000;
    private static final int NONE = -1;

    private final DeferralSlots slots = new DeferralSlots();
    private final SlotIndex byMessage = new SlotIndex(slots, KEY);

    /// The slot of each queue id that was added last; the others hang on it. Null until it is first asked for: not every log
    /// tells of a whole message at once.
    private @Nullable SlotIndex byQueue;

    private long forgotten;

    /// What [#reachFor] read, so that it is read.
    private int near;

    /// These messages will be asked for next.
    void reachFor(long[] messages, int count) {
        near += byMessage.reachFor(messages, count);
    }

    /// The slot of a recipient, or -1.
    int slot(long message) {
        return message == 0 ? NONE : byMessage.get(message);
    }

    int add(
            long message,
            long newQueue,
            long time,
            long queuedAt,
            int newCombination,
            int newReply,
            @Nullable String name) {
        if (byMessage.size() >= CAPACITY) {
            forgetOldest();
        }
        int slot = slots.take();
        slots.set(slot, KEY, message);
        slots.set(slot, QUEUE, newQueue);
        slots.set(slot, FIRST, time);
        slots.set(slot, QUEUED, queuedAt);
        slots.set(slot, TRIES_AND_NEXT, 0, NONE);
        byMessage.add(message, slot);
        if (byQueue != null) {
            link(byQueue, slot);
        }
        again(slot, time, newCombination, newReply, name);
        return slot;
    }

    private void link(SlotIndex index, int slot) {
        long queue = slots.get(slot, QUEUE);
        int head = queue == 0 ? NONE : index.get(queue);
        next(slot, head);
        if (head >= 0) {
            index.move(queue, head, slot);
        } else if (queue != 0) {
            index.add(queue, slot);
        }
    }

    private int next(int slot) {
        return slots.below(slot, TRIES_AND_NEXT);
    }

    private void next(int slot, int next) {
        slots.set(slot, TRIES_AND_NEXT, tries(slot), next);
    }

    void again(int slot, long time, int newCombination, int newReply, @Nullable String name) {
        slots.set(slot, LAST, time);
        slots.set(slot, REPLY_AND_COMBINATION, newReply, newCombination);
        slots.set(slot, TRIES_AND_NEXT, tries(slot) + 1, next(slot));
        if (name != null) {
            slots.name(slot, name);
        }
    }

    /// A slot of the message with this queue id, or -1 when none of its recipients waits.
    int slotOfQueue(long wanted) {
        if (wanted == 0 || byMessage.size() == 0) {
            return NONE;
        }
        var index = byQueue;
        if (index == null) {
            index = byQueue = linked();
        }
        return index.get(wanted);
    }

    private SlotIndex linked() {
        var index = new SlotIndex(slots, QUEUE);
        forEach(slot -> link(index, slot));
        return index;
    }

    void remove(int slot) {
        byMessage.remove(slots.get(slot, KEY), slot);
        long queue = slots.get(slot, QUEUE);
        if (byQueue != null && queue != 0) {
            unlink(byQueue, queue, slot);
        }
        slots.giveBack(slot);
    }

    private void unlink(SlotIndex index, long queue, int slot) {
        int head = index.get(queue);
        if (head == slot) {
            if (next(slot) >= 0) {
                index.move(queue, slot, next(slot));
            } else {
                index.remove(queue, slot);
            }
            return;
        }
        for (int before = head; before >= 0; before = next(before)) {
            if (next(before) == slot) {
                next(before, next(slot));
                return;
            }
        }
    }

    private void forgetOldest() {
        var times = new long[byMessage.size()];
        int[] next = {0};
        forEach(slot -> times[next[0]++] = last(slot));
        Arrays.sort(times);
        long border = times[times.length / 4];
        var old = new int[times.length];
        int[] count = {0};
        forEach(slot -> {
            if (last(slot) <= border) {
                old[count[0]++] = slot;
            }
        });
        for (int i = 0; i < count[0]; i++) {
            remove(old[i]);
        }
        forgotten += count[0];
    }

    /// Recipients that were given up counting because too many were open.
    long forgotten() {
        return forgotten;
    }

    int size() {
        return byMessage.size();
    }

    int reply(int slot) {
        return slots.above(slot, REPLY_AND_COMBINATION);
    }

    long last(int slot) {
        return slots.get(slot, LAST);
    }

    /// When the message entered the queue as far as known, else when it was first deferred.
    long since(int slot) {
        return Math.min(slots.get(slot, FIRST), slots.get(slot, QUEUED));
    }

    int combination(int slot) {
        return slots.below(slot, REPLY_AND_COMBINATION);
    }

    int tries(int slot) {
        return slots.above(slot, TRIES_AND_NEXT);
    }

    @Nullable String recipient(int slot) {
        return slots.name(slot);
    }

    /// Takes each slot in use.
    interface Visitor {
        void slot(int slot);
    }

    void forEach(Visitor visitor) {
        for (int slot = 0; slot < slots.used(); slot++) {
            if (slots.get(slot, KEY) != 0) {
                visitor.slot(slot);
            }
        }
    }
}
