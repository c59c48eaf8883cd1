package org.restante.record.journal;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal in a folder of [Segment]s. Guarded by itself.
///
/// *What is synced stays; what is not, may be taken back.* When something cannot be written or synced, the file is cut back to what
/// was synced last and the exception says so: nothing appended since counts, and who holds the events appends them anew. A file
/// whose sync failed is not trusted again; the next event begins a new one. After a crash the unsound end of the last file is cut
/// off, and events that it holds already are passed over when they are appended again.
public final class FileJournal implements Journal, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int BUFFER = 256 * 1024;

    private final Path folder;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final Consumer<byte[]> heard;
    private final OpenSegment.Opener opener;
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer waiting = ByteBuffer.allocate(BUFFER);
    private final Set<UUID> held = new HashSet<>();
    private boolean metHeld;
    private long unheard;
    private Segment segment;
    private @Nullable OpenSegment file;
    private long length;
    private long synced;
    private @Nullable KeyedRecipients keyed;

    public FileJournal(Path folder, JournalSettings settings, InstantSource clock)
            throws IOException {
        this(folder, settings, clock, line -> {});
    }

    /// @param heard is told of each event as it goes on record, hashed where it is; one that is taken back comes again
    public FileJournal(
            Path folder, JournalSettings settings, InstantSource clock, Consumer<byte[]> heard)
            throws IOException {
        this(folder, settings, clock, heard, OpenSegment::on);
    }

    FileJournal(
            Path folder,
            JournalSettings settings,
            InstantSource clock,
            Consumer<byte[]> heard,
            OpenSegment.Opener opener)
            throws IOException {
        this.heard = heard;
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.opener = opener;
        Files.createDirectories(folder);
        sweep();
        var segments = Segment.in(folder);
        boolean goesOn = !segments.isEmpty() && !segments.getLast().isPacked();
        if (goesOn) {
            mend(segments.getLast().path());
        }
        held.addAll(JournalTail.ids(segments));
        segment = goesOn ? segments.getLast() : Segment.fresh(folder, begin());
        readKey();
        open();
    }

    /// Takes away what a crash left half done.
    private void sweep() throws IOException {
        try (var left = Files.newDirectoryStream(folder, "events-*" + Segment.PACKING)) {
            for (var one : left) {
                Files.delete(one);
            }
        }
        for (var one : Segment.in(folder)) {
            if (one.isPacked()) {
                var name = one.path().getFileName().toString();
                Files.deleteIfExists(
                        one.path().resolveSibling(name.substring(0, name.length() - 4)));
            }
        }
    }

    private static void mend(Path path) throws IOException {
        long sound = JournalTail.soundLength(path);
        long size = Files.size(path);
        if (sound < size) {
            LOG.warn(
                    "{}: the last {} octets are no whole event and are cut off; what they were to hold is written again",
                    path,
                    size - sound);
            try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(sound);
                channel.force(true);
            }
        }
    }

    /// Never before the file that was begun last, whatever the clock says.
    private Instant begin() throws IOException {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var segments = Segment.in(folder);
        if (segments.isEmpty() || segments.getLast().begun().isBefore(now)) {
            return now;
        }
        return segments.getLast().begun().plusMillis(1);
    }

    private void readKey() throws IOException {
        if (settings.recipientKey().isPresent()) {
            var path = settings.recipientKey().get();
            boolean isNew = !Files.exists(path);
            if (keyed == null || isNew) {
                keyed = KeyedRecipients.readOrMake(path, random);
                if (isNew) {
                    LOG.info(
                            "a new key for recipients was made in {}; deleting it erases them from the events",
                            path);
                }
            }
        }
    }

    private OpenSegment open() throws IOException {
        var opened = opener.open(segment.path());
        file = opened;
        length = opened.length();
        synced = length;
        syncFolder();
        return opened;
    }

    /// A file's name is only on disk when its folder is.
    private void syncFolder() throws IOException {
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public synchronized void append(byte[] line) throws IOException {
        if (isHeld(line)) {
            return;
        }
        var kept = keyed == null ? line : keyed.applied(line);
        try {
            if (kept.length + 1 > waiting.remaining()) {
                write();
            }
            if (kept.length + 1 > waiting.remaining()) {
                write(ByteBuffer.wrap(kept));
                waiting.put((byte) '\n');
            } else {
                waiting.put(kept).put((byte) '\n');
            }
        } catch (IOException e) {
            takeBack();
            throw e;
        }
        tell(kept);
    }

    /// A fault of who hears it keeps no event from the record. It is told of less and less often.
    private void tell(byte[] kept) {
        try {
            heard.accept(kept);
        } catch (RuntimeException e) {
            if (Long.bitCount(++unheard) == 1) {
                LOG.error(
                        "a bug; an event is on record and was not heard, the {}. one", unheard, e);
            }
        }
    }

    private boolean isHeld(byte[] line) {
        if (held.isEmpty()) {
            return false;
        }
        boolean is = JournalTail.id(line).map(held::contains).orElse(false);
        metHeld |= is;
        return is;
    }

    private void write() throws IOException {
        waiting.flip();
        write(waiting);
        waiting.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) {
            return;
        }
        var to = file == null ? openNext() : file;
        length += bytes.remaining();
        to.write(bytes);
    }

    private OpenSegment openNext() throws IOException {
        segment = Segment.fresh(folder, begin());
        return open();
    }

    /// Forgets what was appended since the last sync, as when the one who appends could not go on.
    public synchronized void takeBack() {
        waiting.clear();
        var broken = file;
        if (broken == null) {
            return;
        }
        try {
            broken.cut(synced);
            length = synced;
        } catch (IOException e) {
            giveUp(broken);
        }
    }

    private void giveUp(OpenSegment broken) {
        file = null;
        length = 0;
        synced = 0;
        try {
            broken.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed cleanly: {}", segment.path(), e.getMessage());
        }
    }

    /// Events are on disk when this returns; a file that is full is packed by the way.
    @Override
    public synchronized void sync() throws IOException {
        try {
            write();
        } catch (IOException e) {
            takeBack();
            throw e;
        }
        force();
        if (!metHeld) {
            held.clear();
        }
        metHeld = false;
        if (length >= settings.fileBytes()) {
            rotate();
        }
    }

    private void force() throws IOException {
        var open = file;
        if (open == null || length == synced) {
            return;
        }
        try {
            open.force();
            synced = length;
        } catch (IOException e) {
            takeBack();
            if (file != null) {
                giveUp(open);
            }
            throw e;
        }
    }

    /// What is due with time: a file of yesterday is closed and packed, what is too old is deleted, a key that was deleted is made
    /// anew. For whoever appends to call now and then, also when nothing happens.
    public synchronized void tidy() throws IOException {
        readKey();
        boolean isOld = segment.begun().plus(settings.fileFor()).isBefore(clock.instant());
        if (isOld && length > 0 && length == synced && waiting.position() == 0) {
            rotate();
        } else {
            packAndDiscard();
        }
    }

    /// The full file stays the last one when no other can be begun.
    private void rotate() {
        var full = file;
        var before = segment;
        long was = length;
        try {
            openNext();
        } catch (IOException e) {
            LOG.warn(
                    "no new file of events can be begun, {} grows: {}",
                    before.path(),
                    e.getMessage());
            segment = before;
            file = full;
            length = was;
            synced = was;
            return;
        }
        if (full != null) {
            try {
                full.close();
            } catch (IOException e) {
                LOG.warn("{} was not closed cleanly: {}", before.path(), e.getMessage());
            }
        }
        packAndDiscard();
    }

    private void packAndDiscard() {
        try {
            for (var one : Segment.in(folder)) {
                if (!one.isPacked() && one.begun().isBefore(segment.begun())) {
                    pack(one);
                }
            }
            discard();
        } catch (IOException e) {
            LOG.warn(
                    "a file of events could not be packed or deleted, it is tried again: {}",
                    e.getMessage());
        }
    }

    private void pack(Segment full) throws IOException {
        var making = full.path().resolveSibling(full.path().getFileName() + Segment.PACKING);
        try {
            packInto(making, full);
            Files.move(making, full.packedPath(), StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
            Files.delete(full.path());
        } finally {
            Files.deleteIfExists(making);
        }
    }

    private static void packInto(Path making, Segment full) throws IOException {
        try (var out =
                FileChannel.open(
                        making,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            try (var zstd = new ZstdOutputStream(unclosed(Channels.newOutputStream(out)))) {
                zstd.setChecksum(true);
                Files.copy(full.path(), zstd);
            }
            out.force(true);
        }
    }

    private static OutputStream unclosed(OutputStream out) {
        return new java.io.FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /// A file's last event is not younger than the beginning of the next.
    private void discard() throws IOException {
        var segments = Segment.in(folder);
        long total = 0;
        for (var one : segments) {
            total += one.isPacked() ? Files.size(one.path()) : 0;
        }
        var oldest = clock.instant().minus(settings.keptFor());
        for (int i = 0; i + 1 < segments.size(); i++) {
            var one = segments.get(i);
            boolean old = segments.get(i + 1).begun().isBefore(oldest);
            if (!one.isPacked() || !old && total <= settings.keptBytes()) {
                return;
            }
            total -= Files.size(one.path());
            Files.delete(one.path());
            LOG.info(
                    "events in {} were deleted: {}",
                    one.path(),
                    old
                            ? "older than " + settings.keptFor()
                            : "more than " + settings.keptBytes() + " octets");
        }
    }

    /// The files of a journal in the order of time, packed ones too.
    public static List<Path> files(Path folder) throws IOException {
        return Segment.in(folder).stream().map(Segment::path).toList();
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            sync();
        } finally {
            if (file != null) {
                file.close();
                file = null;
            }
        }
    }
}
