package org.restante.sending.backlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One line of a [Backlog]: its head is who is due first. Guarded by its lock; whoever tidies the backlog up takes it too, for a line at
/// a time.
public final class Line {
    private static final Extent[] NONE = {};

    final int number;
    private final Backlog backlog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Window window = new Window();
    private Extent[] extents = NONE;
    private int count;
    private int size;
    private boolean closed;

    Line(int number, Backlog backlog) {
        this.number = number;
        this.backlog = backlog;
    }

    /// Recipients in it.
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /// May wait while what is in memory is written out. False when the line has ended.
    public boolean add(Waiting waiting) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            window.add(waiting);
            size += waiting.ordinals().length;
        } finally {
            lock.unlock();
        }
        backlog.grew(waiting.ordinals().length);
        return true;
    }

    /// When the head is due; [Long#MAX_VALUE] when nobody waits.
    public long firstDue() {
        lock.lock();
        try {
            int first = Extent.first(extents, count);
            return first < 0
                    ? window.firstDue()
                    : Math.min(extents[first].due(), window.firstDue());
        } finally {
            lock.unlock();
        }
    }

    /// The head, taken out, when it is due; null when nobody is.
    public @Nullable Waiting take(long now) {
        lock.lock();
        try {
            while (isDiskFirst()) {
                if (extents[Extent.first(extents, count)].due() > now) {
                    return null;
                }
                load(now);
            }
            if (window.firstDue() > now) {
                return null;
            }
            var head = window.remove();
            size -= head.ordinals().length;
            backlog.shrank(head.ordinals().length);
            return head;
        } catch (IOException e) {
            backlog.cannotRead(e);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDiskFirst() {
        int first = Extent.first(extents, count);
        return first >= 0
                && (window.size() == 0
                        || extents[first].isBefore(window.firstDue(), window.firstTurn()));
    }

    /// Brings the next rows into the window: a share, and no more of what is not due soon than one message's.
    private void load(long now) throws IOException {
        var rows = new Rows[count];
        for (int i = 0; i < count; i++) {
            rows[i] = new Rows(extents[i].run, 1);
        }
        var loading = new Loading();
        try {
            for (int first = Extent.first(extents, count);
                    first >= 0 && loading.goesOn(extents[first], now);
                    first = Extent.first(extents, count)) {
                var extent = extents[first];
                loading.add(extent.due(), rows[first].at(extent.next()));
                extent.run.live.decrementAndGet();
                extent.to(extent.next() + 1, rows[first]);
                if (extent.rows() == 0) {
                    dropExtent(first);
                    System.arraycopy(rows, first + 1, rows, first, count - first);
                }
            }
        } finally {
            loading.end();
        }
    }

    private void dropExtent(int at) {
        System.arraycopy(extents, at + 1, extents, at, count - at - 1);
        extents[--count] = null;
        if (count == 0) {
            extents = NONE;
        }
    }

    /// Rows on their way into the window, those of one message together again.
    private final class Loading {
        private final int most = backlog.share();
        private final long soon = backlog.soonMillis();
        private int loaded;
        private long high;
        private long low;
        private long due;
        private int turn;
        private int[] ordinals = new int[1];
        private int together;

        boolean goesOn(Extent next, long now) {
            boolean isSame = loaded > 0 && next.due() == due && next.turn() == turn;
            return loaded == 0 || isSame || loaded < most && next.due() <= now + soon;
        }

        void add(long rowDue, Rows row) {
            if (together > 0
                    && (row.high() != high
                            || row.low() != low
                            || rowDue != due
                            || row.turn() != turn)) {
                end();
            }
            high = row.high();
            low = row.low();
            due = rowDue;
            turn = row.turn();
            loaded++;
            if (together == ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, together * 2);
            }
            ordinals[together++] = row.ordinal();
        }

        void end() {
            if (together > 0) {
                window.add(
                        new Waiting(
                                new UUID(high, low), Arrays.copyOf(ordinals, together), due, turn));
                backlog.loaded(together);
                together = 0;
            }
        }
    }

    /// Ends the line when nobody is in it; nobody gets in after.
    public boolean close() {
        lock.lock();
        try {
            if (size > 0) {
                return false;
            }
            clear();
            closed = true;
        } finally {
            lock.unlock();
        }
        backlog.closed(this);
        return true;
    }

    // What the backlog does with a line when it tidies up.

    /// Writes to the run what is in memory and not needed soon.
    void spill(Run run, Run.Adding to, long now) throws IOException {
        lock.lock();
        try {
            if (window.size() == 0) {
                return;
            }
            var kept = new ArrayList<Waiting>();
            int most = backlog.share();
            int begin = to.rows();
            int keptRows = 0;
            long due = 0;
            int turn = 0;
            while (window.size() > 0) {
                var entry = window.remove();
                if (keptRows < most && entry.due() <= now + backlog.soonMillis()) {
                    kept.add(entry);
                    keptRows += entry.ordinals().length;
                    continue;
                }
                if (to.rows() == begin) {
                    due = entry.due();
                    turn = entry.turn();
                }
                for (int ordinal : entry.ordinals()) {
                    to.add(
                            entry.due(),
                            entry.turn(),
                            ordinal,
                            entry.id().getMostSignificantBits(),
                            entry.id().getLeastSignificantBits());
                }
            }
            window.clear();
            kept.forEach(window::add);
            int end = to.rows();
            if (end > begin) {
                backlog.shrank(end - begin);
                var extent = new Extent(run, begin, end);
                extent.head(due, turn);
                append(extent);
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(Extent extent) {
        if (count == extents.length) {
            extents = Arrays.copyOf(extents, Math.max(2, count * 2));
        }
        extents[count++] = extent;
    }

    /// The rows of these runs as they are now; empty when there are none.
    List<Extent> in(Set<Run> runs) {
        lock.lock();
        try {
            var found = new ArrayList<Extent>();
            for (int i = 0; i < count; i++) {
                if (runs.contains(extents[i].run)) {
                    found.add(extents[i].copy());
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /// The rows of these runs now stand in another, from `begin` to `end`, in the order in which they are taken. What was taken since
    /// they were copied is the first of them.
    void merged(Set<Run> runs, int copied, Run into, int begin, int end) throws IOException {
        lock.lock();
        try {
            int left = 0;
            int at = -1;
            for (int i = 0; i < count; i++) {
                if (runs.contains(extents[i].run)) {
                    left += extents[i].rows();
                    at = at < 0 ? i : at;
                }
            }
            int taken = copied - left;
            into.live.addAndGet(-taken);
            if (left > 0) {
                var extent = new Extent(into, begin, end);
                extent.to(begin + taken, new Rows(into, 1));
                replace(runs, at, extent);
            }
        } finally {
            lock.unlock();
        }
    }

    private void replace(Set<Run> runs, int at, Extent by) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i == at) {
                extents[kept++] = by;
            } else if (!runs.contains(extents[i].run)) {
                extents[kept++] = extents[i];
            }
        }
        Arrays.fill(extents, kept, count, null);
        count = kept;
    }

    /// Forgets all who wait.
    void clear() {
        lock.lock();
        try {
            int onDisk = 0;
            for (int i = 0; i < count; i++) {
                onDisk += extents[i].rows();
                extents[i].run.live.addAndGet(-extents[i].rows());
            }
            backlog.shrank(size - onDisk);
            window.clear();
            extents = NONE;
            count = 0;
            size = 0;
        } finally {
            lock.unlock();
        }
    }
}
