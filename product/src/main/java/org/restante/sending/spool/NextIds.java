package org.restante.sending.spool;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds the ids that follow one, in the order of their octets. A slot is a message's for its whole life, so the table is read in
/// stretches, between which the log goes on.
final class NextIds {
    private static final int STRETCH = 4096;

    /// The order of octets; [UUID#compareTo] has signs in it.
    private static final Comparator<UUID> ORDER =
            (one, other) -> {
                int high =
                        Long.compareUnsigned(
                                one.getMostSignificantBits(), other.getMostSignificantBits());
                return high != 0
                        ? high
                        : Long.compareUnsigned(
                                one.getLeastSignificantBits(), other.getLeastSignificantBits());
            };

    private final Log log;
    private final @Nullable UUID after;
    private final int most;

    /// The nearest ones so far, the farthest of them at the head.
    private final PriorityQueue<UUID> nearest = new PriorityQueue<>(ORDER.reversed());

    NextIds(Log log, @Nullable UUID after, int most) {
        this.log = log;
        this.after = after;
        this.most = most;
    }

    List<UUID> find() {
        int slot = 0;
        while (slot >= 0) {
            slot = look(slot);
        }
        var found = nearest.toArray(UUID[]::new);
        Arrays.sort(found, ORDER);
        return List.of(found);
    }

    /// The slot to go on at, below zero after the last.
    private int look(int from) {
        log.lock.lock();
        try {
            var table = log.index.messages;
            int end = Math.min(table.capacity(), from + STRETCH);
            for (int slot = from; slot < end; slot++) {
                if (table.isUsed(slot) && table.live(slot) > 0) {
                    offer(table.id(slot));
                }
            }
            return end == table.capacity() ? -1 : end;
        } finally {
            log.lock.unlock();
        }
    }

    private void offer(UUID id) {
        if (after != null && ORDER.compare(id, after) <= 0) {
            return;
        }
        if (nearest.size() < most) {
            nearest.add(id);
        } else if (ORDER.compare(id, nearest.peek()) < 0) {
            nearest.remove();
            nearest.add(id);
        }
    }
}
