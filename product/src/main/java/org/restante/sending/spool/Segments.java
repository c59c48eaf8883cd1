package org.restante.sending.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The files of the log: `log-G` are in use, `free-N` are written full of zeros or old records and wait to be used (again).
///
/// A free file becomes a segment so: its first block is written and forced, it is renamed, the names are synced, then the first
/// record may be written. It becomes free again by a rename that is synced before anything else relies on it.
final class Segments {
    private static final int ZEROS = 1 << 20;

    private final Disk disk;
    private final SpoolSettings settings;
    private final RandomGenerator random;
    private final ReentrantLock lock;
    private final ReentrantLock making = new ReentrantLock();
    private final TreeMap<Long, Segment> inUse = new TreeMap<>();
    private final Deque<String> free = new ArrayDeque<>();
    private final ReentrantLock opening = new ReentrantLock();

    /// The next segment's file, open before it is needed; its name is in no other list. Guarded by `lock`, opened under `opening`.
    private @Nullable Opened opened;

    private long nextGeneration = 1;
    private long nextFree = 1;
    private @Nullable Segment active;
    private @Nullable IOException noRoom;

    /// Whether no file is tried until somebody says so, or one becomes free.
    private boolean waits;

    private record Opened(String name, DiskFile file) {}

    Segments(Disk disk, SpoolSettings settings, RandomGenerator random, ReentrantLock lock) {
        this.disk = disk;
        this.settings = settings;
        this.random = random;
        this.lock = lock;
    }

    static String logName(long generation) {
        return String.format(Locale.ROOT, "log-%010d", generation);
    }

    static String freeName(long number) {
        return String.format(Locale.ROOT, "free-%010d", number);
    }

    /// A segment found at start.
    void found(Segment segment) {
        inUse.put(segment.generation(), segment);
        nextGeneration = Math.max(nextGeneration, segment.generation() + 1);
    }

    /// A generation that must not be used again.
    void passed(long generation) {
        nextGeneration = Math.max(nextGeneration, generation + 1);
    }

    /// A free file found at start.
    void foundFree(String name, long number) {
        free.add(name);
        nextFree = Math.max(nextFree, number + 1);
    }

    @Nullable Segment get(long generation) {
        return inUse.get(generation);
    }

    Collection<Segment> all() {
        return inUse.values();
    }

    @Nullable Segment active() {
        return active;
    }

    int freeCount() {
        return free.size() + (opened == null ? 0 : 1);
    }

    /// Why no file could be made the last time it was tried, null when one could, or one was set free since.
    @Nullable IOException noRoom() {
        return noRoom;
    }

    /// Lets the next attempt to make a file happen.
    void tryAgain() {
        lock.lock();
        try {
            waits = false;
        } finally {
            lock.unlock();
        }
    }

    boolean exists(long from, long to, long butNot) {
        for (long generation : inUse.subMap(from, true, Math.max(from, to), true).keySet()) {
            if (generation != butNot) {
                return true;
            }
        }
        return false;
    }

    boolean hasOlder(long generation) {
        return !inUse.headMap(generation).isEmpty();
    }

    void account(long place, int sign) {
        var segment = inUse.get(Place.generation(place));
        if (segment != null) {
            segment.live += (long) sign * Place.size(place);
        }
    }

    /// Opens the next segment's file, if there is a free one: so its handle is there when others are short.
    void prepare() throws IOException {
        opening.lock();
        try {
            var name = nextFree();
            if (name != null) {
                keep(new Opened(name, disk.open(name)));
            }
        } finally {
            opening.unlock();
        }
    }

    private @Nullable String nextFree() {
        lock.lock();
        try {
            return opened == null ? free.peek() : null;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Opened next) {
        lock.lock();
        try {
            free.remove(next.name());
            opened = next;
        } finally {
            lock.unlock();
        }
    }

    /// There was no file handle for a new segment.
    void lacksHandle(IOException why) {
        lock.lock();
        try {
            noRoom = why;
        } finally {
            lock.unlock();
        }
    }

    /// Makes the next free file a segment whose first record will be `first`. There must be one.
    Segment activate(long first) throws IOException {
        prepare();
        lock.lock();
        Opened next;
        long generation;
        try {
            next = opened;
            if (next == null) {
                throw new IllegalStateException("no file is free");
            }
            opened = null;
            generation = nextGeneration++;
        } finally {
            lock.unlock();
        }
        if (generation > Place.MAX_GENERATION) {
            throw new IOException("the spool has used up its generations");
        }
        var stamp = Stamp.of(generation, random.nextLong(), first, settings.segmentBytes());
        var file = next.file();
        file.writeFully(stamp.encode(), 0);
        file.force(false);
        disk.rename(next.name(), logName(generation));
        disk.syncNames();
        var segment = new Segment(stamp, file);
        lock.lock();
        try {
            inUse.put(generation, segment);
            active = segment;
        } finally {
            lock.unlock();
        }
        return segment;
    }

    /// Takes a segment of which nothing is needed out of use; false while somebody reads it. From then on nobody begins to.
    boolean leave(Segment segment) {
        lock.lock();
        try {
            return segment.leases == 0 && inUse.remove(segment.generation(), segment);
        } finally {
            lock.unlock();
        }
    }

    /// Puts a segment that is out of use back among the free files.
    void release(Segment segment) throws IOException {
        String name = freeName(takeNumber());
        segment.file.close();
        disk.rename(logName(segment.generation()), name);
        disk.syncNames();
        lock.lock();
        try {
            free.add(name);
            hasRoom();
        } finally {
            lock.unlock();
        }
    }

    private void hasRoom() {
        noRoom = null;
        waits = false;
    }

    private void hasNoRoom(IOException why) {
        noRoom = why;
        waits = true;
    }

    /// Makes one more free file. False where there is no room, which [#noRoom] then explains.
    boolean make() {
        making.lock();
        try {
            return mayGrow() && made();
        } finally {
            making.unlock();
        }
    }

    private boolean mayGrow() {
        lock.lock();
        try {
            long files = inUse.size() + freeCount();
            boolean may =
                    !waits
                            && (settings.maxBytes() == 0
                                    || (files + 1) * settings.segmentBytes()
                                            <= settings.maxBytes());
            if (!may && !waits) {
                hasNoRoom(new IOException("the log may take " + settings.maxBytes() + " bytes"));
            }
            return may;
        } finally {
            lock.unlock();
        }
    }

    private boolean made() {
        String name = freeName(takeNumber());
        try {
            fill(name + ".new");
            disk.rename(name + ".new", name);
            disk.syncNames();
            lock.lock();
            try {
                free.add(name);
                hasRoom();
            } finally {
                lock.unlock();
            }
            return true;
        } catch (IOException e) {
            lock.lock();
            try {
                hasNoRoom(e);
            } finally {
                lock.unlock();
            }
            discard(name + ".new");
            return false;
        }
    }

    private void fill(String name) throws IOException {
        try (var file = disk.create(name)) {
            var zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, settings.segmentBytes()));
            for (int at = 0; at < settings.segmentBytes(); at += zeros.capacity()) {
                zeros.clear().limit(Math.min(zeros.capacity(), settings.segmentBytes() - at));
                file.writeFully(zeros, at);
            }
            file.force(true);
        }
    }

    private void discard(String name) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            // The next start removes it.
        }
    }

    /// Gives a free file back to the disk, when more than `kept` wait.
    void trim(int kept) throws IOException {
        String name;
        lock.lock();
        try {
            if (free.size() <= kept) {
                return;
            }
            name = free.removeLast();
        } finally {
            lock.unlock();
        }
        disk.delete(name);
    }

    private long takeNumber() {
        lock.lock();
        try {
            return nextFree++;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        var next = opened;
        if (next != null) {
            closeQuietly(next.file());
        }
        List<Segment> open = new ArrayList<>(inUse.values());
        for (var segment : open) {
            closeQuietly(segment.file);
        }
    }

    private static void closeQuietly(DiskFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // What matters was forced before.
        }
    }
}
