package org.restante.sending.backlog;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// A disk in memory that fails when told to: writes that end early or not at all, no room, sectors that are not what was written.
final class UnreliableDisk implements Disk {
    private static final int SECTOR = 512;

    private final TreeMap<String, Content> files = new TreeMap<>();
    private final Random random;
    private long capacity = Long.MAX_VALUE;
    private int failingWrites;
    private int shortWrites;
    private int failingReads;

    UnreliableDisk(Random random) {
        this.random = random;
    }

    void capacity(long bytes) {
        capacity = bytes;
    }

    void failWrites(int count) {
        failingWrites = count;
    }

    void shortenWrites(int count) {
        shortWrites = count;
    }

    void failReads(int count) {
        failingReads = count;
    }

    /// Some sector of some file is not what was written: torn, or a bit is flipped. False when there is nothing to harm.
    boolean harm() {
        var full = files.values().stream().filter(file -> file.length > 0).toList();
        if (full.isEmpty()) {
            return false;
        }
        var file = full.get(random.nextInt(full.size()));
        int at = random.nextInt(file.length);
        if (random.nextBoolean()) {
            file.bytes[at] ^= (byte) (1 << random.nextInt(8));
        } else {
            int from = at / SECTOR * SECTOR;
            Arrays.fill(file.bytes, from, Math.min(file.length, from + SECTOR), (byte) 0);
        }
        return true;
    }

    int count() {
        return files.size();
    }

    long bytes() {
        return files.values().stream().mapToLong(file -> file.length).sum();
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public DiskFile create(String name) throws IOException {
        if (failingWrites > 0 && random.nextInt(4) == 0) {
            failingWrites--;
            throw new IOException("Input/output error");
        }
        var file = new Content();
        if (files.putIfAbsent(name, file) != null) {
            throw new IOException("there is one: " + name);
        }
        return file;
    }

    @Override
    public void delete(String name) throws IOException {
        if (files.remove(name) == null) {
            throw new IOException("there is none: " + name);
        }
    }

    @Override
    public void close() {}

    private final class Content implements DiskFile {
        private byte[] bytes = new byte[0];
        private int length;

        @Override
        public int read(byte[] target, int at, int count, long position) throws IOException {
            if (failingReads > 0) {
                failingReads--;
                throw new IOException("Input/output error");
            }
            if (position >= length) {
                return -1;
            }
            int most = (int) Math.min(count, length - position);
            System.arraycopy(bytes, (int) position, target, at, most);
            return most;
        }

        @Override
        public int write(byte[] source, int at, int count, long position) throws IOException {
            if (failingWrites > 0) {
                failingWrites--;
                throw new IOException("Input/output error");
            }
            if (bytes() + count > capacity) {
                throw new IOException("No space left on device");
            }
            int written = count;
            if (shortWrites > 0) {
                shortWrites--;
                written = 1 + random.nextInt(count);
            }
            int end = (int) position + written;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(source, at, bytes, (int) position, written);
            length = Math.max(length, end);
            return written;
        }

        @Override
        public void close() {}
    }
}
