package org.restante.record.logs;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts logs into [Block]s of whole lines. Guarded by itself: several threads may ask for blocks, each gets the next one.
///
/// A line longer than [#LONGEST_LINE] is cut there; its rest is passed over and counted.
public final class LogBlocks implements Closeable {
    /// Memory is bounded by this, whatever a log holds; no mail log line is near it.
    public static final int LONGEST_LINE = 1 << 20;

    private static final int BLOCK = 1 << 18;

    private static final int LONGEST_HEAD = 1 << 16;

    private final List<LogFile> files;
    private final Map<Integer, byte[]> heads = new HashMap<>();
    private int current = -1;
    private @Nullable SoundStream in;
    private byte[] rest = new byte[BLOCK];
    private int restLength;
    private long number;
    private long bytesRead;
    private long linesCut;
    private boolean skipping;
    private final StringBuilder damage = new StringBuilder();

    public LogBlocks(List<LogFile> files) {
        this.files = List.copyOf(files);
    }

    /// A block to read into; keep and reuse it, one a thread.
    public Block newBlock() {
        return new Block(BLOCK + LONGEST_LINE);
    }

    /// Fills `block` with the next whole lines; false at the end of the input.
    public synchronized boolean next(Block block) throws IOException {
        while (in != null || openNext()) {
            if (fill(block)) {
                block.number = number++;
                block.file = current;
                heads.computeIfAbsent(
                        current,
                        ignored ->
                                Arrays.copyOf(block.bytes, Math.min(block.length, LONGEST_HEAD)));
                return true;
            }
            closeCurrent();
        }
        return false;
    }

    /// The beginning of a file of which a block was given out: whoever reads a later block may need it, and may come first.
    public synchronized byte[] head(int file) {
        return heads.getOrDefault(file, new byte[0]);
    }

    /// Bytes of text read so far (after unpacking).
    public synchronized long bytesRead() {
        return bytesRead;
    }

    /// Lines longer than [#LONGEST_LINE].
    public synchronized long linesCut() {
        return linesCut;
    }

    /// What could not be unpacked, in words; empty when all was well.
    public synchronized String damage() {
        return damage.toString();
    }

    private boolean openNext() throws IOException {
        if (current + 1 >= files.size()) {
            return false;
        }
        current++;
        in = SoundStream.open(files.get(current));
        restLength = 0;
        skipping = false;
        return true;
    }

    private void closeCurrent() throws IOException {
        if (in != null) {
            note(in.damage());
            in.close();
        }
        in = null;
    }

    private void note(String words) {
        if (!words.isEmpty()) {
            damage.append(damage.isEmpty() ? "" : "; ")
                    .append(files.get(current).name())
                    .append(": ")
                    .append(words);
        }
    }

    private boolean fill(Block block) throws IOException {
        System.arraycopy(rest, 0, block.bytes, 0, restLength);
        int used = restLength;
        restLength = 0;
        while (true) {
            int count = read(block.bytes, used, Math.min(BLOCK, block.bytes.length - used));
            if (count < 0) {
                return endOfFile(block, used);
            }
            used = skipping ? skipRest(block.bytes, used, count) : used + count;
            int end = lastLineEnd(block.bytes, used);
            if (end > 0) {
                keepRest(block.bytes, end, used);
                block.length = end;
                return true;
            }
            if (used >= LONGEST_LINE) {
                block.bytes[LONGEST_LINE - 1] = '\n';
                block.length = LONGEST_LINE;
                linesCut++;
                skipping = true;
                return true;
            }
        }
    }

    private boolean endOfFile(Block block, int used) {
        block.length = used;
        if (used > 0 && block.bytes[used - 1] != '\n') {
            block.bytes[used] = '\n';
            block.length = used + 1;
        }
        return used > 0;
    }

    private int read(byte[] buffer, int at, int room) throws IOException {
        if (in == null) {
            return -1;
        }
        int count = in.read(buffer, at, room);
        bytesRead += Math.max(count, 0);
        return count;
    }

    /// Drops the fresh bytes up to the end of a line that was cut.
    private int skipRest(byte[] buffer, int used, int count) {
        for (int i = used; i < used + count; i++) {
            if (buffer[i] == '\n') {
                skipping = false;
                int left = used + count - i - 1;
                System.arraycopy(buffer, i + 1, buffer, used, left);
                return used + left;
            }
        }
        return used;
    }

    private void keepRest(byte[] buffer, int from, int to) {
        restLength = to - from;
        if (rest.length < restLength) {
            rest = new byte[restLength];
        }
        System.arraycopy(buffer, from, rest, 0, restLength);
    }

    private static int lastLineEnd(byte[] buffer, int used) {
        for (int i = used - 1; i >= 0; i--) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    @Override
    public synchronized void close() throws IOException {
        closeCurrent();
    }
}
