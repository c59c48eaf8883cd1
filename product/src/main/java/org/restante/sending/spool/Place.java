package org.restante.sending.spool;

/// Where a record stands, in one `long`: the segment's generation, offset and size there, and whether the record is a
/// recipient's last. A value of zero is no place; with the last bit alone, "done, as the message's own record says".
final class Place {
    /// Records begin at multiples of this many bytes.
    static final int UNIT = 32;

    static final long NONE = 0;
    static final long MAX_GENERATION = (1L << 26) - 1;
    static final int MAX_OFFSET = ((1 << 21) - 1) * UNIT;
    static final int MAX_SIZE = ((1 << 16) - 1) * UNIT;

    private static final long DONE = 1L << 63;

    private Place() {}

    static long of(long generation, int offset, int size) {
        return generation << 37 | (long) (offset / UNIT) << 16 | size / UNIT;
    }

    static long done(long place) {
        return place | DONE;
    }

    static boolean isDone(long place) {
        return place < 0;
    }

    /// Without the mark of a last record.
    static long plain(long place) {
        return place & ~DONE;
    }

    static long generation(long place) {
        return (place & ~DONE) >>> 37;
    }

    static int offset(long place) {
        return (int) (place >>> 16 & (1 << 21) - 1) * UNIT;
    }

    static int size(long place) {
        return (int) (place & 0xFFFF) * UNIT;
    }

    static String tell(long place) {
        return "segment " + generation(place) + " at " + offset(place);
    }
}
