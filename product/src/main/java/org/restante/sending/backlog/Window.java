package org.restante.sending.backlog;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What of a line is in memory, the one due first at the head: a heap of rows in plain arrays; 44 octets for each entry and 4 for each
/// further recipient. Guarded by its line.
final class Window {
    private static final int[] NONE = {};
    private static final int LEAST = 4;
    private static final int KEPT = 16;

    private long[] high = {};
    private long[] low = {};
    private long[] due = {};
    private int[] turn = NONE;
    private int[] ordinal = NONE;
    private int[] @Nullable [] more = new int[0][];
    private int[] heap = NONE;
    private int[] free = NONE;
    private int freeCount;
    private int size;
    private int used;

    /// Entries, not recipients.
    int size() {
        return size;
    }

    /// When the head is due; [Long#MAX_VALUE] when there is none.
    long firstDue() {
        return size == 0 ? Long.MAX_VALUE : due[heap[0]];
    }

    int firstTurn() {
        return size == 0 ? Integer.MAX_VALUE : turn[heap[0]];
    }

    void add(Waiting entry) {
        int row = freeCount > 0 ? free[--freeCount] : fresh();
        high[row] = entry.id().getMostSignificantBits();
        low[row] = entry.id().getLeastSignificantBits();
        due[row] = entry.due();
        turn[row] = entry.turn();
        ordinal[row] = entry.ordinals()[0];
        if (entry.ordinals().length > 1) {
            keepMore(row, entry.ordinals());
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(LEAST, size * 2));
        }
        heap[size] = row;
        up(size++);
    }

    private void keepMore(int row, int[] ordinals) {
        if (row >= more.length) {
            more = Arrays.copyOf(more, Math.max(row + 1, due.length));
        }
        more[row] = ordinals;
    }

    private int fresh() {
        if (used == due.length) {
            int room = Math.max(LEAST, used * 2);
            high = Arrays.copyOf(high, room);
            low = Arrays.copyOf(low, room);
            due = Arrays.copyOf(due, room);
            turn = Arrays.copyOf(turn, room);
            ordinal = Arrays.copyOf(ordinal, room);
        }
        return used++;
    }

    /// The head, taken out.
    Waiting remove() {
        int row = heap[0];
        var entry = entry(row);
        heap[0] = heap[--size];
        if (size > 0) {
            down(0);
        }
        if (row < more.length) {
            more[row] = null;
        }
        if (size == 0) {
            empty();
        } else {
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, Math.max(LEAST, freeCount * 2));
            }
            free[freeCount++] = row;
        }
        return entry;
    }

    private Waiting entry(int row) {
        int[] all = row < more.length ? more[row] : null;
        return new Waiting(
                new UUID(high[row], low[row]),
                all == null ? new int[] {ordinal[row]} : all,
                due[row],
                turn[row]);
    }

    /// A line that was long once does not keep the room for it.
    private void empty() {
        if (due.length > KEPT) {
            clear();
        }
        freeCount = 0;
        used = 0;
    }

    void clear() {
        high = new long[0];
        low = new long[0];
        due = new long[0];
        turn = NONE;
        ordinal = NONE;
        more = new int[0][];
        heap = NONE;
        free = NONE;
        freeCount = 0;
        size = 0;
        used = 0;
    }

    private boolean isBefore(int one, int other) {
        return due[one] < due[other] || due[one] == due[other] && turn[one] < turn[other];
    }

    private void up(int from) {
        int at = from;
        int row = heap[at];
        while (at > 0 && isBefore(row, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = row;
    }

    private void down(int from) {
        int at = from;
        int row = heap[at];
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], row)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = row;
    }
}
