package org.restante.record.logs;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// One log to read: a plain, gzip or zstd file (told by its first bytes, not its name), or standard input.
///
/// @param name what to call it in messages
/// @param size bytes on disk, -1 when unknown (standard input)
/// @param newest no line of it can be newer than this: its modification time, or the time it was opened
public record LogFile(String name, long size, Instant newest, Opener opener) {
    private static final int MAGIC = 4;
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /// Opens the bytes as they lie on disk.
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /// A file on disk; its modification time bounds the years of lines that name none.
    public static LogFile of(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new IOException(path + ": is a directory; name the log files in it");
        }
        return new LogFile(
                path.toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                () -> Files.newInputStream(path));
    }

    /// A file that is not there yet.
    ///
    /// @param now its lines will not be older than this
    public static LogFile awaited(Path path, Instant now) {
        return new LogFile(path.toString(), -1, now, () -> Files.newInputStream(path));
    }

    /// A stream that is there already, such as standard input.
    public static LogFile of(String name, InputStream in, Instant opened) {
        return new LogFile(name, -1, opened, () -> in);
    }

    /// Whether it can be read more than once: a file, not a stream.
    public boolean isRepeatable() {
        return size >= 0;
    }

    /// The first bytes of the log's text.
    public byte[] head(int most) throws IOException {
        try (var text = text()) {
            return text.readNBytes(most);
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    /// The last bytes of a plain file; nothing for what is compressed, as it would have to be read whole.
    public byte[] tail(int most) throws IOException {
        try (var raw = opener.open()) {
            var magic = raw.readNBytes(MAGIC);
            if (isCompressed(magic)) {
                return new byte[0];
            }
            raw.skipNBytes(Math.max(0, size - magic.length - most));
            return raw.readNBytes(most);
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    private static boolean isCompressed(byte[] magic) {
        return isGzip(magic) || isZstd(magic);
    }

    private static boolean isGzip(byte[] magic) {
        return magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
    }

    private static boolean isZstd(byte[] magic) {
        return magic.length == MAGIC
                && (magic[0] & 0xff) == 0x28
                && (magic[1] & 0xff) == 0xb5
                && (magic[2] & 0xff) == 0x2f
                && (magic[3] & 0xff) == 0xfd;
    }

    /// Opens the log's text; what is compressed is unpacked on the way. Several gzip or zstd frames in a row are one text. A
    /// byte order mark before UTF-8, which belongs to no line, is passed over.
    InputStream text() throws IOException {
        var text = new PushbackInputStream(unpacked(), BYTE_ORDER_MARK.length);
        var begin = text.readNBytes(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(begin, BYTE_ORDER_MARK)) {
            text.unread(begin);
        }
        return text;
    }

    private InputStream unpacked() throws IOException {
        var raw = new PushbackInputStream(opener.open(), MAGIC);
        var magic = raw.readNBytes(MAGIC);
        raw.unread(magic);
        if (isGzip(magic)) {
            return new GZIPInputStream(new BufferedInputStream(raw, 1 << 16), 1 << 16);
        }
        if (isZstd(magic)) {
            return new ZstdInputStream(raw);
        }
        return raw;
    }
}
