package org.restante.sending.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reads a folder back into an index. Run again after a crash in its midst it does the same again.
///
/// The end of the log is where a record is missing and nothing proves that it was ever on disk. Proof is: a later segment; a record
/// of a later batch; a snapshot of a later record. With proof the stretch is damage: it is copied aside, reported, and reading goes on
/// behind it.
final class Recovery {
    private final Disk disk;
    private final SpoolSettings settings;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Damage> damages = new ArrayList<>();
    private Segments segments;
    private Index index;
    private long next = 1;
    private long records;
    private long torn;
    private boolean bySnapshot;

    Recovery(Disk disk, SpoolSettings settings, RandomGenerator random) {
        this.disk = disk;
        this.settings = settings;
        this.random = random;
        this.segments = new Segments(disk, settings, random, lock);
        this.index = new Index(segments);
    }

    /// The folder's content; leaves the log sealed, so that writing begins in a new segment.
    void run() throws IOException {
        removeUnfinished();
        if (!attempt(true)) {
            segments.close();
            segments = new Segments(disk, settings, random, lock);
            index = new Index(segments);
            damages.clear();
            records = 0;
            attempt(false);
        }
        index.readingIsOver();
        missingPieces();
    }

    Segments segments() {
        return segments;
    }

    Index index() {
        return index;
    }

    ReentrantLock lock() {
        return lock;
    }

    long nextSequence() {
        return next;
    }

    Recovered report() {
        return new Recovered(
                index.messages.size(), index.liveRecipients(), bySnapshot, records, torn, damages);
    }

    private void removeUnfinished() throws IOException {
        for (var name : disk.names()) {
            if (name.endsWith(".new")) {
                disk.delete(name);
            }
        }
        disk.syncNames();
    }

    /// False where the snapshot does not fit the log and all must be read without it.
    private boolean attempt(boolean withSnapshot) throws IOException {
        for (var name : disk.names()) {
            if (name.startsWith("log-")) {
                foundLog(name);
            } else if (name.startsWith("free-")) {
                segments.foundFree(name, Long.parseLong(name.substring(5)));
            }
        }
        Snapshot.@Nullable From from = null;
        if (withSnapshot) {
            var newest =
                    disk.names().stream()
                            .filter(n -> n.startsWith(Snapshot.PREFIX))
                            .max(String::compareTo);
            if (newest.isPresent()) {
                from = snapshot(newest.get());
                if (from == null) {
                    return false;
                }
            }
        }
        bySnapshot = from != null;
        return readLog(from) && (from == null || placesExist());
    }

    private void foundLog(String name) throws IOException {
        var file = disk.open(name);
        long generation = Long.parseLong(name.substring(4));
        var block = ByteBuffer.allocate(Stamp.BLOCK);
        @Nullable Stamp stamp;
        try {
            file.readFully(block, 0);
            stamp = Stamp.decode(block.flip());
        } catch (EOFException e) {
            stamp = null;
        }
        if (stamp == null
                || stamp.generation() != generation
                || stamp.segmentBytes() > file.length()
                || stamp.segmentBytes() - Frame.HEADER > Place.MAX_OFFSET) {
            file.close();
            segments.passed(generation);
            setAside(name, generation);
            return;
        }
        segments.found(new Segment(stamp, file));
    }

    /// A segment whose first block is lost in both copies: no record of it can be told from old ones.
    private void setAside(String name, long generation) throws IOException {
        String copy = Quarantine.PREFIX + name;
        disk.rename(name, copy);
        disk.syncNames();
        damages.add(
                new Damage(
                        generation,
                        0,
                        0,
                        0,
                        0,
                        copy,
                        "the first block of " + name + " is damaged in both copies"));
    }

    private Snapshot.@Nullable From snapshot(String name) throws IOException {
        Snapshot.From from;
        try (var file = disk.open(name)) {
            from = Snapshot.read(file, index, segments);
        }
        return from;
    }

    /// False where the snapshot does not know a segment that it should.
    private boolean readLog(Snapshot.@Nullable From from) throws IOException {
        var all = List.copyOf(segments.all());
        long floor = from == null ? 0 : from.sequence();
        next = floor + 1;
        for (int i = 0; i < all.size(); i++) {
            var segment = all.get(i);
            if (from != null && segment.generation() < from.generation()) {
                if (!segment.sealed) {
                    return false;
                }
                next = Math.max(next, segment.last + 1);
                continue;
            }
            int start = Stamp.BLOCK;
            long first = segment.stamp.first();
            if (from != null && segment.generation() == from.generation()) {
                start = from.offset();
                first = from.sequence() + 1;
            }
            new SegmentReading(segment, i == all.size() - 1, floor).read(start, first);
        }
        return true;
    }

    /// Reading one segment to its end.
    private final class SegmentReading {
        private final Segment segment;
        private final boolean newest;
        private final long floor;
        private final int limit;
        private int lastBatch;
        private long lastBatchFirst;

        /// The log ended where nothing proves that there was more.
        private boolean unproven;

        /// @param floor the last record that a snapshot proves
        SegmentReading(Segment segment, boolean newest, long floor) {
            this.segment = segment;
            this.newest = newest;
            this.floor = floor;
            this.limit = segment.stamp.segmentBytes();
        }

        private Scanner scanner(int at, long expected) {
            return new Scanner(segment.file, segment.stamp, at, expected, limit, true);
        }

        void read(int start, long first) throws IOException {
            var scan = scanner(start, first);
            lastBatch = start;
            lastBatchFirst = first;
            segment.sealed = false;
            while (!segment.sealed) {
                if (scan.next()) {
                    take(scan);
                } else if (!skip(scan)) {
                    segment.end = scan.offset();
                    segment.last = scan.expected() - 1;
                    break;
                }
            }
            next = Math.max(next, segment.last + 1);
            if (segment.sealed ? newest : unproven) {
                close();
            } else if (!segment.sealed) {
                segment.sealed = true;
                segment.damaged = true;
            }
        }

        private void take(Scanner scan) throws IOException {
            var frame = scan.frame();
            if (frame.batch() == frame.sequence()) {
                lastBatch = scan.offset();
                lastBatchFirst = frame.sequence();
            }
            records++;
            if (frame.type() == RecordType.SEAL) {
                segment.sealed = true;
                segment.end = scan.offset();
                segment.last = frame.sequence();
            } else {
                index.apply(frame.type(), scan.meta(), scan.place());
            }
        }

        /// Goes over damage. False at the end of what was ever durable.
        private boolean skip(Scanner scan) throws IOException {
            int from = scan.offset();
            long missing = scan.expected();
            boolean proven = !newest || missing <= floor || hasLaterBatch(from, missing);
            if (!proven) {
                unproven = true;
                return false;
            }
            boolean goesOn = scan.resync();
            int to = goesOn ? scan.offset() : limit;
            long resumed = goesOn ? scan.frame().sequence() : 0;
            if (goesOn) {
                take(scan);
            }
            damages.add(keep(from, to, missing, resumed));
            return goesOn;
        }

        private boolean hasLaterBatch(int from, long missing) throws IOException {
            var ahead = scanner(from, missing);
            ahead.next();
            while (ahead.isStuck() && ahead.resync()) {
                do {
                    if (ahead.frame().batch() > missing) {
                        return true;
                    }
                } while (ahead.next());
            }
            return false;
        }

        private Damage keep(int from, int to, long missing, long resumed) throws IOException {
            String copy = Quarantine.PREFIX + segment.generation() + "-" + from;
            if (!disk.names().contains(copy)) {
                copy(from, to, copy);
            }
            String what =
                    "segment "
                            + segment.generation()
                            + " cannot be read from "
                            + from
                            + " to "
                            + to
                            + ": records from "
                            + missing
                            + (resumed == 0 ? " on" : " to before " + resumed)
                            + " are missing";
            return new Damage(segment.generation(), from, to - from, missing, resumed, copy, what);
        }

        private void copy(int from, int to, String name) throws IOException {
            var bytes = ByteBuffer.allocate(to - from);
            segment.file.readFully(bytes, from);
            try (var file = disk.create(name + ".new")) {
                file.writeFully(bytes.flip(), 0);
                file.force(true);
            }
            disk.rename(name + ".new", name);
            disk.syncNames();
        }

        /// Ends the newest segment. Its last batch may be in the system's memory only, marked as written by a sync that failed
        /// before the crash; so it is written again, with the seal as its last record, and zeros over what was torn.
        private void close() throws IOException {
            int zerosTo = Math.min(limit, segment.end + Frame.HEADER + settings.batchBytes());
            var bytes = ByteBuffer.allocate(zerosTo - lastBatch);
            segment.file.readFully(bytes, lastBatch);
            int seal = segment.end - lastBatch;
            int rest = seal + (segment.sealed ? Frame.HEADER : 0);
            for (int i = rest; i < bytes.capacity(); i++) {
                torn += bytes.get(i) == 0 ? 0 : 1;
                bytes.put(i, (byte) 0);
            }
            if (!segment.sealed) {
                segment.last++;
                new Frame(RecordType.SEAL, segment.last, lastBatchFirst, 0, 0, 0, 0)
                        .encode(bytes.position(seal), segment.stamp);
                next = Math.max(next, segment.last + 1);
            }
            segment.file.writeFully(bytes.rewind(), lastBatch);
            segment.file.force(false);
            segment.sealed = true;
        }
    }

    /// Whether everything the index names is there; a snapshot that fails this is not to be trusted.
    private boolean placesExist() {
        var table = index.messages;
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot) && !placesExist(slot)) {
                return false;
            }
        }
        return true;
    }

    private boolean placesExist(int slot) {
        var table = index.messages;
        for (int i = 0; i < table.recipients(slot); i++) {
            if (!exists(table.state(slot, i))) {
                return false;
            }
        }
        return exists(table.put(slot));
    }

    private boolean exists(long place) {
        return Place.plain(place) == Place.NONE || segments.get(Place.generation(place)) != null;
    }

    /// Large messages of which a piece is lost: reported; reading their body will fail.
    private void missingPieces() {
        index.pieces.forEach((id, places) -> {
            for (long place : places) {
                if (place == Place.NONE || !exists(place)) {
                    damages.add(
                            new Damage(
                                    0, 0, 0, 0, 0, "", "a piece of message " + id + " is missing"));
                    return;
                }
            }
        });
    }
}
