package org.restante.app.api;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// An hour that is over: a file of pairs of hash and place, eight octets each, in the order of the hashes. It costs no memory but what the
/// system keeps of files. Hashes are spread evenly, so a few looks find one. For several threads.
final class HourOnDisk implements AnsweredHour {
    private static final int PAIR = 2 * Long.BYTES;

    private final ByteBuffer pairs;
    private final int count;

    private HourOnDisk(ByteBuffer pairs) {
        this.pairs = pairs;
        count = pairs.capacity() / PAIR;
    }

    /// Reads what [#write] has written.
    static HourOnDisk open(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size % PAIR != 0 || size > Integer.MAX_VALUE) {
                throw new IOException(file + " is no index of answers");
            }
            return new HourOnDisk(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        }
    }

    /// Writes an hour that nobody adds to any more; whole, or not at all.
    static HourOnDisk write(HourInMemory hour, Path file) throws IOException {
        var half = file.resolveSibling(file.getFileName() + ".half");
        try (var channel =
                        FileChannel.open(
                                half,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                var out =
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        Channels.newOutputStream(channel), 1 << 16))) {
            for (long hash : hour.sorted()) {
                out.writeLong(hash);
                out.writeLong(hour.find(hash));
            }
            out.flush();
            channel.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        return open(file);
    }

    @Override
    public long find(long hash) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            long first = hash(low);
            long last = hash(high);
            if (hash < first || hash > last) {
                return -1;
            }
            int at = guess(low, high, first, last, hash);
            long there = hash(at);
            if (there == hash) {
                return pairs.getLong(at * PAIR + Long.BYTES);
            }
            if (there < hash) {
                low = at + 1;
            } else {
                high = at - 1;
            }
        }
        return -1;
    }

    /// Where it stands when all are spread evenly.
    private static int guess(int low, int high, long first, long last, long hash) {
        if (first == last) {
            return low;
        }
        double share = ((double) hash - first) / ((double) last - first);
        return Math.clamp(low + (long) (share * (high - low)), low, high);
    }

    private long hash(int at) {
        return pairs.getLong(at * PAIR);
    }
}
