package org.restante.record.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The journal that imported logs are written to. One process has it at a time. An event that it holds already is not written again, so
/// the same log, or one that has grown, adds what is new; the ids of all it holds are in memory for that, 16 to 32 octets each.
public final class ImportedLogs implements Closeable {
    private static final int SYNC_EACH = 50_000;

    /// As the server's own, but without a bound of size or age: who imports a log wants it whole, and the store takes away what is too old.
    private static final JournalSettings SETTINGS =
            new JournalSettings(
                    64L << 20,
                    Duration.ofDays(1),
                    1L << 40,
                    Duration.ofDays(36_500),
                    Optional.empty());

    private final FileChannel lock;
    private final FileJournal journal;
    private final EventIds ids;
    private long added;

    private ImportedLogs(FileChannel lock, FileJournal journal, EventIds ids) {
        this.lock = lock;
        this.journal = journal;
        this.ids = ids;
    }

    /// Opens it to be written to; empty while another process has it.
    public static Optional<ImportedLogs> open(Path folder, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        var lock = locked(folder);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(opened(lock.get(), folder, clock));
        } catch (IOException | RuntimeException e) {
            lock.get().close();
            throw e;
        }
    }

    /// The journal comes first: it cuts off what a crash left of a line, and the ids are of what stays.
    private static ImportedLogs opened(FileChannel lock, Path folder, InstantSource clock)
            throws IOException {
        var journal = new FileJournal(folder, SETTINGS, clock);
        try {
            return new ImportedLogs(lock, journal, EventIds.of(folder));
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /// The lock goes when the channel is closed.
    private static Optional<FileChannel> locked(Path folder) throws IOException {
        var channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        boolean isOurs = false;
        try {
            isOurs = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
        } finally {
            if (!isOurs) {
                channel.close();
            }
        }
        return isOurs ? Optional.of(channel) : Optional.empty();
    }

    /// Writes an event's line, unless it is there.
    public void add(byte[] line) throws IOException {
        var id = JournalTail.id(line);
        if (id.isPresent() && !ids.add(id.get())) {
            return;
        }
        journal.append(line);
        if (++added % SYNC_EACH == 0) {
            journal.sync();
        }
    }

    /// Events written since it was opened.
    public long added() {
        return added;
    }

    /// Deletes the files that were whole before a time: a log tells of what was before it was imported, so all in them is older. Nothing is done
    /// while an import is under way.
    public static void discard(Path folder, Instant oldest) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var lock = locked(folder);
        if (lock.isEmpty()) {
            return;
        }
        try (var ignored = lock.get()) {
            var segments = Segment.in(folder);
            for (int i = 0; i < segments.size(); i++) {
                var one = segments.get(i).path();
                var ended =
                        i + 1 < segments.size()
                                ? segments.get(i + 1).begun()
                                : Files.getLastModifiedTime(one).toInstant();
                if (!ended.isBefore(oldest)) {
                    return;
                }
                Files.delete(one);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            lock.close();
        }
    }
}
