package org.restante.sending.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes room: moves what still counts in a segment that is mostly dead to the end of the log, then sets the segment free. Works in
/// small steps on a thread of its own; the moves are entries like all others, and the original is free only when they are on disk.
final class Mover {
    /// Bytes handed in before the mover waits for them, so that no batch is long because of it.
    private static final int PORTION = 512 << 10;

    /// Share of live bytes up to which a segment is moved when room is short.
    private static final double WHEN_SHORT = 0.8;

    private static final int PASSES = 4;

    /// What a step came to.
    enum Step {
        NOTHING_TO_DO,
        WAITING,
        WORKED
    }

    private final Log log;
    private final Consumer<Entry> hand;
    private final List<Entry> handed = new ArrayList<>();
    private @Nullable Segment victim;
    private @Nullable Scanner scan;
    private int passes;

    /// @param hand takes entries to the log
    Mover(Log log, Consumer<Entry> hand) {
        this.log = log;
        this.hand = hand;
    }

    /// One step. After it failed to read a segment, that one is left alone.
    Step advance() {
        if (log.stopped() != null) {
            return Step.NOTHING_TO_DO;
        }
        var segment = victim;
        if (segment == null) {
            victim = choose();
            passes = 0;
            scan = null;
            return victim == null ? Step.NOTHING_TO_DO : Step.WORKED;
        }
        if (!handed.stream().allMatch(entry -> entry.commit.isDecided())) {
            return Step.WAITING;
        }
        if (!handed.stream().allMatch(entry -> entry.commit.isDurable())) {
            return giveUp();
        }
        handed.clear();
        try {
            return work(segment);
        } catch (IOException | RuntimeException e) {
            locked(() -> segment.damaged = true);
            return giveUp();
        }
    }

    private Step giveUp() {
        handed.clear();
        victim = null;
        return Step.NOTHING_TO_DO;
    }

    private @Nullable Segment choose() {
        double limit = log.lacking(1) > 0 ? WHEN_SHORT : log.settings.moveBelow();
        log.lock.lock();
        try {
            long copied = Cursor.copied(log.index);
            Segment best = null;
            for (var segment : log.segments.all()) {
                if (isMovable(segment, copied)
                        && segment.live < limit * segment.stamp.segmentBytes()
                        && (best == null || segment.live < best.live)) {
                    best = segment;
                }
            }
            return best;
        } finally {
            log.lock.unlock();
        }
    }

    private boolean isMovable(Segment segment, long copied) {
        return segment != log.segments.active()
                && !segment.damaged
                && segment.leases == 0
                && segment.last <= copied;
    }

    private Step work(Segment segment) throws IOException {
        if (scan == null) {
            passes++;
            scan =
                    new Scanner(
                            segment.file,
                            segment.stamp,
                            Stamp.BLOCK,
                            segment.stamp.first(),
                            segment.end,
                            false);
        }
        int bytes = 0;
        while (bytes < PORTION) {
            if (!scan.nextWhole()) {
                return handed.isEmpty() ? finish(segment) : Step.WAITING;
            }
            var entry = moved(scan.frame().type(), scan.meta(), scan.place(), segment);
            if (entry != null) {
                bytes += entry.size();
                handed.add(entry);
                hand.accept(entry);
            }
        }
        return Step.WAITING;
    }

    private Step finish(Segment segment) throws IOException {
        scan = null;
        if (liveBytes(segment) > 0) {
            if (passes >= PASSES) {
                locked(() -> segment.damaged = true);
                return giveUp();
            }
            return Step.WORKED;
        }
        if (!log.segments.leave(segment)) {
            return Step.WAITING;
        }
        try {
            log.segments.release(segment);
        } catch (IOException e) {
            log.stop(
                    SpoolException.Reason.FAILED,
                    "setting a segment free failed: " + e.getMessage(),
                    e);
        }
        victim = null;
        return Step.WORKED;
    }

    private @Nullable Entry moved(RecordType type, ByteBuffer meta, long place, Segment from)
            throws IOException {
        return switch (type) {
            case PUT, MOVED -> movedMessage(meta, place, from);
            case CHUNK -> movedChunk(meta, place, from);
            case STATE, MOVED_STATE -> movedState(meta, place);
            case RETIRE -> movedEnd(meta, from);
            case CONTROL -> movedControl(meta, place, from);
            case SEAL -> null;
        };
    }

    private @Nullable Entry movedMessage(ByteBuffer meta, long place, Segment from)
            throws IOException {
        var head = Payload.head(meta.duplicate());
        var id = head.id();
        long[] states;
        int born;
        log.lock.lock();
        try {
            int slot = log.index.messages.find(id);
            if (slot < 0 || log.index.messages.put(slot) != place) {
                return null;
            }
            states = log.index.messages.states(slot);
            born = log.index.messages.born(slot);
        } finally {
            log.lock.unlock();
        }
        var message = withStates(Payload.message(meta), states);
        byte[] body = Records.load(from, place).body();
        return Entry.move(
                RecordType.MOVED,
                Payload.put(message, born, head.chunks(), Payload.none()),
                body,
                () -> {
                    int slot = log.index.messages.find(id);
                    return slot >= 0
                            && log.index.messages.put(slot) == place
                            && Arrays.equals(log.index.messages.states(slot), states);
                });
    }

    private SpooledMessage withStates(SpooledMessage message, long[] states) throws IOException {
        List<SpooledRecipient> recipients = new ArrayList<>(message.recipients());
        for (int i = 0; i < states.length; i++) {
            long place = Place.plain(states[i]);
            if (place != Place.NONE) {
                recipients.set(i, recipients.get(i).at(standing(place)));
            }
        }
        return new SpooledMessage(
                message.id(), message.envelope(), message.bodyBytes(), recipients);
    }

    /// Only the mover sets segments free, so what it looks up stays where it is.
    private Standing standing(long place) throws IOException {
        Segment segment;
        log.lock.lock();
        try {
            segment = Records.in(log.segments.get(Place.generation(place)), place);
        } finally {
            log.lock.unlock();
        }
        var meta = Records.load(segment, place).meta();
        Payload.numbered(meta);
        return Payload.standing(meta);
    }

    private @Nullable Entry movedChunk(ByteBuffer meta, long place, Segment from)
            throws IOException {
        var piece = Payload.numbered(meta);
        Entry.Guard guard =
                () ->
                        isAt(log.index.pieces.get(piece.id()), piece.number(), place)
                                || isAt(log.index.drafts.get(piece.id()), piece.number(), place);
        if (!holds(guard)) {
            return null;
        }
        byte[] body = Records.load(from, place).body();
        return Entry.move(RecordType.CHUNK, Payload.chunk(piece.id(), piece.number()), body, guard);
    }

    private static boolean isAt(long @Nullable [] places, int number, long place) {
        return places != null && number < places.length && places[number] == place;
    }

    private @Nullable Entry movedState(ByteBuffer meta, long place) {
        var whose = Payload.numbered(meta);
        Entry.Guard guard =
                () -> {
                    int slot = log.index.messages.find(whose.id());
                    return slot >= 0
                            && Place.plain(log.index.messages.state(slot, whose.number())) == place;
                };
        if (!holds(guard)) {
            return null;
        }
        var state =
                Payload.state(whose.id(), whose.number(), Payload.standing(meta), Payload.none());
        return Entry.move(RecordType.MOVED_STATE, state, Payload.none(), guard);
    }

    private @Nullable Entry movedEnd(ByteBuffer meta, Segment from) {
        var end = Payload.end(meta);
        Entry.Guard guard = () -> log.segments.exists(end.born(), end.last(), from.generation());
        if (!holds(guard)) {
            return null;
        }
        var bytes = Payload.retire(end.id(), end.born(), end.last(), Payload.none());
        return Entry.move(RecordType.RETIRE, bytes, Payload.none(), guard);
    }

    private @Nullable Entry movedControl(ByteBuffer meta, long place, Segment from) {
        var named = Payload.named(meta);
        Entry.Guard guard =
                () -> {
                    var known = log.index.controls.get(named.name());
                    return known != null && known.place() == place;
                };
        if (!holds(guard)) {
            return null;
        }
        if (named.value() == null && isForgotten(named.name(), from)) {
            return null;
        }
        var bytes = Payload.control(named.name(), named.value());
        return Entry.move(RecordType.CONTROL, bytes, Payload.none(), guard);
    }

    /// Drops the note that a value was removed, once no older segment may hold the value.
    private boolean isForgotten(String name, Segment from) {
        log.lock.lock();
        try {
            boolean last = !log.segments.hasOlder(from.generation());
            if (last) {
                var removed = log.index.controls.remove(name);
                if (removed != null) {
                    log.segments.account(removed.place(), -1);
                }
            }
            return last;
        } finally {
            log.lock.unlock();
        }
    }

    private boolean holds(Entry.Guard guard) {
        log.lock.lock();
        try {
            return guard.holds();
        } finally {
            log.lock.unlock();
        }
    }

    private long liveBytes(Segment segment) {
        log.lock.lock();
        try {
            return segment.live;
        } finally {
            log.lock.unlock();
        }
    }

    private void locked(Runnable change) {
        log.lock.lock();
        try {
            change.run();
        } finally {
            log.lock.unlock();
        }
    }
}
