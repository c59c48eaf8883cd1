package org.restante.sending.queue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.restante.sending.spool.Standing;

/// What the queue keeps of a recipient beside attempts and due time: fields, each a letter, a length (1 octet) and so many octets.
/// A field that this version does not know stays as it is.
record Detail(Map<Byte, byte[]> fields) {
    private static final byte CAUSE = 'C';
    private static final byte POOL = 'P';
    private static final byte RELEASED = 'R';
    private static final byte EXPORTED = 'X';

    Detail {
        fields = Map.copyOf(fields);
    }

    static Detail of(Standing standing) {
        var fields = new TreeMap<Byte, byte[]>();
        var bytes = ByteBuffer.wrap(standing.detail());
        while (bytes.remaining() >= 2) {
            byte field = bytes.get();
            var value = new byte[Math.min(bytes.get() & 0xFF, bytes.remaining())];
            bytes.get(value);
            fields.put(field, value);
        }
        return new Detail(fields);
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream(32);
        new TreeMap<>(fields)
                .forEach((field, value) -> {
                    bytes.write(field);
                    bytes.write(value.length);
                    bytes.writeBytes(value);
                });
        return bytes.toByteArray();
    }

    private Optional<String> text(byte field) {
        return Optional.ofNullable(fields.get(field))
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private Detail with(byte field, Optional<byte[]> value) {
        var changed = new TreeMap<>(fields);
        changed.remove(field);
        value.filter(it -> it.length <= 255).ifPresent(it -> changed.put(field, it));
        return new Detail(changed);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Why the last attempt came to nothing, as the verdict's word.
    Optional<String> cause() {
        return text(CAUSE);
    }

    Detail withCause(Optional<String> cause) {
        return with(CAUSE, cause.map(Detail::octets));
    }

    /// The pool a person has moved it to; empty for the message's own.
    Optional<String> pool() {
        return text(POOL);
    }

    Detail withPool(String pool) {
        return with(POOL, Optional.of(octets(pool)));
    }

    /// When a person let it go; holds from before do not hold it.
    Optional<Instant> released() {
        return Optional.ofNullable(fields.get(RELEASED))
                .map(value -> Instant.ofEpochMilli(ByteBuffer.wrap(value).getLong()));
    }

    Detail withReleased(Instant at) {
        var value = ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
        return with(RELEASED, Optional.of(value));
    }

    /// The export that took it out; it is held until a person says what becomes of it here.
    Optional<UUID> exported() {
        return Optional.ofNullable(fields.get(EXPORTED))
                .map(ByteBuffer::wrap)
                .map(value -> new UUID(value.getLong(), value.getLong()));
    }

    Detail withExported(Optional<UUID> export) {
        return with(
                EXPORTED,
                export.map(id ->
                        ByteBuffer.allocate(16)
                                .putLong(id.getMostSignificantBits())
                                .putLong(id.getLeastSignificantBits())
                                .array()));
    }
}
