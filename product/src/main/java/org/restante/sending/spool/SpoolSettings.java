package org.restante.sending.spool;

import java.time.Duration;

/// @param segmentBytes size of each file of the log: 16 KiB to 64 MiB, a multiple of 4,096; larger ones mean fewer files and
///     later reuse
/// @param batchBytes most that one sync covers
/// @param batchRecords the same by count
/// @param chunkBytes pieces a larger body is written in; also what a caller's draft holds in memory
/// @param queuedBytes handed in and not yet written; above it callers wait
/// @param spareSegments reserve that new mail may not touch, on top of what the waiting recipients' ends will take
/// @param maxBytes most the log may take on disk, 0 for as much as there is
/// @param moveBelow a segment with less than this share of live bytes is moved forward and used again, 0 to 1
/// @param snapshotBytes log written between two snapshots, at least
/// @param readThreads threads that read bodies back
/// @param tick how often the background work looks for something to do
public record SpoolSettings(
        int segmentBytes,
        int batchBytes,
        int batchRecords,
        int chunkBytes,
        long queuedBytes,
        int spareSegments,
        long maxBytes,
        double moveBelow,
        long snapshotBytes,
        int readThreads,
        Duration tick) {
    public SpoolSettings {
        require(
                segmentBytes % 4096 == 0 && segmentBytes >= 16_384 && segmentBytes <= 64 << 20,
                "segmentBytes is a multiple of 4,096 up to 64 MiB");
        require(
                batchBytes > 0 && batchBytes <= segmentBytes - Stamp.BLOCK - Frame.HEADER,
                "batchBytes fits a segment");
        require(
                batchRecords > 0 && batchRecords <= Frame.MAX_IN_BATCH,
                "batchRecords fits a record's header");
        require(
                chunkBytes > 0 && chunkBytes <= batchBytes / 2,
                "chunkBytes is at most half a batch");
        require(chunkBytes <= Place.MAX_SIZE / 2, "chunkBytes is at most 1 MiB");
        require(spareSegments >= 2, "spareSegments is 2 or more");
        require(moveBelow >= 0 && moveBelow < 1, "moveBelow is a share under 1");
        require(readThreads > 0, "readThreads is 1 or more");
    }

    /// Segments of 32 MiB (a 4 GiB backlog is 128 open files; 160 MiB of disk for an empty spool), batches up to 4 MiB (a few ms of an ordinary disk), pieces of 256 KiB,
    /// 64 MiB handed in, moved below a quarter live (measured best by the prototype), a snapshot each GiB (a second of reading).
    public static SpoolSettings defaults() {
        return new SpoolSettings(
                32 << 20,
                4 << 20,
                8192,
                256 << 10,
                64 << 20,
                3,
                0,
                0.25,
                1L << 30,
                4,
                Duration.ofMillis(200));
    }

    /// The largest meta part of a record.
    int maxMetaBytes() {
        return Math.min(batchBytes, Place.MAX_SIZE) - chunkBytes - 2 * Frame.HEADER;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
