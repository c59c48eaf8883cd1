package org.restante.record.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The first few of many by some order, without sorting the many: of a hundred thousand domains a table shows a hundred.
final class Foremost<T> {
    private final int most;
    private final Comparator<T> order;

    /// Those kept, the last of them at the head.
    private final PriorityQueue<T> kept;

    Foremost(int most, Comparator<T> order) {
        this.most = most;
        this.order = order;
        kept = new PriorityQueue<>(order.reversed());
    }

    /// Takes one in; returns the one that has no place among the first any more, null when there was room.
    @Nullable T offer(T one) {
        if (kept.size() < most) {
            kept.add(one);
            return null;
        }
        var last = kept.peek();
        if (last == null || order.compare(one, last) >= 0) {
            return one;
        }
        kept.poll();
        kept.add(one);
        return last;
    }

    List<T> inOrder() {
        var first = new ArrayList<>(kept);
        first.sort(order);
        return first;
    }
}
