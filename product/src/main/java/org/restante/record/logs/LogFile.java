package org.restante.record.logs;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPInputStream;

/// One log to read: a plain, gzip or zstd file (told by its first bytes, not its name), or standard input.
///
/// @param name what to call it in messages
/// @param size bytes on disk, -1 when unknown (standard input)
/// @param newest no line of it can be newer than this: its modification time, or the time it was opened
public record LogFile(String name, long size, Instant newest, Opener opener) {
    private static final int MAGIC = 4;

    /// Opens the bytes as they lie on disk.
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /// A file on disk; its modification time bounds the years of lines that name none.
    public static LogFile of(Path path) throws IOException {
        var attributes =
                Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new IOException(path + ": is a directory; name the log files in it");
        }
        return new LogFile(
                path.toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                () -> Files.newInputStream(path));
    }

    /// A stream that is there already, such as standard input.
    public static LogFile of(String name, InputStream in, Instant opened) {
        return new LogFile(name, -1, opened, () -> in);
    }

    /// Opens the log's text; what is compressed is unpacked on the way. Several gzip or zstd frames in a row are one text.
    InputStream text() throws IOException {
        var raw = new PushbackInputStream(opener.open(), MAGIC);
        var magic = raw.readNBytes(MAGIC);
        raw.unread(magic);
        if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(new BufferedInputStream(raw, 1 << 16), 1 << 16);
        }
        if (magic.length == MAGIC
                && (magic[0] & 0xff) == 0x28
                && (magic[1] & 0xff) == 0xb5
                && (magic[2] & 0xff) == 0x2f
                && (magic[3] & 0xff) == 0xfd) {
            return new ZstdInputStream(raw).setContinuous(true);
        }
        return raw;
    }
}
