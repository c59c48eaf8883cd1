package org.restante.sending.suppression;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The list on disk: lines that are only ever added to ([Line]), after a first line that names the format. Written by one thread at a time,
/// read by many. Plain file handles, since a channel would be closed under everybody when one reader is interrupted.
final class SuppressionFile implements AutoCloseable {
    private static final byte[] FORMAT =
            "restante-suppression 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 16 << 10;

    private final Path file;
    private final RandomAccessFile writing;
    private final RandomAccessFile reading;
    private volatile long end;
    private @Nullable String broken;

    private SuppressionFile(Path file) throws IOException {
        this.file = file;
        writing = new RandomAccessFile(file.toFile(), "rw");
        reading = new RandomAccessFile(file.toFile(), "r");
        end = writing.length();
    }

    /// Hears of each line that is whole.
    interface Reader {
        void line(long place, Line line) throws IOException;
    }

    /// What reading all came to.
    ///
    /// @param damaged lines that cannot be read, with good ones after them; they stay where they are
    /// @param cut octets at the end that were not whole, and are gone
    record Read(long lines, long damaged, long cut) {}

    /// @throws IOException when it cannot be used, or is of another format
    static SuppressionFile open(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) < FORMAT.length && isTorn(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            replace(file, out -> {});
        }
        try (var in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(FORMAT.length), FORMAT)) {
                throw new IOException(
                        file
                                + " does not begin with 'restante-suppression 1': it is no list of this server's");
            }
        }
        return new SuppressionFile(file);
    }

    /// A crash came while it was made.
    private static boolean isTorn(Path file) throws IOException {
        var there = Files.readAllBytes(file);
        return Arrays.equals(there, Arrays.copyOf(FORMAT, there.length));
    }

    /// What a new file holds.
    interface Content {
        void writeTo(Lines out) throws IOException;
    }

    /// Takes lines.
    interface Lines {
        void write(byte[] octets) throws IOException;
    }

    /// A new one in its place, in one step.
    static void replace(Path file, Content content) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new RandomAccessFile(fresh.toFile(), "rw")) {
            out.setLength(0);
            var gathered = new ByteArrayOutputStream();
            gathered.writeBytes(FORMAT);
            content.writeTo(octets -> {
                gathered.writeBytes(octets);
                if (gathered.size() > 1 << 20) {
                    out.write(gathered.toByteArray());
                    gathered.reset();
                }
            });
            out.write(gathered.toByteArray());
            out.getFD().sync();
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file);
    }

    private static void syncFolder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Reads all lines; an end that is not whole is cut off.
    Read readAll(Reader reader) throws IOException {
        long lines = 0;
        long damaged = 0;
        long damagedSince = 0;
        long good = FORMAT.length;
        try (var in = new Octets(file, good)) {
            for (long at = in.at(); in.line(); at = in.at()) {
                var line =
                        in.isWhole() ? Line.read(in.octets(), in.count()) : Optional.<Line>empty();
                if (line.isPresent()) {
                    reader.line(at, line.get());
                    lines++;
                    damaged += damagedSince;
                    damagedSince = 0;
                    good = in.at();
                } else {
                    damagedSince++;
                }
            }
        }
        long cut = end - good;
        if (cut > 0) {
            writing.setLength(good);
            writing.getFD().sync();
            end = good;
        }
        return new Read(lines, damaged, cut);
    }

    /// Lines of a file, each with its place; one that is longer than any of ours is read past.
    private static final class Octets implements AutoCloseable {
        private final InputStream in;
        private byte[] octets = new byte[512];
        private int count;
        private long at;
        private boolean isWhole;

        Octets(Path file, long from) throws IOException {
            var plain = Files.newInputStream(file);
            plain.skipNBytes(from);
            in = new BufferedInputStream(plain, 1 << 16);
            at = from;
        }

        /// False when there is nothing more.
        boolean line() throws IOException {
            count = 0;
            isWhole = false;
            int next = in.read();
            boolean isAny = next >= 0;
            while (next >= 0) {
                at++;
                if (next == '\n') {
                    isWhole = count < LONGEST;
                    return true;
                }
                if (count < LONGEST) {
                    if (count == octets.length) {
                        octets = Arrays.copyOf(octets, count * 2);
                    }
                    octets[count++] = (byte) next;
                }
                next = in.read();
            }
            return isAny;
        }

        /// Where the next line begins.
        long at() {
            return at;
        }

        boolean isWhole() {
            return isWhole;
        }

        byte[] octets() {
            return octets;
        }

        int count() {
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Where the next line will stand.
    long end() {
        return end;
    }

    /// Adds whole lines; on disk when it returns. After a failure nothing is added any more: what of it is on disk is not known.
    void append(byte[] lines) throws IOException {
        if (broken != null) {
            throw new IOException(
                    file + " takes no more since it failed (" + broken + "); restart");
        }
        try {
            writing.seek(end);
            writing.write(lines);
            writing.getFD().sync();
            end = end + lines.length;
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
            throw e;
        }
    }

    /// The line at a place; empty when there is none, or it is damaged.
    Optional<Line> at(long place) throws IOException {
        synchronized (reading) {
            reading.seek(place);
            var octets = new byte[512];
            int count = 0;
            while (count < LONGEST) {
                int more = reading.read(octets, count, octets.length - count);
                int feed = more < 0 ? -1 : feed(octets, count, count + more);
                if (feed >= 0) {
                    return Line.read(octets, feed);
                }
                if (more < 0) {
                    return Optional.empty();
                }
                count += more;
                octets = count == octets.length ? Arrays.copyOf(octets, count * 2) : octets;
            }
            return Optional.empty();
        }
    }

    private static int feed(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Lines from a place on, which must begin one; a damaged one is passed over.
    ///
    /// @return where to go on; the end when that is reached
    long read(long from, int most, Taker taker) throws IOException {
        long at = Math.max(from, FORMAT.length);
        try (var in = new Octets(file, at)) {
            for (int i = 0; i < most && at < end && in.line(); i++) {
                var line =
                        in.isWhole() ? Line.read(in.octets(), in.count()) : Optional.<Line>empty();
                boolean goesOn = line.isEmpty() || taker.take(at, line.get());
                at = in.at();
                if (!goesOn) {
                    break;
                }
            }
        }
        return Math.min(at, end);
    }

    /// Takes lines for as long as it wants some.
    interface Taker {
        /// @return whether it wants more
        boolean take(long place, Line line);
    }

    Path path() {
        return file;
    }

    @Override
    public void close() throws IOException {
        writing.close();
        reading.close();
    }
}
