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
/// the same log, or one that has grown, adds what is new; the ids of all it holds are in memory for that, 16 to 32 octets each. Who follows
/// logs for months keeps those of the latest alone. Guarded by itself.
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

    /// Who follows logs meets again what was written shortly before it stopped.
    private static final int FOLLOWED = 1_000_000;

    private static final int LATEST_FILES = 2;

    /// So many new ones until those before are let go.
    private final int remembered;

    private EventIds ids = new EventIds();
    private EventIds before;
    private long added;

    private ImportedLogs(FileChannel lock, FileJournal journal, EventIds before, int remembered) {
        this.lock = lock;
        this.journal = journal;
        this.before = before;
        this.remembered = remembered;
    }

    /// Opens it to be written to; empty while another process has it.
    public static Optional<ImportedLogs> open(Path folder, InstantSource clock) throws IOException {
        return open(folder, SETTINGS, () -> EventIds.of(folder), Integer.MAX_VALUE, clock);
    }

    /// Opens it for logs that are followed; empty while another process has it.
    ///
    /// @param keptFor files all of which is older are deleted by [#tidy]
    /// @param isResumed whether what is added goes on where it stopped; else it may be anything that is there already
    public static Optional<ImportedLogs> follow(
            Path folder, Duration keptFor, boolean isResumed, InstantSource clock)
            throws IOException {
        var settings =
                new JournalSettings(
                        SETTINGS.fileBytes(),
                        SETTINGS.fileFor(),
                        SETTINGS.keptBytes(),
                        keptFor,
                        Optional.empty());
        return open(
                folder,
                settings,
                () -> isResumed ? EventIds.ofLatest(folder, LATEST_FILES) : EventIds.of(folder),
                FOLLOWED,
                clock);
    }

    private interface Known {
        EventIds ids() throws IOException;
    }

    private static Optional<ImportedLogs> open(
            Path folder, JournalSettings settings, Known known, int remembered, InstantSource clock)
            throws IOException {
        Files.createDirectories(folder);
        var lock = locked(folder);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            var journal = new FileJournal(folder, settings, clock);
            return Optional.of(opened(lock.get(), journal, known, remembered));
        } catch (IOException | RuntimeException e) {
            lock.get().close();
            throw e;
        }
    }

    /// The journal comes first: it cuts off what a crash left of a line, and the ids are of what stays.
    private static ImportedLogs opened(
            FileChannel lock, FileJournal journal, Known known, int remembered) throws IOException {
        try {
            return new ImportedLogs(lock, journal, known.ids(), remembered);
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
    public synchronized void add(byte[] line) throws IOException {
        var id = JournalTail.id(line);
        if (id.isPresent() && (before.has(id.get()) || !ids.add(id.get()))) {
            return;
        }
        if (ids.size() >= remembered) {
            before = ids;
            ids = new EventIds();
        }
        journal.append(line);
        if (++added % SYNC_EACH == 0) {
            journal.sync();
        }
    }

    /// What was added is on disk when this returns, and seen by who reads.
    public synchronized void sync() throws IOException {
        journal.sync();
    }

    /// Packs what is whole and deletes what is too old; for whoever follows logs to call now and then.
    public void tidy() throws IOException {
        journal.tidy();
    }

    /// Events written since it was opened.
    public synchronized long added() {
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
    public synchronized void close() throws IOException {
        try {
            journal.close();
        } finally {
            lock.close();
        }
    }
}
