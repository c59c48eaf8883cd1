package org.restante.sending.spool;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The meta part of each kind of record, big-endian. Lengths of addresses and details are two bytes, all others four.
///
/// | record | meta |
/// |---|---|
/// | PUT, MOVED | id, born, chunks, body length (8), recipients n, n bytes "done" (0/1), envelope, n × (address, standing), event |
/// | CHUNK | id, number |
/// | STATE, MOVED_STATE | id, ordinal, standing, event |
/// | RETIRE | id, born, last, event |
/// | CONTROL | name, 1 and value, or 0; then the event, where there is one |
/// | SEAL | nothing |
///
/// A standing is state (1), done (1), attempts (4), due (8), detail. *born* and *last* are the generations of the first segment and of
/// the last one that may hold the message; *born* is 0 in a PUT, which means its own.
final class Payload {
    private Payload() {}

    private static final byte[] NO_EVENT = new byte[0];

    static byte[] put(SpooledMessage message, int born, int chunks, byte[] event) {
        return build(out -> {
            id(out, message.id());
            out.writeInt(born);
            out.writeInt(chunks);
            out.writeLong(message.bodyBytes());
            out.writeInt(message.recipients().size());
            for (var recipient : message.recipients()) {
                out.writeByte(recipient.standing().done() ? 1 : 0);
            }
            counted(out, message.envelope());
            for (var recipient : message.recipients()) {
                out.writeShort(recipient.address().length);
                out.write(recipient.address());
                standing(out, recipient.standing());
            }
            counted(out, event);
        });
    }

    static byte[] chunk(UUID id, int number) {
        return build(out -> {
            id(out, id);
            out.writeInt(number);
        });
    }

    static byte[] state(UUID id, int ordinal, Standing standing, byte[] event) {
        return build(out -> {
            id(out, id);
            out.writeInt(ordinal);
            standing(out, standing);
            counted(out, event);
        });
    }

    static byte[] retire(UUID id, int born, int last, byte[] event) {
        return build(out -> {
            id(out, id);
            out.writeInt(born);
            out.writeInt(last);
            counted(out, event);
        });
    }

    static byte[] control(String name, byte @Nullable [] value) {
        return control(name, value, NO_EVENT);
    }

    static byte[] control(String name, byte @Nullable [] value, byte[] event) {
        return build(out -> {
            counted(out, name.getBytes(StandardCharsets.UTF_8));
            out.writeByte(value == null ? 0 : 1);
            if (value != null) {
                counted(out, value);
            }
            if (event.length > 0) {
                counted(out, event);
            }
        });
    }

    /// What the index must know of a PUT or MOVED.
    record Head(UUID id, int born, int chunks, long bodyBytes, boolean[] done) {}

    static Head head(ByteBuffer meta) {
        var id = id(meta);
        int born = meta.getInt();
        int chunks = meta.getInt();
        long bodyBytes = meta.getLong();
        var done = new boolean[meta.getInt()];
        for (int i = 0; i < done.length; i++) {
            done[i] = meta.get() != 0;
        }
        return new Head(id, born, chunks, bodyBytes, done);
    }

    static SpooledMessage message(ByteBuffer meta) {
        var head = head(meta);
        var envelope = counted(meta);
        List<SpooledRecipient> recipients = new ArrayList<>(head.done.length);
        for (int i = 0; i < head.done.length; i++) {
            var address = new byte[meta.getShort() & 0xFFFF];
            meta.get(address);
            recipients.add(new SpooledRecipient(address, standing(meta)));
        }
        return new SpooledMessage(head.id, envelope, head.bodyBytes, recipients);
    }

    record Numbered(UUID id, int number) {}

    /// The start of a CHUNK, STATE or MOVED_STATE: message and ordinal or number of the piece.
    static Numbered numbered(ByteBuffer meta) {
        return new Numbered(id(meta), meta.getInt());
    }

    static Standing standing(ByteBuffer meta) {
        int state = meta.get() & 0xFF;
        boolean done = meta.get() != 0;
        int attempts = meta.getInt();
        long due = meta.getLong();
        var detail = new byte[meta.getShort() & 0xFFFF];
        meta.get(detail);
        return new Standing(state, done, attempts, due, detail);
    }

    record End(UUID id, int born, int last) {}

    static End end(ByteBuffer meta) {
        return new End(id(meta), meta.getInt(), meta.getInt());
    }

    record Named(String name, byte @Nullable [] value) {}

    static Named named(ByteBuffer meta) {
        var name = new String(counted(meta), StandardCharsets.UTF_8);
        return new Named(name, meta.get() == 0 ? null : counted(meta));
    }

    /// The event a record carries, empty where it has none.
    static byte[] event(RecordType type, ByteBuffer meta) {
        return switch (type) {
            case PUT -> {
                message(meta);
                yield counted(meta);
            }
            case STATE -> {
                numbered(meta);
                standing(meta);
                yield counted(meta);
            }
            case RETIRE -> {
                end(meta);
                yield counted(meta);
            }
            case CONTROL -> {
                named(meta);
                yield meta.hasRemaining() ? counted(meta) : NO_EVENT;
            }
            case MOVED, MOVED_STATE, CHUNK, SEAL -> NO_EVENT;
        };
    }

    static UUID id(ByteBuffer meta) {
        return new UUID(meta.getLong(), meta.getLong());
    }

    static byte[] none() {
        return NO_EVENT;
    }

    private static byte[] counted(ByteBuffer meta) {
        var bytes = new byte[meta.getInt()];
        meta.get(bytes);
        return bytes;
    }

    private static void id(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static void counted(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void standing(DataOutputStream out, Standing standing) throws IOException {
        out.writeByte(standing.state());
        out.writeByte(standing.done() ? 1 : 0);
        out.writeInt(standing.attempts());
        out.writeLong(standing.due());
        out.writeShort(standing.detail().length);
        out.write(standing.detail());
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] build(Writing writing) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
