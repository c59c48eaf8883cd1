package org.restante.sending.spool;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the log amounts to: where everything live stands. The one place where a record takes effect, the same when it was just
/// written and when it is read back. Guarded by the log's lock.
final class Index {
    /// What came of a record.
    enum Effect {
        TAKEN,
        UNKNOWN_MESSAGE,
        ALREADY_DONE
    }

    /// @param value null where the name was removed; the record of that is kept while older segments may hold a value
    record Control(long place, byte @Nullable [] value) {}

    final MessageTable messages = new MessageTable();
    final Map<UUID, long[]> pieces = new HashMap<>();
    final Map<UUID, long[]> drafts = new HashMap<>();
    final Map<String, Control> controls = new HashMap<>();

    /// Messages with no recipient left whose end is not written yet.
    final Deque<UUID> finished = new ArrayDeque<>();

    private final Segments segments;

    /// While the log is read back, a piece of a draft nobody knows may belong to a message that follows.
    private boolean reading = true;

    private long liveRecipients;

    Index(Segments segments) {
        this.segments = segments;
    }

    void readingIsOver() {
        reading = false;
        for (var id : drafts.keySet().toArray(UUID[]::new)) {
            dropDraft(id);
        }
    }

    long liveRecipients() {
        return liveRecipients;
    }

    Effect apply(RecordType type, ByteBuffer meta, long place) {
        return switch (type) {
            case PUT, MOVED -> put(Payload.head(meta), place);
            case CHUNK -> chunk(Payload.numbered(meta), place);
            case STATE, MOVED_STATE ->
                    state(Payload.numbered(meta), place, doneIn(meta), type == RecordType.STATE);
            case RETIRE -> retire(Payload.id(meta));
            case CONTROL -> control(Payload.named(meta), place);
            case SEAL -> Effect.TAKEN;
        };
    }

    private static boolean doneIn(ByteBuffer meta) {
        return meta.get(meta.position() + 1) != 0;
    }

    private Effect put(Payload.Head head, long place) {
        int slot = messages.find(head.id());
        int born = head.born() == 0 ? (int) Place.generation(place) : head.born();
        if (slot >= 0) {
            forgetStates(slot);
            segments.account(messages.put(slot), -1);
            messages.setPut(slot, place);
        } else {
            slot = messages.add(head.id(), place, born, head.done().length);
        }
        segments.account(place, 1);
        int live = 0;
        for (int i = 0; i < head.done().length; i++) {
            messages.setState(slot, i, head.done()[i] ? Place.done(Place.NONE) : Place.NONE);
            live += head.done()[i] ? 0 : 1;
        }
        setLive(slot, live);
        if (head.chunks() > 0 && !pieces.containsKey(head.id())) {
            long[] written = drafts.remove(head.id());
            pieces.put(
                    head.id(),
                    Arrays.copyOf(written == null ? new long[0] : written, head.chunks()));
        }
        return Effect.TAKEN;
    }

    private void forgetStates(int slot) {
        for (int i = 0; i < messages.recipients(slot); i++) {
            forget(messages.state(slot, i));
        }
        liveRecipients -= messages.live(slot);
        messages.setLive(slot, 0);
    }

    private void forget(long place) {
        if (Place.plain(place) != Place.NONE) {
            segments.account(place, -1);
        }
    }

    private void setLive(int slot, int live) {
        liveRecipients += live - messages.live(slot);
        messages.setLive(slot, live);
        if (live == 0) {
            finished.add(messages.id(slot));
        }
    }

    private Effect chunk(Payload.Numbered piece, long place) {
        long[] known = pieces.get(piece.id());
        if (known == null && (reading || drafts.containsKey(piece.id()))) {
            known = drafts.getOrDefault(piece.id(), new long[0]);
            if (piece.number() >= known.length) {
                known = Arrays.copyOf(known, piece.number() + 1);
            }
            drafts.put(piece.id(), known);
        }
        if (known == null || piece.number() >= known.length) {
            return Effect.UNKNOWN_MESSAGE;
        }
        forget(known[piece.number()]);
        known[piece.number()] = place;
        segments.account(place, 1);
        return Effect.TAKEN;
    }

    private Effect state(Payload.Numbered whose, long place, boolean done, boolean fresh) {
        int slot = messages.find(whose.id());
        if (slot < 0 || whose.number() < 0 || whose.number() >= messages.recipients(slot)) {
            return Effect.UNKNOWN_MESSAGE;
        }
        long before = messages.state(slot, whose.number());
        if (fresh && Place.isDone(before)) {
            return Effect.ALREADY_DONE;
        }
        forget(before);
        messages.setState(slot, whose.number(), done ? Place.done(place) : place);
        segments.account(place, 1);
        if (done && !Place.isDone(before)) {
            setLive(slot, messages.live(slot) - 1);
        }
        return Effect.TAKEN;
    }

    private Effect retire(UUID id) {
        int slot = messages.find(id);
        if (slot < 0) {
            return Effect.UNKNOWN_MESSAGE;
        }
        forgetStates(slot);
        segments.account(messages.put(slot), -1);
        messages.remove(slot);
        release(pieces.remove(id));
        return Effect.TAKEN;
    }

    private Effect control(Payload.Named named, long place) {
        var before = controls.put(named.name(), new Control(place, named.value()));
        if (before != null) {
            segments.account(before.place(), -1);
        }
        segments.account(place, 1);
        return Effect.TAKEN;
    }

    void dropDraft(UUID id) {
        release(drafts.remove(id));
    }

    private void release(long @Nullable [] places) {
        if (places != null) {
            for (long place : places) {
                forget(place);
            }
        }
    }

    /// Adds a message as a snapshot has it.
    void restore(UUID id, long put, int born, long[] states) {
        int slot = messages.add(id, put, born, states.length);
        segments.account(put, 1);
        int live = 0;
        for (int i = 0; i < states.length; i++) {
            messages.setState(slot, i, states[i]);
            if (Place.plain(states[i]) != Place.NONE) {
                segments.account(states[i], 1);
            }
            live += Place.isDone(states[i]) ? 0 : 1;
        }
        messages.setLive(slot, 0);
        setLive(slot, live);
    }

    void restorePieces(Map<UUID, long[]> target, UUID id, long[] places) {
        target.put(id, places);
        for (long place : places) {
            if (place != Place.NONE) {
                segments.account(place, 1);
            }
        }
    }

    void restoreControl(String name, Control control) {
        controls.put(name, control);
        segments.account(control.place(), 1);
    }
}
