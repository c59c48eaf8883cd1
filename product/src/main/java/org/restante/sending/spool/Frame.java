package org.restante.sending.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The 32 bytes before each record, big-endian:
///
/// | at | bytes | |
/// |---|---|---|
/// | 0 | 4 | CRC32C of the segment's generation and nonce, then of bytes 4 to 31 |
/// | 4 | 4 | CRC32C of the meta part |
/// | 8 | 8 | sequence: the record's number in the log |
/// | 16 | 4 | length of the meta part |
/// | 20 | 4 | length of the body part |
/// | 24 | 4 | CRC32C of the body part, 0 where there is none |
/// | 28 | 3 | how many records before it in its batch |
/// | 31 | 1 | type |
///
/// Then meta, body, and zeros up to a multiple of 32. Checksums of the parts stand in the header and the header's covers them, so
/// callers sum their own bytes and the one writing thread sums 44.
///
/// @param batch sequence of the first record of the batch this one was written with; everything before was on disk by then
record Frame(
        RecordType type,
        long sequence,
        long batch,
        int metaLength,
        int bodyLength,
        int metaSum,
        int bodySum) {
    static final int HEADER = 32;
    static final int MAX_IN_BATCH = (1 << 24) - 1;

    /// Bytes a record takes on disk.
    static int size(int metaLength, int bodyLength) {
        return HEADER + metaLength + bodyLength + Place.UNIT - 1 & -Place.UNIT;
    }

    int size() {
        return size(metaLength, bodyLength);
    }

    /// Writes the header at the buffer's position and moves past it.
    void encode(ByteBuffer target, Stamp stamp) {
        int at = target.position();
        target.putInt(0).putInt(metaSum).putLong(sequence);
        target.putInt(metaLength).putInt(bodyLength).putInt(bodySum);
        target.putInt((int) (sequence - batch) << 8 | type.number);
        target.putInt(at, headerSum(target, at, stamp));
    }

    /// The header at `at`, or null where none is that belongs to the segment with this stamp.
    ///
    /// @param after only a later sequence than this can be meant; spares the sum over what is plainly old
    static @Nullable Frame decode(ByteBuffer source, int at, Stamp stamp, long after) {
        long sequence = source.getLong(at + 8);
        int metaLength = source.getInt(at + 16);
        int bodyLength = source.getInt(at + 20);
        int last = source.getInt(at + 28);
        var type = RecordType.of(last & 0xFF);
        if (type == null || sequence <= after || !lengthsArePossible(metaLength, bodyLength)) {
            return null;
        }
        if (source.getInt(at) != headerSum(source, at, stamp)) {
            return null;
        }
        return new Frame(
                type,
                sequence,
                sequence - (last >>> 8),
                metaLength,
                bodyLength,
                source.getInt(at + 4),
                source.getInt(at + 24));
    }

    private static boolean lengthsArePossible(int metaLength, int bodyLength) {
        return metaLength >= 0
                && bodyLength >= 0
                && (long) metaLength + bodyLength <= Place.MAX_SIZE - HEADER;
    }

    private static int headerSum(ByteBuffer bytes, int at, Stamp stamp) {
        var sum = new CRC32C();
        sum.update(stamp.bytes(), 0, Stamp.BYTES);
        sum.update(bytes.duplicate().limit(at + HEADER).position(at + 4));
        return (int) sum.getValue();
    }

    static int sum(byte[] bytes) {
        return sum(bytes, 0, bytes.length);
    }

    static int sum(byte[] bytes, int from, int length) {
        if (length == 0) {
            return 0;
        }
        var sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    static int sum(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
