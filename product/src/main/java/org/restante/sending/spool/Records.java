package org.restante.sending.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads single records back and checks them.
final class Records {
    private Records() {}

    /// One record, with its body, which is checked when it is asked for: whose body is damaged can be told so.
    record Loaded(Frame frame, ByteBuffer bytes, long place) {
        ByteBuffer meta() {
            return bytes.slice(Frame.HEADER, frame.metaLength());
        }

        byte[] body() throws SpoolException {
            var part = bytes.slice(Frame.HEADER + frame.metaLength(), frame.bodyLength());
            if (Frame.sum(part) != frame.bodySum()) {
                throw damaged(place);
            }
            var body = new byte[frame.bodyLength()];
            bytes.get(Frame.HEADER + frame.metaLength(), body);
            return body;
        }
    }

    static Loaded load(Segment segment, long place) throws IOException {
        var bytes = ByteBuffer.allocate(Place.size(place));
        segment.file.readFully(bytes, Place.offset(place));
        var frame = Frame.decode(bytes, 0, segment.stamp, 0);
        if (frame == null
                || frame.size() != bytes.capacity()
                || Frame.sum(bytes.slice(Frame.HEADER, frame.metaLength())) != frame.metaSum()) {
            throw damaged(place);
        }
        return new Loaded(frame, bytes, place);
    }

    static SpoolException damaged(long place) {
        return new SpoolException(
                SpoolException.Reason.DAMAGED,
                "the record in " + Place.tell(place) + " does not have its checksum");
    }

    /// The segment a place is in; one that is gone means that the index and the disk disagree.
    static Segment in(@Nullable Segment segment, long place) throws SpoolException {
        if (segment == null) {
            throw damaged(place);
        }
        return segment;
    }
}
