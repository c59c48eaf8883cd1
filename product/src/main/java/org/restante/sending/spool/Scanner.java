package org.restante.sending.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Walks the records of one segment.
final class Scanner {
    private static final int STEP = 256 << 10;
    private static final int SMALL_STEP = 8 << 10;

    private final DiskFile file;
    private final Stamp stamp;
    private final int limit;
    private final boolean bodies;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private int windowAt;
    private int offset;
    private long expected;
    private int next;
    private @Nullable Frame frame;

    /// @param from where to begin, and `expected` the record to find there
    /// @param limit where to stop
    /// @param bodies whether body parts are read and their sums checked
    Scanner(DiskFile file, Stamp stamp, int from, long expected, int limit, boolean bodies) {
        this.file = file;
        this.stamp = stamp;
        this.next = from;
        this.offset = from;
        this.expected = expected;
        this.limit = limit;
        this.bodies = bodies;
    }

    /// Goes to the next record. False at the limit or where no valid record follows; then [#offset] is that place.
    boolean next() throws IOException {
        offset = next;
        frame = at(offset, expected - 1);
        if (frame == null || frame.sequence() != expected) {
            frame = null;
            return false;
        }
        accept(frame);
        return true;
    }

    private void accept(Frame found) {
        next = offset + found.size();
        expected = found.sequence() + 1;
    }

    /// Whether there is something at [#offset] that is not a valid record, after [#next] said false.
    boolean isStuck() {
        return offset + Frame.HEADER <= limit;
    }

    /// Looks for the first valid record behind the place [#next] got stuck at, and goes to it.
    boolean resync() throws IOException {
        long missing = expected;
        for (int at = offset + Place.UNIT; at + Frame.HEADER <= limit; at += Place.UNIT) {
            var found = at(at, missing);
            if (found != null) {
                offset = at;
                frame = found;
                accept(found);
                return true;
            }
        }
        return false;
    }

    /// As [#next], but steps over what is damaged.
    boolean nextWhole() throws IOException {
        return next() || isStuck() && resync();
    }

    private @Nullable Frame at(int at, long after) throws IOException {
        if (at + Frame.HEADER > limit) {
            return null;
        }
        load(at, Frame.HEADER);
        var found = Frame.decode(window, at - windowAt, stamp, after);
        if (found == null || at + found.size() > limit) {
            return null;
        }
        load(at, Frame.HEADER + found.metaLength() + (bodies ? found.bodyLength() : 0));
        if (Frame.sum(slice(at + Frame.HEADER, found.metaLength())) != found.metaSum()) {
            return null;
        }
        if (bodies
                && Frame.sum(slice(at + Frame.HEADER + found.metaLength(), found.bodyLength()))
                        != found.bodySum()) {
            return null;
        }
        return found;
    }

    private ByteBuffer slice(int at, int length) {
        return window.slice(at - windowAt, length);
    }

    private void load(int at, int length) throws IOException {
        if (at >= windowAt && at + length <= windowAt + window.limit()) {
            return;
        }
        int wanted = Math.min(Math.max(length, bodies ? STEP : SMALL_STEP), limit - at);
        if (wanted > window.capacity()) {
            window = ByteBuffer.allocate(wanted);
        }
        window.clear().limit(wanted);
        windowAt = at;
        file.readFully(window, at);
        window.flip();
        if (window.limit() < length) {
            throw new EOFException("segment ends within a record");
        }
    }

    Frame frame() {
        return Objects.requireNonNull(frame);
    }

    /// The record's meta part, until the next step.
    ByteBuffer meta() {
        return slice(offset + Frame.HEADER, frame().metaLength());
    }

    int offset() {
        return offset;
    }

    /// Where the record after this one is.
    int after() {
        return next;
    }

    /// Sequence of the record that should be next.
    long expected() {
        return expected;
    }

    long place() {
        return Place.of(stamp.generation(), offset, frame().size());
    }
}
