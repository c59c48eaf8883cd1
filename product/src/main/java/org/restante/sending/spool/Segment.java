package org.restante.sending.spool;

/// One file of the log. Its fields are guarded by the log's lock.
final class Segment {
    final Stamp stamp;
    final DiskFile file;

    /// Where the next record goes; everything before is on disk.
    int end;

    /// The last record on disk, or the one before the segment's first.
    long last;

    boolean sealed;

    /// Something in it could not be read: it is kept as it is.
    boolean damaged;

    /// Bytes of records that still count: live messages, pieces, latest states, values.
    long live;

    /// Readers under way; a segment with readers is not used again.
    int leases;

    Segment(Stamp stamp, DiskFile file) {
        this.stamp = stamp;
        this.file = file;
        this.end = Stamp.BLOCK;
        this.last = stamp.first() - 1;
    }

    long generation() {
        return stamp.generation();
    }

    /// Bytes left for records; room for the seal is kept.
    int room() {
        return stamp.segmentBytes() - end - Frame.HEADER;
    }
}
