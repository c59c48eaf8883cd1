package org.restante.sending.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What could not be read back, kept for people: files of the folder that nothing else reads. Recovery makes them of stretches of the
/// log, and this one of single messages. Used on the reading threads.
final class Quarantine {
    static final String PREFIX = "damaged-";

    private static final String UNFINISHED = ".new";

    private record Leased(Segment segment, long place) {}

    private final Log log;
    private final Disk disk;

    Quarantine(Log log, Disk disk) {
        this.log = log;
        this.disk = disk;
    }

    /// Copies the records of a message as they stand: its pieces, its own, the latest of its recipients.
    ///
    /// @return the name of the copy, which is on disk; empty where there is no such message
    Optional<String> keep(UUID id) throws IOException {
        var name = PREFIX + id;
        var names = disk.names();
        if (names.contains(name)) {
            return Optional.of(name);
        }
        if (names.contains(name + UNFINISHED)) {
            disk.delete(name + UNFINISHED);
        }
        var records = lease(id);
        try {
            if (records.isEmpty()) {
                return Optional.empty();
            }
            copy(records, name + UNFINISHED);
        } finally {
            end(records);
        }
        disk.rename(name + UNFINISHED, name);
        disk.syncNames();
        return Optional.of(name);
    }

    private void copy(List<Leased> records, String name) throws IOException {
        try (var file = disk.create(name)) {
            long at = 0;
            for (var one : records) {
                var bytes = ByteBuffer.allocate(Place.size(one.place()));
                one.segment().file.readFully(bytes, Place.offset(one.place()));
                file.writeFully(bytes.flip(), at);
                at += bytes.capacity();
            }
            file.force(true);
        }
    }

    private List<Leased> lease(UUID id) {
        List<Leased> found = new ArrayList<>();
        log.lock.lock();
        try {
            int slot = log.index.messages.find(id);
            if (slot < 0) {
                return found;
            }
            for (long place : log.index.pieces.getOrDefault(id, new long[0])) {
                lease(place, found);
            }
            lease(log.index.messages.put(slot), found);
            for (long place : log.index.messages.states(slot)) {
                lease(Place.plain(place), found);
            }
            return found;
        } finally {
            log.lock.unlock();
        }
    }

    private void lease(long place, List<Leased> found) {
        var segment = place == Place.NONE ? null : log.segments.get(Place.generation(place));
        if (segment != null) {
            segment.leases++;
            found.add(new Leased(segment, place));
        }
    }

    private void end(List<Leased> records) {
        log.lock.lock();
        try {
            records.forEach(one -> one.segment().leases--);
        } finally {
            log.lock.unlock();
        }
    }

    List<SetAside> files() throws IOException {
        List<SetAside> all = new ArrayList<>();
        for (var name : disk.names()) {
            if (name.startsWith(PREFIX) && !name.endsWith(UNFINISHED)) {
                try (var file = disk.open(name)) {
                    all.add(new SetAside(name, file.length()));
                }
            }
        }
        return all;
    }
}
