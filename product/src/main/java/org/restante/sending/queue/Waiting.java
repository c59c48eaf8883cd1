package org.restante.sending.queue;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Messages that wait in one bucket, the one due first at the head; 36 octets of memory each and 4 for each further recipient. Guarded
/// by whoever owns it.
final class Waiting {
    /// One message and those of its recipients that wait here together.
    ///
    /// @param due milliseconds of the queue's clock
    record Entry(UUID id, int[] ordinals, long due, int turn) {}

    private long[] high = new long[8];
    private long[] low = new long[8];
    private long[] due = new long[8];
    private int[] turn = new int[8];
    private int[] ordinal = new int[8];
    private int[] @Nullable [] more = new int[0][];
    private int[] heap = new int[8];
    private int[] free = new int[8];
    private int freeCount;
    private int size;
    private int used;

    int size() {
        return size;
    }

    /// When the head is due; [Long#MAX_VALUE] when nothing waits.
    long firstDue() {
        return size == 0 ? Long.MAX_VALUE : due[heap[0]];
    }

    void add(Entry entry) {
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
            heap = Arrays.copyOf(heap, size * 2);
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
            int room = used * 2;
            high = Arrays.copyOf(high, room);
            low = Arrays.copyOf(low, room);
            due = Arrays.copyOf(due, room);
            turn = Arrays.copyOf(turn, room);
            ordinal = Arrays.copyOf(ordinal, room);
        }
        return used++;
    }

    /// The head, taken out.
    Entry remove() {
        int row = heap[0];
        heap[0] = heap[--size];
        if (size > 0) {
            down(0);
        }
        int[] all = row < more.length && more[row] != null ? more[row] : new int[] {ordinal[row]};
        if (row < more.length) {
            more[row] = null;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = row;
        return new Entry(new UUID(high[row], low[row]), all, due[row], turn[row]);
    }

    private boolean isBefore(int one, int other) {
        return due[one] < due[other] || due[one] == due[other] && turn[one] - turn[other] < 0;
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
