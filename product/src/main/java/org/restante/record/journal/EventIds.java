package org.restante.record.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// A set of events' ids, by a hash of 64 bits each: of ten million, two are alike once in some hundred thousand sets. One thread's.
final class EventIds {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /// Half empty at least; zero is an empty place.
    private long[] hashes = new long[1 << 12];

    private int size;

    /// Those of all events in a folder. A line that a crash left without its end, or with nothing where a part of it was to be, is none.
    static EventIds of(Path folder) throws IOException {
        return of(Segment.in(folder));
    }

    /// Those of the files of a folder that were begun last.
    static EventIds ofLatest(Path folder, int files) throws IOException {
        var all = Segment.in(folder);
        return of(all.subList(Math.max(0, all.size() - files), all.size()));
    }

    private static EventIds of(List<Segment> segments) throws IOException {
        var ids = new EventIds();
        for (var segment : segments) {
            try (var lines = new SegmentLines(segment)) {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    if (isWhole(line)) {
                        JournalTail.id(line).ifPresent(ids::add);
                    }
                }
            }
        }
        return ids;
    }

    private static boolean isWhole(byte[] line) {
        if (line.length == 0 || line[line.length - 1] != '}') {
            return false;
        }
        for (byte octet : line) {
            if (octet == 0) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return size;
    }

    boolean has(UUID id) {
        long hash = hash(id);
        int mask = hashes.length - 1;
        int at = (int) hash & mask;
        while (hashes[at] != 0 && hashes[at] != hash) {
            at = at + 1 & mask;
        }
        return hashes[at] == hash;
    }

    /// True when it was not there.
    boolean add(UUID id) {
        if (size * 2 >= hashes.length) {
            grow();
        }
        boolean isNew = put(hash(id));
        size += isNew ? 1 : 0;
        return isNew;
    }

    private static long hash(UUID id) {
        long mixed = (id.getMostSignificantBits() * PRIME ^ id.getLeastSignificantBits()) * PRIME;
        mixed ^= mixed >>> 32;
        return mixed == 0 ? 1 : mixed;
    }

    private boolean put(long hash) {
        int mask = hashes.length - 1;
        int at = (int) hash & mask;
        while (hashes[at] != 0) {
            if (hashes[at] == hash) {
                return false;
            }
            at = at + 1 & mask;
        }
        hashes[at] = hash;
        return true;
    }

    private void grow() {
        var before = hashes;
        hashes = new long[Math.multiplyExact(before.length, 2)];
        Arrays.stream(before).filter(hash -> hash != 0).forEach(this::put);
    }
}
