package org.restante.sending.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads back on few threads of its own: a caller's interrupt must not close a file, and a slow disk must not take all threads.
/// A segment being read holds a lease and is not used again meanwhile.
final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    /// Messages told of in the log; it needs no more.
    private static final int MOST_TOLD = 10_000;

    private final Log log;
    private final ExecutorService threads;

    /// Messages of which a recipient's latest state could not be read.
    private final Set<UUID> olderToo = ConcurrentHashMap.newKeySet();

    /// Where the last call for events ended, so that the next need not read the segment again.
    private volatile @Nullable Reached reached;

    private record Reached(long generation, int offset, long sequence) {}

    Reading(Log log, String name) {
        this.log = log;
        this.threads =
                Executors.newFixedThreadPool(
                        log.settings.readThreads(),
                        Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    void close() {
        threads.shutdown();
    }

    private interface Finder {
        /// A record's place; called under the lock.
        long find() throws SpoolException;
    }

    private record Leased(Segment segment, long place) {}

    private Leased lease(Finder finder) throws SpoolException {
        log.lock.lock();
        try {
            long place = finder.find();
            var segment = Records.in(log.segments.get(Place.generation(place)), place);
            segment.leases++;
            return new Leased(segment, place);
        } finally {
            log.lock.unlock();
        }
    }

    private void end(Segment segment) {
        log.lock.lock();
        try {
            segment.leases--;
        } finally {
            log.lock.unlock();
        }
    }

    private Records.Loaded load(Finder finder) throws IOException {
        var leased = lease(finder);
        try {
            return Records.load(leased.segment, leased.place);
        } finally {
            end(leased.segment);
        }
    }

    <T> T elsewhere(Callable<T> work) throws IOException, InterruptedException {
        try {
            return threads.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw new SpoolException(SpoolException.Reason.CLOSED, "the spool is closed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SpoolException known) {
                throw new SpoolException(known.reason(), String.valueOf(known.getMessage()), known);
            }
            throw new IOException("reading the spool failed: " + e.getMessage(), e);
        }
    }

    private int slot(UUID id) throws SpoolException {
        int slot = log.index.messages.find(id);
        if (slot < 0) {
            throw new SpoolException(
                    SpoolException.Reason.UNKNOWN_MESSAGE, "no message " + id + " in the spool");
        }
        return slot;
    }

    Optional<SpooledMessage> message(UUID id) throws IOException, InterruptedException {
        try {
            return Optional.of(elsewhere(() -> current(id)));
        } catch (SpoolException e) {
            if (e.reason() == SpoolException.Reason.UNKNOWN_MESSAGE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<SpooledMessage> messages(List<UUID> ids, BiConsumer<UUID, SpoolException> damaged)
            throws IOException, InterruptedException {
        return elsewhere(() -> {
            List<SpooledMessage> found = new ArrayList<>(ids.size());
            for (var id : ids) {
                try {
                    found.add(current(id));
                } catch (SpoolException e) {
                    switch (e.reason()) {
                        case UNKNOWN_MESSAGE -> {}
                        case DAMAGED -> damaged.accept(id, e);
                        case FULL, FAILED, CLOSED, ALREADY_DONE, TOO_LARGE, LOCKED, UNUSABLE ->
                                throw e;
                    }
                }
            }
            return found;
        });
    }

    SpooledMessage current(UUID id) throws IOException {
        long[][] states = new long[1][];
        var put =
                load(() -> {
                    int slot = slot(id);
                    states[0] = log.index.messages.states(slot);
                    return log.index.messages.put(slot);
                });
        var message = Payload.message(put.meta());
        List<SpooledRecipient> recipients = new ArrayList<>(message.recipients());
        for (int i = 0; i < states[0].length; i++) {
            if (Place.plain(states[0][i]) != Place.NONE) {
                var first = recipients.get(i).standing();
                var latest = latest(id, i, first, Place.isDone(states[0][i]));
                recipients.set(i, recipients.get(i).at(latest));
            }
        }
        return new SpooledMessage(id, message.envelope(), message.bodyBytes(), recipients);
    }

    /// The latest state; where its record is damaged what the message's own says, as a recovery would have it: better twice than never.
    private Standing latest(UUID id, int ordinal, Standing first, boolean isDone)
            throws IOException {
        try {
            return standing(id, ordinal);
        } catch (SpoolException e) {
            if (e.reason() != SpoolException.Reason.DAMAGED) {
                throw e;
            }
            if (olderToo.size() < MOST_TOLD && olderToo.add(id)) {
                LOG.error(
                        "how recipient {} of message {} stands cannot be read, it goes on as it came in: {}",
                        ordinal,
                        id,
                        e.getMessage());
            }
            return isDone
                    ? new Standing(
                            first.state(), true, first.attempts(), first.due(), first.detail())
                    : first;
        }
    }

    /// The latest state, wherever it stands now: it may have been moved into the message's own record meanwhile.
    private Standing standing(UUID id, int ordinal) throws IOException {
        var found =
                load(() -> {
                    int slot = slot(id);
                    long place = Place.plain(log.index.messages.state(slot, ordinal));
                    return place == Place.NONE ? log.index.messages.put(slot) : place;
                });
        var meta = found.meta();
        return switch (found.frame().type()) {
            case STATE, MOVED_STATE -> {
                Payload.numbered(meta);
                yield Payload.standing(meta);
            }
            case PUT, MOVED, CHUNK, RETIRE, CONTROL, SEAL ->
                    Payload.message(meta).recipients().get(ordinal).standing();
        };
    }

    /// One part of a body: the numbered pieces, then what stands in the message's own record. Empty after the last.
    byte @Nullable [] part(UUID id, int number) throws IOException, InterruptedException {
        return elsewhere(() -> partHere(id, number));
    }

    byte @Nullable [] partHere(UUID id, int number) throws IOException {
        boolean[] over = new boolean[1];
        var loaded =
                load(() -> {
                    int slot = slot(id);
                    long[] pieces = log.index.pieces.getOrDefault(id, new long[0]);
                    over[0] = number > pieces.length;
                    return number < pieces.length ? pieces[number] : log.index.messages.put(slot);
                });
        return over[0] ? null : loaded.body();
    }

    void replay(SpoolVisitor visitor) throws IOException, InterruptedException {
        List<Segment> all;
        log.lock.lock();
        try {
            all = List.copyOf(log.segments.all());
        } finally {
            log.lock.unlock();
        }
        elsewhere(() -> {
            var gaps = new Gaps();
            for (var segment : all) {
                replay(segment, visitor, gaps);
            }
            if (!gaps.isEmpty()) {
                tell(gaps, visitor);
            }
            return true;
        });
    }

    /// What the index knows and the log did not show, the index being from a snapshot that is older than the damage.
    private void tell(Gaps gaps, SpoolVisitor visitor) throws IOException {
        List<UUID> damaged;
        List<Gaps.Recipient> older;
        log.lock.lock();
        try {
            damaged = gaps.messages(log.index.messages);
            older = gaps.recipients(log.index.messages);
        } finally {
            log.lock.unlock();
        }
        for (var id : damaged) {
            visitor.damaged(
                    id,
                    new SpoolException(
                            SpoolException.Reason.DAMAGED,
                            "its record does not have its checksum"));
        }
        for (var one : older) {
            var message = current(one.id());
            visitor.state(
                    one.id(), one.ordinal(), message.recipients().get(one.ordinal()).standing());
        }
    }

    void replay(Segment segment, SpoolVisitor visitor, Gaps gaps) throws IOException {
        int end;
        log.lock.lock();
        try {
            end = segment.end;
            segment.leases++;
        } finally {
            log.lock.unlock();
        }
        try {
            var scan =
                    new Scanner(
                            segment.file,
                            segment.stamp,
                            Stamp.BLOCK,
                            segment.stamp.first(),
                            end,
                            false);
            while (next(scan, segment.generation(), gaps)) {
                replay(scan, visitor);
            }
        } finally {
            end(segment);
        }
    }

    /// As [Scanner#nextWhole], and notes what it steps over.
    private static boolean next(Scanner scan, long generation, Gaps gaps) throws IOException {
        if (scan.next()) {
            return true;
        }
        if (!scan.isStuck()) {
            return false;
        }
        int from = scan.offset();
        boolean goesOn = scan.resync();
        gaps.add(generation, from, goesOn ? scan.offset() : Integer.MAX_VALUE);
        return goesOn;
    }

    private void replay(Scanner scan, SpoolVisitor visitor) {
        switch (scan.frame().type()) {
            case PUT, MOVED -> {
                var later = later(Payload.id(scan.meta()), scan.place());
                if (later != null) {
                    visitor.message(Payload.message(scan.meta()), later);
                }
            }
            case STATE, MOVED_STATE -> {
                var meta = scan.meta();
                var whose = Payload.numbered(meta);
                if (isLatest(whose, scan.place())) {
                    visitor.state(whose.id(), whose.number(), Payload.standing(meta));
                }
            }
            case CHUNK, RETIRE, CONTROL, SEAL -> {}
        }
    }

    private @Nullable BitSet later(UUID id, long place) {
        log.lock.lock();
        try {
            var table = log.index.messages;
            int slot = table.find(id);
            if (slot < 0 || table.put(slot) != place || table.live(slot) == 0) {
                return null;
            }
            var later = new BitSet();
            for (int i = 0; i < table.recipients(slot); i++) {
                later.set(i, Place.plain(table.state(slot, i)) != Place.NONE);
            }
            return later;
        } finally {
            log.lock.unlock();
        }
    }

    private boolean isLatest(Payload.Numbered whose, long place) {
        log.lock.lock();
        try {
            var table = log.index.messages;
            int slot = table.find(whose.id());
            return slot >= 0
                    && table.live(slot) > 0
                    && Place.plain(table.state(slot, whose.number())) == place;
        } finally {
            log.lock.unlock();
        }
    }

    /// Events of records after `after`, in the log's order, up to what is on disk; returns the last record looked at.
    long events(long after, EventVisitor visitor) throws IOException, InterruptedException {
        return elsewhere(() -> eventsHere(after, visitor));
    }

    long eventsHere(long after, EventVisitor visitor) throws IOException {
        long seen = after;
        List<Segment> all;
        log.lock.lock();
        try {
            all = log.segments.all().stream().filter(segment -> segment.last > after).toList();
            all.forEach(segment -> segment.leases++);
        } finally {
            log.lock.unlock();
        }
        try {
            for (var segment : all) {
                seen = events(segment, seen, visitor);
            }
        } finally {
            all.forEach(this::end);
        }
        return seen;
    }

    private long events(Segment segment, long after, EventVisitor visitor) throws IOException {
        long last;
        int end;
        log.lock.lock();
        try {
            last = segment.last;
            end = segment.end;
        } finally {
            log.lock.unlock();
        }
        var from = reached;
        boolean goesOn =
                from != null
                        && from.generation == segment.generation()
                        && from.sequence <= after + 1
                        && from.offset <= end;
        var scan =
                new Scanner(
                        segment.file,
                        segment.stamp,
                        goesOn && from != null ? from.offset : Stamp.BLOCK,
                        goesOn && from != null ? from.sequence : segment.stamp.first(),
                        end,
                        false);
        while (scan.nextWhole()) {
            if (scan.frame().sequence() > after) {
                byte[] event = Payload.event(scan.frame().type(), scan.meta());
                if (event.length > 0) {
                    visitor.event(scan.frame().sequence(), event);
                }
            }
        }
        reached = new Reached(segment.generation(), scan.offset(), scan.expected());
        return Math.max(after, last);
    }
}
