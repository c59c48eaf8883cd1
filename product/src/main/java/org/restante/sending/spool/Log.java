package org.restante.sending.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writing end of the log, without a thread of its own: [#commit] is called by one thread at a time. What others read while it
/// works is guarded by [#lock], which is never held during input or output.
final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(Log.class);

    /// What a waiting recipient's end will take at most often: the record of it, moved.
    private static final int BYTES_AN_END = 96;

    final ReentrantLock lock;
    final SpoolSettings settings;
    final Segments segments;
    final Index index;
    final Latency latency = new Latency();

    private final LongSupplier ticker;
    private final ByteBuffer staging;
    private final List<Waiting> batch = new ArrayList<>();
    private long nextSequence;
    private long batchFirst;
    private volatile long durable;
    private volatile @Nullable SpoolException stopped;
    private long recordBytes;
    private long batches;

    private record Waiting(Entry entry, ByteBuffer meta, long place) {}

    /// @param nextSequence the first record's
    /// @param ticker nanoseconds, for measuring only
    Log(
            SpoolSettings settings,
            Segments segments,
            Index index,
            ReentrantLock lock,
            long nextSequence,
            LongSupplier ticker) {
        this.settings = settings;
        this.segments = segments;
        this.index = index;
        this.lock = lock;
        this.ticker = ticker;
        this.nextSequence = nextSequence;
        this.durable = nextSequence - 1;
        this.staging = ByteBuffer.allocateDirect(settings.batchBytes());
    }

    /// The last record on disk.
    long durable() {
        return durable;
    }

    /// Why nothing is written any more, null while all is well.
    @Nullable SpoolException stopped() {
        return stopped;
    }

    /// Bytes and batches written since the start.
    long recordBytes() {
        return recordBytes;
    }

    long batches() {
        return batches;
    }

    /// After this nothing is written. The first reason stays.
    void stop(SpoolException.Reason reason, String message, @Nullable Throwable cause) {
        lock.lock();
        try {
            if (stopped == null) {
                stopped = new SpoolException(reason, message, cause);
                if (reason == SpoolException.Reason.FAILED) {
                    LOG.error(
                            "the spool can write no more: no mail is taken and none sent until the disk is well and the server"
                                    + " started anew, which finds all that was taken: {}",
                            message);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Writes and syncs what was handed in, in as few batches as hold it; every entry is decided on return. Moves go first: their
    /// guards are asked when nothing else is between the index and their record.
    void commit(List<Entry> entries) {
        try {
            for (var entry : entries) {
                if (entry.isMove()) {
                    take(entry);
                }
            }
            takeFinished();
            for (var entry : entries) {
                if (!entry.isMove()) {
                    take(entry);
                }
            }
            flush();
        } catch (IOException | RuntimeException e) {
            stop(SpoolException.Reason.FAILED, "writing the log failed: " + e.getMessage(), e);
        }
        var reason = stopped;
        if (reason != null) {
            refuseBatch(reason);
            entries.forEach(entry -> entry.commit.fail(reason));
        }
    }

    /// Whether messages wait whose end is to be written.
    boolean hasFinished() {
        lock.lock();
        try {
            return !index.finished.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void takeFinished() throws IOException {
        for (@Nullable UUID id = nextFinished(); id != null; id = nextFinished()) {
            take(Entry.of(RecordType.RETIRE, Payload.retire(id, 0, 0, Payload.none())));
        }
    }

    private @Nullable UUID nextFinished() {
        lock.lock();
        try {
            while (!index.finished.isEmpty()) {
                var id = index.finished.remove();
                int slot = index.messages.find(id);
                if (slot >= 0 && index.messages.live(slot) == 0) {
                    return id;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void take(Entry entry) throws IOException {
        var reason = stopped;
        if (reason != null) {
            entry.commit.fail(reason);
            return;
        }
        int size = entry.size();
        if (entry.isNewMail() && !roomForNewMail()) {
            entry.commit.fail(full());
            return;
        }
        if (size > staging.remaining() || batch.size() >= settings.batchRecords()) {
            flush();
        }
        var active = segments.active();
        if (active == null || staging.position() + size > active.room()) {
            flush();
            if (!roll(entry)) {
                entry.commit.fail(full());
                return;
            }
        }
        add(entry, size);
    }

    /// Whether new mail would be refused for want of room, as far as was tried.
    boolean isKnownFull() {
        lock.lock();
        try {
            return segments.noRoom() != null && lacking(0) > 0;
        } finally {
            lock.unlock();
        }
    }

    /// Why mail that does not fit what is left of the open segment is refused; null when it is not.
    @Nullable IOException noRoom() {
        lock.lock();
        try {
            return lacking(1) > 0 ? segments.noRoom() : null;
        } finally {
            lock.unlock();
        }
    }

    SpoolException full() {
        var why = segments.noRoom();
        return new SpoolException(
                SpoolException.Reason.FULL,
                "no room for new mail" + (why == null ? "" : ": " + why.getMessage()),
                why);
    }

    /// Whether new mail may be taken: without touching what is kept for ending and moving what was accepted.
    private boolean roomForNewMail() {
        while (lacking(0) > 0) {
            if (!segments.make()) {
                return false;
            }
        }
        return true;
    }

    /// How many free files are missing from the reserve and `more`; negative where there are more.
    int lacking(int more) {
        lock.lock();
        try {
            return reserve() + more - segments.freeCount();
        } finally {
            lock.unlock();
        }
    }

    /// Free files that new mail may not take: some to move into, and what the ends of the waiting recipients will fill.
    int reserve() {
        lock.lock();
        try {
            long ends = index.liveRecipients() * BYTES_AN_END / (settings.segmentBytes() / 2);
            return (int) (settings.spareSegments() + ends);
        } finally {
            lock.unlock();
        }
    }

    private boolean roll(Entry entry) throws IOException {
        var full = segments.active();
        while (entry.isNewMail() ? lacking(1) > 0 : freeFiles() < 1) {
            if (!segments.make()) {
                return false;
            }
        }
        if (!hasHandle()) {
            return false;
        }
        if (full != null) {
            seal(full);
        }
        segments.activate(nextSequence);
        return true;
    }

    /// Whether the next segment's file is open. Where only a handle is missing nothing has failed on the disk, and the next batch
    /// tries again.
    private boolean hasHandle() throws IOException {
        try {
            segments.prepare();
            return true;
        } catch (IOException e) {
            if (e.getMessage() == null || !e.getMessage().contains("Too many open files")) {
                throw e;
            }
            segments.lacksHandle(e);
            return false;
        }
    }

    private int freeFiles() {
        lock.lock();
        try {
            return segments.freeCount();
        } finally {
            lock.unlock();
        }
    }

    private void seal(Segment segment) throws IOException {
        staging.clear();
        new Frame(RecordType.SEAL, nextSequence, nextSequence, 0, 0, 0, 0)
                .encode(staging, segment.stamp);
        write(segment);
        lock.lock();
        try {
            segment.sealed = true;
            segment.last = nextSequence;
            durable = nextSequence;
            nextSequence++;
        } finally {
            lock.unlock();
        }
    }

    private void write(Segment segment) throws IOException {
        recordBytes += staging.position();
        segment.file.writeFully(staging.flip(), segment.end);
        segment.file.force(false);
        staging.clear();
    }

    private void add(Entry entry, int size) {
        var active = Objects.requireNonNull(segments.active());
        if (entry.guard != null && !holds(entry.guard)) {
            entry.commit.succeed();
            return;
        }
        byte[] meta = entry.meta;
        int metaSum = entry.metaSum;
        if (entry.type == RecordType.RETIRE && !entry.isMove()) {
            if (!fillIn(meta)) {
                entry.commit.fail(unknown());
                return;
            }
            metaSum = Frame.sum(meta);
        }
        if (batch.isEmpty()) {
            batchFirst = nextSequence;
        }
        int at = staging.position();
        new Frame(
                        entry.type,
                        nextSequence,
                        batchFirst,
                        meta.length,
                        entry.bodyLength,
                        metaSum,
                        entry.bodySum)
                .encode(staging, active.stamp);
        staging.put(meta).put(entry.body, 0, entry.bodyLength);
        while (staging.position() < at + size) {
            staging.put((byte) 0);
        }
        nextSequence++;
        batch.add(
                new Waiting(
                        entry,
                        ByteBuffer.wrap(meta),
                        Place.of(active.generation(), active.end + at, size)));
    }

    private boolean holds(Entry.Guard guard) {
        lock.lock();
        try {
            return guard.holds();
        } finally {
            lock.unlock();
        }
    }

    /// Writes into a RETIRE which segments may hold its message: from where it was born to where it is now. A move in this very batch
    /// put it into the segment the RETIRE stands in itself, which needs no naming: both go together.
    private boolean fillIn(byte[] meta) {
        lock.lock();
        try {
            var bytes = ByteBuffer.wrap(meta);
            int slot = index.messages.find(Payload.id(bytes));
            if (slot < 0) {
                return false;
            }
            long last = Place.generation(index.messages.put(slot));
            bytes.putInt(index.messages.born(slot)).putInt((int) last);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static SpoolException unknown() {
        return new SpoolException(
                SpoolException.Reason.UNKNOWN_MESSAGE, "no such message or recipient in the spool");
    }

    private void flush() throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        var active = Objects.requireNonNull(segments.active());
        long began = ticker.getAsLong();
        int bytes = staging.position();
        write(active);
        List<Index.Effect> effects = new ArrayList<>(batch.size());
        lock.lock();
        try {
            active.end += bytes;
            active.last = nextSequence - 1;
            durable = nextSequence - 1;
            for (var waiting : batch) {
                effects.add(index.apply(waiting.entry.type, waiting.meta, waiting.place));
            }
            latency.record(ticker.getAsLong() - began);
            batches++;
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < effects.size(); i++) {
            var entry = batch.get(i).entry;
            decide(entry.commit, entry.isMove() ? Index.Effect.TAKEN : effects.get(i));
        }
        batch.clear();
    }

    private static void decide(Commit commit, Index.Effect effect) {
        switch (effect) {
            case TAKEN -> commit.succeed();
            case UNKNOWN_MESSAGE -> commit.fail(unknown());
            case ALREADY_DONE ->
                    commit.fail(
                            new SpoolException(
                                    SpoolException.Reason.ALREADY_DONE,
                                    "the recipient's last state is written already"));
        }
    }

    private void refuseBatch(SpoolException reason) {
        for (var waiting : batch) {
            waiting.entry.commit.fail(reason);
        }
        batch.clear();
        staging.clear();
    }

    /// Ends writing in good order: what is on disk is whole without it.
    void sealForClose() {
        var active = segments.active();
        if (active == null || stopped != null) {
            return;
        }
        try {
            seal(active);
        } catch (IOException e) {
            stop(SpoolException.Reason.FAILED, "sealing the log failed: " + e.getMessage(), e);
        }
    }
}
