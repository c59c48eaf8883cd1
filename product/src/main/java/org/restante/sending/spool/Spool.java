package org.restante.sending.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The spool's door. Safe for any number of threads; whoever waits here may be a virtual one.
///
/// What a call that returned has written survives `kill -9` and a power cut. What a call that failed has written is not there, but
/// after [SpoolException.Reason#FAILED], where a restart decides.
public final class Spool implements AutoCloseable {
    private final Disk disk;
    private final Log log;
    private final Committer committer;
    private final Keeper keeper;
    private final Reading reading;
    private final Quarantine quarantine;
    private final Recovered recovered;
    private final InstantSource clock;
    private final RandomGenerator random;
    private boolean closed;

    private Spool(
            Disk disk, Log log, Recovered recovered, InstantSource clock, RandomGenerator random) {
        this.disk = disk;
        this.log = log;
        this.recovered = recovered;
        this.clock = clock;
        this.random = random;
        this.committer = new Committer(log, "spool-commit");
        this.keeper = new Keeper(log, disk, committer, "spool-keep");
        this.reading = new Reading(log, "spool-read-");
        this.quarantine = new Quarantine(log, disk);
    }

    /// Opens the spool in a folder, which is made where it is absent, and reads what is there.
    ///
    /// @param clock for the time in ids
    /// @param ticker nanoseconds, for measuring
    /// @param random unguessable and safe for several threads, such as a `SecureRandom`
    public static Spool open(
            Path folder,
            SpoolSettings settings,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator random)
            throws IOException {
        return open(RealDisk.own(folder), settings, clock, ticker, random);
    }

    static Spool open(
            Disk disk,
            SpoolSettings settings,
            InstantSource clock,
            LongSupplier ticker,
            RandomGenerator random)
            throws IOException {
        var recovery = new Recovery(disk, settings, random);
        try {
            recovery.run();
        } catch (IOException | RuntimeException e) {
            recovery.segments().close();
            disk.close();
            throw e;
        }
        var log =
                new Log(
                        settings,
                        recovery.segments(),
                        recovery.index(),
                        recovery.lock(),
                        recovery.nextSequence(),
                        ticker);
        var spool = new Spool(disk, log, recovery.report(), clock, random);
        spool.committer.start();
        spool.keeper.start();
        return spool;
    }

    /// How long batches took.
    ///
    /// @param atMost counts of those that took no longer than each bound
    /// @param seconds together
    public record Commits(long[] atMost, long all, double seconds) {}

    /// How long batches took since the start, by these bounds in seconds.
    public Commits commits(double[] bounds) {
        return log.latency.commits(bounds);
    }

    /// What opening found.
    public Recovered recovered() {
        return recovered;
    }

    /// Tells all live messages, in bounded memory. Who changes meanwhile may not be told as they stand after; mail that comes meanwhile
    /// is told or not.
    public void replay(SpoolVisitor visitor) throws IOException, InterruptedException {
        keeper.pause(true);
        try {
            reading.replay(visitor);
        } finally {
            keeper.pause(false);
        }
    }

    /// Begins a message. Refused at once where new mail is.
    public Draft begin() throws SpoolException {
        requireWritable();
        if (log.isKnownFull()) {
            throw log.full();
        }
        return new Draft(this, newId(), log.settings.chunkBytes());
    }

    /// Begins a message under an id it had elsewhere.
    ///
    /// @throws IllegalArgumentException when a message of that id is here
    public Draft begin(UUID id) throws SpoolException {
        var made = begin();
        log.lock.lock();
        try {
            if (log.index.messages.find(id) >= 0) {
                throw new IllegalArgumentException("message " + id + " is here already");
            }
        } finally {
            log.lock.unlock();
        }
        return made.named(id);
    }

    private UUID newId() {
        long high = clock.millis() << 16 | 0x7000 | random.nextInt() & 0xFFF;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /// Writes how a recipient stands now. With the last recipient done the message is retired.
    ///
    /// @param event told to whoever copies events; empty for none
    /// @return what to wait for, or not: it is written with the next batch in any case
    public Commit change(UUID id, int ordinal, Standing standing, byte[] event)
            throws SpoolException, InterruptedException {
        byte[] meta = Payload.state(id, ordinal, standing, event);
        requireFits(meta.length);
        return committer.hand(Entry.of(RecordType.STATE, meta));
    }

    /// Ends a message whatever becomes of its recipients.
    public Commit retire(UUID id, byte[] event) throws SpoolException, InterruptedException {
        byte[] meta = Payload.retire(id, 0, 0, event);
        requireFits(meta.length);
        return committer.hand(Entry.of(RecordType.RETIRE, meta));
    }

    /// Sets a named value (a pause, a hold, a setting), or removes it with null. Values live in memory: few and small.
    public Commit control(String name, byte @Nullable [] value)
            throws SpoolException, InterruptedException {
        return control(name, value, Payload.none());
    }

    /// Sets or removes a named value, and tells of it.
    ///
    /// @param event told to whoever copies events; empty for none
    public Commit control(String name, byte @Nullable [] value, byte[] event)
            throws SpoolException, InterruptedException {
        byte[] meta = Payload.control(name, value, event);
        requireFits(meta.length);
        return committer.hand(Entry.of(RecordType.CONTROL, meta));
    }

    /// A named value.
    public Optional<byte[]> control(String name) {
        log.lock.lock();
        try {
            var control = log.index.controls.get(name);
            return control == null || control.value() == null
                    ? Optional.empty()
                    : Optional.of(control.value().clone());
        } finally {
            log.lock.unlock();
        }
    }

    /// All named values whose names begin so, by name.
    public SortedMap<String, byte[]> controls(String beginning) {
        var found = new TreeMap<String, byte[]>();
        log.lock.lock();
        try {
            log.index.controls.forEach((name, control) -> {
                var value = control.value();
                if (value != null && name.startsWith(beginning)) {
                    found.put(name, value.clone());
                }
            });
        } finally {
            log.lock.unlock();
        }
        return found;
    }

    /// Whether a message is not at its end yet.
    public boolean isHere(UUID id) {
        log.lock.lock();
        try {
            return log.index.messages.find(id) >= 0;
        } finally {
            log.lock.unlock();
        }
    }

    /// The ids of live messages that follow `after`, in their order, which is that of time; as many as `most`. One pass over the
    /// index, which goes on being changed meanwhile: a message that is there all the time is told.
    ///
    /// @param after null for the first ones
    public List<UUID> ids(@Nullable UUID after, int most) {
        return new NextIds(log, after, most).find();
    }

    /// Tells of every live message and how many of its recipients are not done, in no order. One pass over the index, which goes on being changed
    /// meanwhile. The spool waits for what is told, which has to be quick.
    public void eachLive(ObjIntConsumer<UUID> told) {
        LiveMessages.each(log, told::accept);
    }

    /// Messages with their recipients as they stand on disk, in one go; those that are gone are left out, and so are those whose record is
    /// damaged.
    ///
    /// @param damaged told of each of them
    public List<SpooledMessage> messages(List<UUID> ids, BiConsumer<UUID, SpoolException> damaged)
            throws IOException, InterruptedException {
        return reading.messages(ids, damaged);
    }

    /// A message with its recipients as they stand on disk; empty where there is none of that id.
    public Optional<SpooledMessage> message(UUID id) throws IOException, InterruptedException {
        return reading.message(id);
    }

    /// Copies the records of a message that cannot be read to a file of the folder, as they stand. The message is still here after, and is
    /// to be [retired][#retire].
    ///
    /// @return the file's name; empty where the message is gone, or can be read
    public Optional<String> setAside(UUID id) throws IOException, InterruptedException {
        return reading.elsewhere(() -> isDamaged(id) ? quarantine.keep(id) : Optional.empty());
    }

    private boolean isDamaged(UUID id) throws IOException {
        try {
            reading.current(id);
            return false;
        } catch (SpoolException e) {
            return switch (e.reason()) {
                case DAMAGED -> true;
                case UNKNOWN_MESSAGE -> false;
                case FULL, FAILED, CLOSED, ALREADY_DONE, TOO_LARGE, LOCKED, UNUSABLE -> throw e;
            };
        }
    }

    /// Files of octets that could not be read back, until a person takes them away.
    public List<SetAside> setAside() throws IOException, InterruptedException {
        return reading.elsewhere(quarantine::files);
    }

    /// A message's body, read piece by piece and checked against its checksums while it is read.
    public InputStream body(UUID id) throws IOException, InterruptedException {
        return new BodyStream(reading, id);
    }

    /// Tells the events of all records after `after` that are on disk; returns what to give the next time.
    public long events(long after, EventVisitor visitor) throws IOException, InterruptedException {
        return reading.events(after, visitor);
    }

    /// Says that events up to this record are safe elsewhere. Segments are used again only below this, so somebody must say it.
    public Commit eventsCopied(long sequence) throws SpoolException, InterruptedException {
        return control(Cursor.NAME, Cursor.value(sequence));
    }

    /// Up to which record events were copied.
    public long eventsCopied() {
        log.lock.lock();
        try {
            return Cursor.copied(log.index);
        } finally {
            log.lock.unlock();
        }
    }

    /// Whether what is handed in can still be written: no write or sync has failed, and it is open.
    public boolean isWritable() {
        return log.stopped() == null;
    }

    /// @throws SpoolException when nothing is written any more
    public void requireWritable() throws SpoolException {
        var reason = log.stopped();
        if (reason != null) {
            throw new SpoolException(reason.reason(), String.valueOf(reason.getMessage()), reason);
        }
    }

    public SpoolHealth health() {
        var stopped = log.stopped();
        log.lock.lock();
        try {
            long live = 0;
            int damaged = 0;
            int files = log.segments.freeCount();
            for (var segment : log.segments.all()) {
                live += segment.live;
                damaged += segment.damaged ? 1 : 0;
                files++;
            }
            var full = log.noRoom();
            return new SpoolHealth(
                    Optional.ofNullable(stopped).map(Throwable::getMessage),
                    Optional.ofNullable(full).map(Throwable::getMessage),
                    log.index.messages.size(),
                    log.index.liveRecipients(),
                    live,
                    (long) files * log.settings.segmentBytes(),
                    damaged,
                    committer.queued(),
                    log.recordBytes(),
                    log.batches(),
                    log.latency.percentile(0.5),
                    log.latency.percentile(0.99));
        } finally {
            log.lock.unlock();
        }
    }

    void openDraft(UUID id) {
        log.lock.lock();
        try {
            log.index.drafts.put(id, new long[0]);
        } finally {
            log.lock.unlock();
        }
    }

    void dropDraft(UUID id) {
        log.lock.lock();
        try {
            log.index.dropDraft(id);
        } finally {
            log.lock.unlock();
        }
    }

    void write(Entry entry) throws SpoolException, InterruptedException {
        committer.hand(entry).await();
    }

    /// Writes a draft's last record. The pieces are given up only when it is certain that this record will not come.
    void finish(UUID id, Entry entry) throws SpoolException, InterruptedException {
        Commit commit;
        try {
            commit = committer.hand(entry);
        } catch (SpoolException | InterruptedException e) {
            dropDraft(id);
            throw e;
        }
        commit.ifFailed(() -> dropDraft(id));
        commit.await();
    }

    void requireFits(long metaBytes) throws SpoolException {
        if (metaBytes > log.settings.maxMetaBytes()) {
            throw new SpoolException(
                    SpoolException.Reason.TOO_LARGE,
                    "envelope, recipients and event need "
                            + metaBytes
                            + " bytes, a record holds "
                            + log.settings.maxMetaBytes());
        }
    }

    /// Writes what was handed in and a snapshot, then gives the folder up. Idempotent.
    @Override
    public synchronized void close() throws IOException, InterruptedException {
        if (closed) {
            return;
        }
        closed = true;
        keeper.close();
        committer.close();
        log.sealForClose();
        reading.close();
        try {
            if (log.stopped() == null) {
                Snapshot.write(log, disk);
            }
        } finally {
            log.stop(SpoolException.Reason.CLOSED, "the spool is closed", null);
            log.segments.close();
            disk.close();
        }
    }
}
