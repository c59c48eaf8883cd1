package org.restante.sending.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What makes a segment's records its own: its generation and a random number that nobody outside knows. Both go into every
/// record's checksum, so neither what an earlier use of the file left nor what a message's body imitates passes for a record.
///
/// On disk it is the segment's first block, 4,096 bytes, twice (at 0 and at 2,048), so that one bad sector does not cost a segment:
/// the eight letters `RESTSPL` and a zero, version, segment length, generation, nonce, first sequence, CRC32C of the 40 bytes before.
///
/// @param generation number of the segment, never used again in this spool
/// @param first sequence of the segment's first record
record Stamp(long generation, long nonce, long first, int segmentBytes, byte[] bytes) {
    static final int BLOCK = 4096;
    static final int BYTES = 16;
    static final int VERSION = 1;

    private static final int COPY = 2048;
    private static final int LENGTH = 44;
    private static final long MAGIC = 0x52_45_53_54_53_50_4C_00L;

    static Stamp of(long generation, long nonce, long first, int segmentBytes) {
        var bytes = ByteBuffer.allocate(BYTES).putLong(generation).putLong(nonce).array();
        return new Stamp(generation, nonce, first, segmentBytes, bytes);
    }

    ByteBuffer encode() {
        var block = ByteBuffer.allocate(BLOCK);
        put(block, 0);
        put(block, COPY);
        return block.rewind();
    }

    private void put(ByteBuffer block, int at) {
        block.position(at);
        block.putLong(MAGIC).putInt(VERSION).putInt(segmentBytes);
        block.putLong(generation).putLong(nonce).putLong(first);
        block.putInt(Frame.sum(block.array(), at, LENGTH - 4));
    }

    /// The stamp of a block, null where neither copy has its checksum.
    static @Nullable Stamp decode(ByteBuffer block) throws SpoolException {
        var first = decode(block, 0);
        return first != null ? first : decode(block, COPY);
    }

    /// Whether both copies are whole.
    static boolean isWhole(ByteBuffer block) throws SpoolException {
        return decode(block, 0) != null && decode(block, COPY) != null;
    }

    private static @Nullable Stamp decode(ByteBuffer block, int at) throws SpoolException {
        if (block.getLong(at) != MAGIC) {
            return null;
        }
        var sum = new CRC32C();
        sum.update(block.duplicate().limit(at + LENGTH - 4).position(at));
        if ((int) sum.getValue() != block.getInt(at + LENGTH - 4)) {
            return null;
        }
        int version = block.getInt(at + 8);
        if (version != VERSION) {
            throw new SpoolException(
                    SpoolException.Reason.UNUSABLE,
                    "a segment has format " + version + ", this program reads " + VERSION);
        }
        return of(
                block.getLong(at + 16),
                block.getLong(at + 24),
                block.getLong(at + 32),
                block.getInt(at + 12));
    }
}
