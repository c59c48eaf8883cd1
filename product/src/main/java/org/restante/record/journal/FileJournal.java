package org.restante.record.journal;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.restante.mail.event.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal in a folder: `events-20261120T120000Z.jsonl`, and `….jsonl.zst` once it is full. A last line that a crash cut off is
/// closed by a line end when the file is opened again, so that readers count it as one broken line. Guarded by itself.
public final class FileJournal implements Journal, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'events-'yyyyMMdd'T'HHmmssSSS'Z.jsonl'")
                    .withZone(ZoneOffset.UTC);
    private static final String PLAIN = ".jsonl";
    private static final String PACKED = ".jsonl.zst";
    private static final int BUFFER = 256 * 1024;

    private final Path folder;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final ByteBuffer waiting = ByteBuffer.allocate(BUFFER);
    private Path file;
    private FileChannel channel;
    private long length;

    public FileJournal(Path folder, JournalSettings settings, InstantSource clock)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        Files.createDirectories(folder);
        var files = files(folder);
        var last =
                files.isEmpty() || files.getLast().toString().endsWith(PACKED)
                        ? fresh()
                        : files.getLast();
        file = last;
        channel = open(last);
        length = channel.size();
        closeLastLine();
    }

    private Path fresh() {
        return folder.resolve(NAME.format(clock.instant()));
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void closeLastLine() throws IOException {
        if (length > 0) {
            var last = ByteBuffer.allocate(1);
            channel.read(last, length - 1);
            if (last.get(0) != '\n') {
                waiting.put((byte) '\n');
            }
        }
        channel.position(length);
    }

    /// The files of a journal in the order of time, packed ones too.
    public static List<Path> files(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder, "events-*")) {
            for (var one : all) {
                var name = one.toString();
                if (name.endsWith(PLAIN) || name.endsWith(PACKED)) {
                    files.add(one);
                }
            }
        }
        files.sort(Comparator.comparing(path -> path.getFileName().toString()));
        return files;
    }

    @Override
    public synchronized void append(byte[] line) throws IOException {
        if (line.length + 1 > waiting.remaining()) {
            write();
        }
        if (line.length + 1 > waiting.remaining()) {
            writeAll(ByteBuffer.wrap(line));
            waiting.put((byte) '\n');
        } else {
            waiting.put(line).put((byte) '\n');
        }
    }

    private void write() throws IOException {
        waiting.flip();
        writeAll(waiting);
        waiting.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            length += channel.write(bytes);
        }
    }

    /// Events are on disk when this returns; a file that is full is packed by the way.
    @Override
    public synchronized void sync() throws IOException {
        write();
        channel.force(false);
        if (length >= settings.fileBytes()) {
            rotate();
        }
    }

    private void rotate() throws IOException {
        var full = file;
        channel.close();
        file = fresh();
        channel = open(file);
        length = 0;
        pack(full);
        discard();
    }

    private static void pack(Path full) throws IOException {
        var packed = full.resolveSibling(full.getFileName() + ".zst");
        var making = full.resolveSibling(full.getFileName() + ".new");
        try (var out =
                        FileChannel.open(
                                making,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                var zstd = new ZstdOutputStream(java.nio.channels.Channels.newOutputStream(out))) {
            zstd.setChecksum(true);
            Files.copy(full, zstd);
            zstd.flush();
        }
        try (var made = FileChannel.open(making, StandardOpenOption.WRITE)) {
            made.force(true);
        }
        Files.move(making, packed, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(full);
    }

    private void discard() throws IOException {
        var packed =
                files(folder).stream().filter(path -> path.toString().endsWith(PACKED)).toList();
        long total = 0;
        for (var one : packed) {
            total += Files.size(one);
        }
        Instant oldest = clock.instant().minus(settings.keptFor());
        for (var one : packed) {
            boolean old = Files.getLastModifiedTime(one).toInstant().isBefore(oldest);
            if (!old && total <= settings.keptBytes()) {
                return;
            }
            total -= Files.size(one);
            Files.delete(one);
            LOG.info("events in {} are too old or too many and were deleted", one);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        sync();
        channel.close();
    }
}
