package org.restante.record.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A log file that is being written: gives what was added since it was last asked, and goes on in the new file when the old
/// one was renamed (logrotate) or cut (copytruncate).
public final class FollowedFile implements Closeable {
    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final int number;
    private byte[] lines = new byte[CHUNK];
    private int used;
    private int taken;
    private boolean skipping;
    private boolean begins;
    private long from;
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    public FollowedFile(Path path, int number) {
        this(path, number, 0);
    }

    /// @param from where to begin in the file that is there now: the beginning of a line. One that takes its place is read whole
    public FollowedFile(Path path, int number, long from) {
        this.path = path;
        this.number = number;
        this.from = from;
    }

    /// Octets of the file that is read now, up to the end of the lines that were given; 0 before there is one.
    public long place() throws IOException {
        return channel == null ? from : channel.position() - used + taken;
    }

    /// What stands before a place in the file that is read now, `most` octets of it at most; nothing where no file is read.
    public byte[] before(long place, int most) throws IOException {
        var open = channel;
        if (open == null) {
            return new byte[0];
        }
        long begin = Math.max(0, place - most);
        var there = ByteBuffer.allocate((int) (place - begin));
        while (there.hasRemaining() && open.read(there, begin + there.position()) > 0) {
            // A file may give less than is asked for.
        }
        return Arrays.copyOf(there.array(), there.position());
    }

    /// The next whole lines, or null when there are none now. Good until the next call.
    public @Nullable Block next() throws IOException {
        if (channel == null && !open()) {
            return null;
        }
        var block = readLines();
        if (block == null && wasReplaced()) {
            close();
            return open() ? readLines() : null;
        }
        return block;
    }

    private boolean open() throws IOException {
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            key = attributes().fileKey();
            channel.position(from);
            used = 0;
            skipping = false;
            begins = from == 0;
            from = 0;
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /// Whether another file stands under the name now, or this one was cut shorter than what was read.
    private boolean wasReplaced() throws IOException {
        try {
            var now = attributes();
            return !Objects.equals(now.fileKey(), key)
                    || channel != null && now.size() < channel.position();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private @Nullable Block readLines() throws IOException {
        while (fill()) {
            int end = Bytes.findLast(lines, 0, used, (byte) '\n') + 1;
            if (end == 0) {
                passOverIfTooLong();
                continue;
            }
            taken = end;
            int start = skipping ? Bytes.find(lines, 0, end, (byte) '\n') + 1 : begin();
            skipping = false;
            begins = false;
            if (start < end) {
                var whole = start == 0 ? lines : Arrays.copyOfRange(lines, start, end);
                return Block.of(whole, end - start, number);
            }
        }
        return null;
    }

    /// Where the first line begins: after a byte order mark.
    private int begin() {
        return begins && Bytes.startsWith(lines, 0, used, LogFile.BYTE_ORDER_MARK)
                ? LogFile.BYTE_ORDER_MARK.length
                : 0;
    }

    /// Reads what was added; false when nothing was.
    private boolean fill() throws IOException {
        var from = channel;
        if (from == null) {
            return false;
        }
        shift();
        int count = from.read(ByteBuffer.wrap(lines, used, lines.length - used));
        used += Math.max(count, 0);
        return count > 0;
    }

    /// Moves the beginning of an unfinished line to the front.
    private void shift() {
        System.arraycopy(lines, taken, lines, 0, used - taken);
        used -= taken;
        taken = 0;
    }

    /// A line that does not end within a chunk is no mail log line.
    private void passOverIfTooLong() {
        if (used == lines.length) {
            used = 0;
            skipping = true;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        channel = null;
        taken = 0;
        used = 0;
    }
}
