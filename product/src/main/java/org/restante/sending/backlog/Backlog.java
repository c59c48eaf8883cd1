package org.restante.sending.backlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All who wait, in lines. One thread tidies up: writes out what is too much for memory, merges runs, deletes what is read. Shared by
/// all threads.
public final class Backlog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    /// Each line may have a few rows in memory, however many lines there are.
    private static final int ROOM_FOR_EACH = 8;

    private static final int MOST_SHARE = 256;

    /// Windows this many times as full as they should be hold up whoever adds, and then refuse.
    private static final int HELD_UP = 2;

    private static final int FULL = 4;

    private final Disk disk;
    private final BacklogSettings settings;
    private final LongSupplier millis;
    private final Runnable onDamage;
    private final ConcurrentSkipListMap<Integer, Line> lines = new ConcurrentSkipListMap<>();
    private final AtomicLong inMemory = new AtomicLong();
    private final ReentrantLock tidying = new ReentrantLock();
    private final ReentrantLock waking = new ReentrantLock();
    private final Condition changed = waking.newCondition();

    /// Guarded by `tidying`.
    private final List<Run> runs = new ArrayList<>();

    private long runNumber;
    private int lineNumber;
    private @Nullable Thread tidier;
    private volatile int lineCount;
    private volatile @Nullable IOException cannotWrite;
    private volatile boolean isDamaged;
    private volatile boolean closed;

    Backlog(Disk disk, BacklogSettings settings, LongSupplier millis, Runnable onDamage)
            throws IOException {
        this.disk = disk;
        this.settings = settings;
        this.millis = millis;
        this.onDamage = onDamage;
        for (var name : disk.names()) {
            disk.delete(name);
        }
    }

    /// An empty one; what an earlier process left in the folder is removed.
    ///
    /// @param millis the queue's clock
    /// @param onDamage told once when rows cannot be read back: all is to be [cleared][#clear] and filed again
    /// @throws IOException when the folder cannot be used
    public static Backlog open(
            Path folder, BacklogSettings settings, LongSupplier millis, Runnable onDamage)
            throws IOException {
        var backlog = new Backlog(RealDisk.in(folder), settings, millis, onDamage);
        backlog.tidier =
                Thread.ofPlatform().name("backlog").daemon().start(backlog::tidyUntilClosed);
        return backlog;
    }

    /// A new line with nobody in it.
    public Line line() {
        waking.lock();
        try {
            var line = new Line(lineNumber++, this);
            lines.put(line.number, line);
            lineCount++;
            return line;
        } finally {
            waking.unlock();
        }
    }

    void closed(Line line) {
        waking.lock();
        try {
            if (lines.remove(line.number) != null) {
                lineCount--;
            }
        } finally {
            waking.unlock();
        }
    }

    /// Whether no more should be let in: memory is full and the disk takes nothing.
    public boolean isFull() {
        return cannotWrite != null && inMemory.get() > FULL * room();
    }

    /// How it stands, for people.
    ///
    /// @param inMemory recipients in the windows of all lines
    /// @param onDisk recipients in runs
    /// @param trouble what the disk said last; null when all is well
    public record Health(
            int lines, long inMemory, long onDisk, int runs, @Nullable String trouble) {}

    public Health health() {
        tidying.lock();
        try {
            var trouble = cannotWrite;
            return new Health(
                    lineCount,
                    inMemory.get(),
                    runs.stream().mapToLong(run -> run.live.get()).sum(),
                    runs.size(),
                    trouble == null ? null : trouble.getMessage());
        } finally {
            tidying.unlock();
        }
    }

    /// How many rows of a line are in memory while it is at work.
    int share() {
        return (int) Math.clamp(room() / 2 / Math.max(1, lineCount), 1, MOST_SHARE);
    }

    /// How many rows may be in memory.
    private long room() {
        return Math.max(settings.rowsInMemory(), (long) ROOM_FOR_EACH * lineCount);
    }

    long soonMillis() {
        return settings.soonMillis();
    }

    void loaded(int rows) {
        inMemory.addAndGet(rows);
    }

    void shrank(int rows) {
        inMemory.addAndGet(-rows);
    }

    void grew(int rows) {
        long now = inMemory.addAndGet(rows);
        if (now > room() && now - rows <= room()) {
            wake();
        }
        if (now > HELD_UP * room()) {
            waitForRoom();
        }
    }

    private void wake() {
        waking.lock();
        try {
            changed.signalAll();
        } finally {
            waking.unlock();
        }
    }

    /// Until what is in memory is being written out, and a second at most: who waits here may be bringing mail that goes at once.
    private void waitForRoom() {
        if (tidier == null) {
            return;
        }
        waking.lock();
        try {
            changed.signalAll();
            long left = TimeUnit.SECONDS.toNanos(1);
            while (left > 0
                    && !closed
                    && cannotWrite == null
                    && inMemory.get() > HELD_UP * room()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waking.unlock();
        }
    }

    void cannotRead(IOException e) {
        waking.lock();
        try {
            if (isDamaged) {
                return;
            }
            isDamaged = true;
        } finally {
            waking.unlock();
        }
        LOG.error("the index of waiting mail cannot be read and is made anew: {}", e.getMessage());
        onDamage.run();
    }

    /// Forgets all who wait, in every line.
    public void clear() {
        tidying.lock();
        try {
            lines.values().forEach(Line::clear);
            runs.forEach(Run::replaced);
            sweep();
            isDamaged = false;
        } finally {
            tidying.unlock();
        }
    }

    private void tidyUntilClosed() {
        while (!closed) {
            try {
                if (!tidy()) {
                    pause();
                }
            } catch (RuntimeException e) {
                LOG.error("the index of waiting mail could not be tidied up", e);
                pause();
            }
        }
    }

    private void pause() {
        waking.lock();
        try {
            if (!closed) {
                changed.awaitNanos(TimeUnit.SECONDS.toNanos(1));
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            waking.unlock();
        }
    }

    /// One step; false when there is nothing to do.
    boolean tidy() {
        tidying.lock();
        try {
            sweep();
            return writeAgain() && (spill() || merge());
        } finally {
            tidying.unlock();
        }
    }

    private void sweep() {
        runs.removeIf(run -> !run.isNeeded() && delete(run));
    }

    private static boolean delete(Run run) {
        try {
            run.delete();
        } catch (IOException e) {
            LOG.warn("a file of the index stays behind: {}", e.getMessage());
        }
        return true;
    }

    /// Brings to disk what it would not take before. False when it still does not.
    private boolean writeAgain() {
        for (var run : runs) {
            if (!run.isWritten() && !write(run)) {
                return false;
            }
        }
        return true;
    }

    private boolean write(Run run) {
        try {
            run.write();
            if (cannotWrite != null) {
                LOG.info("the index of waiting mail can be written again");
                cannotWrite = null;
            }
            return true;
        } catch (IOException e) {
            troubleWriting(e);
            return false;
        }
    }

    private void troubleWriting(IOException e) {
        if (cannotWrite == null) {
            LOG.error(
                    "the index of waiting mail cannot be written; it stays in memory: {}",
                    e.getMessage());
        }
        cannotWrite = e;
    }

    private boolean spill() {
        if (inMemory.get() <= room()) {
            return false;
        }
        var run = new Run(runNumber++, disk);
        var to = run.inMemory();
        long now = millis.getAsLong();
        try {
            for (var line : lines.values()) {
                line.spill(run, to, now);
            }
            to.end();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        wake();
        if (run.rows() == 0) {
            return false;
        }
        runs.add(run);
        write(run);
        return true;
    }

    private boolean merge() {
        var some = worthMerging();
        if (some.isEmpty()) {
            return false;
        }
        try {
            var into = new Run(runNumber++, disk);
            var adding = into.onDisk();
            try {
                var merge = new Merge(new HashSet<>(some), into, adding);
                merge.copy(lines.values());
                runs.add(into);
                merge.hand();
            } catch (IOException e) {
                if (!runs.contains(into)) {
                    adding.giveUp();
                }
                throw e;
            }
            some.forEach(Run::replaced);
            sweep();
            cannotWrite = null;
            return true;
        } catch (Merge.Unreadable e) {
            cannotRead(e);
            return false;
        } catch (IOException e) {
            troubleWriting(e);
            return false;
        }
    }

    /// Enough runs of like size; or those that are mostly read, when what is read outweighs what is not.
    private Set<Run> worthMerging() {
        var bySize = new TreeMap<Integer, List<Run>>();
        long dead = 0;
        long live = 0;
        for (var run : runs) {
            int left = run.live.get();
            live += left;
            dead += run.rows() - left;
            int size = (int) (Math.log(Math.max(1, left)) / Math.log(settings.runsToMerge()));
            bySize.computeIfAbsent(size, ignored -> new ArrayList<>()).add(run);
        }
        for (var alike : bySize.values()) {
            if (alike.size() >= settings.runsToMerge()) {
                return Set.copyOf(alike);
            }
        }
        if (dead > live + settings.rowsInMemory()) {
            return runs.stream()
                    .filter(run -> run.live.get() < run.rows() / 2)
                    .collect(Collectors.toSet());
        }
        return Set.of();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        var thread = tidier;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        tidying.lock();
        try {
            lines.values().forEach(Line::clear);
            runs.forEach(Run::replaced);
            sweep();
            disk.close();
        } catch (IOException e) {
            LOG.warn("the folder of the index could not be closed: {}", e.getMessage());
        } finally {
            tidying.unlock();
        }
    }
}
