package org.restante.sending.spool;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds the ids that follow one, in the order of their octets.
final class NextIds {
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
        LiveMessages.each(log, (id, recipients) -> offer(id));
        var found = nearest.toArray(UUID[]::new);
        Arrays.sort(found, ORDER);
        return List.of(found);
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
