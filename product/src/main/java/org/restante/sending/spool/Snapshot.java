package org.restante.sending.spool;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The index on disk, so that a restart reads only what was logged since. A file `snapshot-S` holds it as of record S or a little
/// later: it is written while the log goes on, and reading the log from S on makes it right, for each record says what is, not what
/// changed. It counts only if it is whole: a bad one means that all segments are read.
///
/// Blocks of length (4), CRC32C (4) and items; each item a byte for its kind, then:
///
/// | kind | |
/// |---|---|
/// | 1 | version (4), S (8), generation (8) and offset (4) of the record after S; first item |
/// | 2 | a segment: generation (8), end (4), last sequence (8), damaged (1) |
/// | 3 | an unfinished draft: id, number of pieces (4), place of each (8) |
/// | 4 | a control value: place (8), CONTROL's meta with its length (4) |
/// | 5 | a message: id, place (8), born (4), recipients (4), place of each one's state (8), pieces (4), place of each (8) |
/// | 6 | the end: number of items before it (8) |
final class Snapshot {
    static final String PREFIX = "snapshot-";

    private static final int VERSION = 1;
    private static final int BLOCK = 1 << 20;
    private static final int SLOTS_AT_ONCE = 512;

    private Snapshot() {}

    /// Where reading the log must go on.
    ///
    /// @param sequence the last record the snapshot surely has
    record From(long sequence, long generation, int offset) {}

    static String name(long sequence) {
        return String.format(Locale.ROOT, PREFIX + "%016x", sequence);
    }

    /// Writes one and removes the older ones. Returns its size in bytes.
    static long write(Log log, Disk disk) throws IOException {
        String temporary = PREFIX + "next.new";
        long sequence;
        long bytes;
        try (var file = disk.create(temporary)) {
            var out = new Writer(file);
            sequence = begin(log, out);
            int slot = 0;
            while (slot >= 0) {
                slot = messages(log, out, slot);
                out.flush(BLOCK);
            }
            bytes = out.end();
            file.force(true);
        } catch (IOException e) {
            disk.delete(temporary);
            throw e;
        }
        disk.rename(temporary, name(sequence));
        disk.syncNames();
        for (var name : disk.names()) {
            if (name.startsWith(PREFIX) && !name.equals(name(sequence))) {
                disk.delete(name);
            }
        }
        return bytes;
    }

    private static long begin(Log log, Writer out) {
        log.lock.lock();
        try {
            var active = log.segments.active();
            long generation = 1;
            for (var segment : log.segments.all()) {
                generation = segment.generation() + 1;
            }
            out.item(1).putInt(VERSION).putLong(log.durable());
            if (active == null || active.sealed) {
                out.at().putLong(generation).putInt(Stamp.BLOCK);
            } else {
                out.at().putLong(active.generation()).putInt(active.end);
            }
            for (var segment : log.segments.all()) {
                out.item(2).putLong(segment.generation()).putInt(segment.end).putLong(segment.last);
                out.at().put((byte) (segment.damaged ? 1 : 0));
            }
            log.index.drafts.forEach(
                    (id, places) -> places(id(out.item(3, 20 + 8 * places.length), id), places));
            log.index.controls.forEach((name, control) -> {
                byte[] meta = Payload.control(name, control.value());
                out.item(4, 12 + meta.length)
                        .putLong(control.place())
                        .putInt(meta.length)
                        .put(meta);
            });
            return log.durable();
        } finally {
            log.lock.unlock();
        }
    }

    private static int messages(Log log, Writer out, int from) {
        log.lock.lock();
        try {
            var table = log.index.messages;
            int to = Math.min(table.capacity(), from + SLOTS_AT_ONCE);
            for (int slot = from; slot < to; slot++) {
                if (table.isUsed(slot)) {
                    message(log.index, out, slot);
                }
            }
            return to == table.capacity() ? -1 : to;
        } finally {
            log.lock.unlock();
        }
    }

    private static void message(Index index, Writer out, int slot) {
        var table = index.messages;
        var id = table.id(slot);
        int recipients = table.recipients(slot);
        long[] pieces = index.pieces.getOrDefault(id, new long[0]);
        var to = id(out.item(5, 40 + 8 * (recipients + pieces.length)), id);
        to.putLong(table.put(slot)).putInt(table.born(slot)).putInt(recipients);
        for (int i = 0; i < recipients; i++) {
            to.putLong(table.state(slot, i));
        }
        places(to, pieces);
    }

    private static ByteBuffer id(ByteBuffer to, UUID id) {
        return to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static void places(ByteBuffer to, long[] places) {
        to.putInt(places.length);
        for (long place : places) {
            to.putLong(place);
        }
    }

    /// Collects items to blocks and writes those.
    private static final class Writer {
        private final DiskFile file;
        private ByteBuffer block = ByteBuffer.allocate(2 * BLOCK).position(8);
        private long position;
        private long items;

        Writer(DiskFile file) {
            this.file = file;
        }

        ByteBuffer item(int kind) {
            return item(kind, 64 << 10);
        }

        ByteBuffer item(int kind, int bytes) {
            if (block.remaining() < bytes + 64) {
                block = ByteBuffer.allocate(2 * block.capacity() + bytes).put(block.flip());
            }
            items++;
            return block.put((byte) kind);
        }

        ByteBuffer at() {
            return block;
        }

        void flush(int atLeast) throws IOException {
            int length = block.position() - 8;
            if (length == 0 || length < atLeast) {
                return;
            }
            block.putInt(0, length).putInt(4, Frame.sum(block.array(), 8, length));
            file.writeFully(block.flip(), position);
            position += 8L + length;
            block = ByteBuffer.allocate(2 * BLOCK).position(8);
        }

        long end() throws IOException {
            long before = items;
            item(6).putLong(before);
            flush(0);
            return position;
        }
    }

    /// Reads a snapshot into the index. Null where it is not whole; the index is not to be used then.
    static @Nullable From read(DiskFile file, Index index, Segments segments) throws IOException {
        try {
            return new Reader(file, index, segments).read();
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | NegativeArraySizeException e) {
            return null;
        }
    }

    private static final class Reader {
        private final DiskFile file;
        private final Index index;
        private final Segments segments;
        private @Nullable From from;
        private long items;
        private boolean ended;

        Reader(DiskFile file, Index index, Segments segments) {
            this.file = file;
            this.index = index;
            this.segments = segments;
        }

        @Nullable From read() throws IOException {
            long length = file.length();
            long position = 0;
            while (position + 8 <= length && !ended) {
                var head = ByteBuffer.allocate(8);
                file.readFully(head, position);
                int size = head.getInt(0);
                if (size <= 0 || position + 8 + size > length) {
                    return null;
                }
                var block = ByteBuffer.allocate(size);
                file.readFully(block, position + 8);
                if (Frame.sum(block.flip().duplicate()) != head.getInt(4) || !items(block)) {
                    return null;
                }
                position += 8L + size;
            }
            return ended ? from : null;
        }

        private boolean items(ByteBuffer block) {
            while (block.hasRemaining() && !ended) {
                int kind = block.get();
                if ((kind == 1) != (items == 0) || !item(kind, block)) {
                    return false;
                }
                items++;
            }
            return true;
        }

        private boolean item(int kind, ByteBuffer block) {
            switch (kind) {
                case 1 -> {
                    if (block.getInt() != VERSION) {
                        return false;
                    }
                    from = new From(block.getLong(), block.getLong(), block.getInt());
                }
                case 2 -> segment(block);
                case 3 -> index.restorePieces(index.drafts, Payload.id(block), places(block));
                case 4 -> control(block);
                case 5 -> message(block);
                case 6 -> {
                    ended = true;
                    return block.getLong() == items;
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void segment(ByteBuffer block) {
            var segment = segments.get(block.getLong());
            int end = block.getInt();
            long last = block.getLong();
            boolean damaged = block.get() != 0;
            if (segment != null) {
                segment.end = end;
                segment.last = last;
                segment.sealed = true;
                segment.damaged = damaged;
            }
        }

        /// What stood in a segment that is gone was replaced or removed later, or has a copy that the log will show.
        private void control(ByteBuffer block) {
            long place = block.getLong();
            var meta = new byte[block.getInt()];
            block.get(meta);
            if (segments.get(Place.generation(place)) != null) {
                var named = Payload.named(ByteBuffer.wrap(meta));
                index.restoreControl(named.name(), new Index.Control(place, named.value()));
            }
        }

        private void message(ByteBuffer block) {
            var id = Payload.id(block);
            long put = block.getLong();
            int born = block.getInt();
            long[] states = places(block);
            long[] pieces = places(block);
            boolean isThere = segments.get(Place.generation(put)) != null;
            if (isThere) {
                index.restore(id, put, born, states);
            }
            if (pieces.length > 0) {
                // A message that was moved comes back with its record, and finds its pieces as a
                // draft's.
                index.dropDraft(id);
                index.restorePieces(isThere ? index.pieces : index.drafts, id, pieces);
            }
        }

        private static long[] places(ByteBuffer block) {
            int count = block.getInt();
            if (count < 0 || count > block.remaining() / 8) {
                throw new IllegalArgumentException("more places than bytes");
            }
            var places = new long[count];
            for (int i = 0; i < count; i++) {
                places[i] = block.getLong();
            }
            return places;
        }
    }
}
