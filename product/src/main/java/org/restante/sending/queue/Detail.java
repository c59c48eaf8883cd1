package org.restante.sending.queue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.spool.Standing;

/// What the queue keeps of a recipient beside attempts and due time: fields, each a letter, a length (1 octet) and so many octets.
/// A field that this version does not know stays as it is.
record Detail(Map<Byte, byte[]> fields) {
    private static final byte CAUSE = 'C';
    private static final byte POOL = 'P';
    private static final byte RELEASED = 'R';
    private static final byte RELEASED_BY_TENANT = 'T';
    private static final byte EXPORTED = 'X';
    private static final byte CAME_BY = 'I';
    private static final byte LAST_WORD = 'L';
    private static final byte HOST = 'H';
    private static final byte DELAY_TOLD = 'D';
    private static final byte GREYLISTED = 'G';
    private static final int LONGEST = 255;

    /// Octets of an id.
    private static final int ID = 16;

    private static final int LONGEST_HOST = 100;

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
        value.filter(it -> it.length <= LONGEST).ifPresent(it -> changed.put(field, it));
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

    /// When its tenant let it go; holds of the operator hold it still.
    Optional<Instant> releasedByTenant() {
        return Optional.ofNullable(fields.get(RELEASED_BY_TENANT))
                .map(value -> Instant.ofEpochMilli(ByteBuffer.wrap(value).getLong()));
    }

    Detail withReleasedByTenant(Instant at) {
        var value = ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
        return with(RELEASED_BY_TENANT, Optional.of(value));
    }

    /// When a greylist first refused it.
    Optional<Instant> greylisted() {
        return Optional.ofNullable(fields.get(GREYLISTED))
                .map(value -> Instant.ofEpochMilli(ByteBuffer.wrap(value).getLong()));
    }

    Detail withGreylisted(Instant first) {
        var value = ByteBuffer.allocate(Long.BYTES).putLong(first.toEpochMilli()).array();
        return with(GREYLISTED, Optional.of(value));
    }

    /// The export that took it out; it is held until a person says what becomes of it here.
    Optional<UUID> exported() {
        return id(EXPORTED);
    }

    /// The export by which it came here; empty for what was submitted here.
    Optional<UUID> cameBy() {
        return id(CAME_BY);
    }

    Detail withCameBy(UUID export) {
        return with(CAME_BY, Optional.of(octets(export).array()));
    }

    private Optional<UUID> id(byte field) {
        return Optional.ofNullable(fields.get(field))
                .map(ByteBuffer::wrap)
                .map(value -> new UUID(value.getLong(), value.getLong()));
    }

    private static ByteBuffer octets(UUID id) {
        return ByteBuffer.allocate(ID)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
    }

    /// Whether its tenant took it out, who may then take it back.
    boolean isExportedByTenant() {
        var value = fields.get(EXPORTED);
        return value != null && value.length > ID && value[ID] == 1;
    }

    Detail withExported(UUID id, boolean isByTenant) {
        var value = Arrays.copyOf(octets(id).array(), ID + 1);
        value[ID] = (byte) (isByTenant ? 1 : 0);
        return with(EXPORTED, Optional.of(value));
    }

    Detail withoutExport() {
        return with(EXPORTED, Optional.empty());
    }

    /// What came of the last attempt, its text cut to what there is room for.
    Optional<Outcome> lastWord() {
        return text(LAST_WORD).flatMap(Detail::outcome);
    }

    /// Who said it.
    Optional<String> host() {
        return text(HOST);
    }

    Detail withLastWord(Outcome outcome, @Nullable String host) {
        return with(LAST_WORD, Optional.of(cut(spelled(outcome))))
                .with(
                        HOST,
                        Optional.ofNullable(host)
                                .filter(it -> it.length() <= LONGEST_HOST)
                                .map(Detail::octets));
    }

    /// A word for its kind, stage and trouble or nothing, text; tabs between.
    private static String spelled(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var reply, var handedOn) ->
                    "refused\t" + Stage.CONTENT.word() + "\t\t" + spelled(reply);
            case Outcome.Refused(var stage, var reply) ->
                    "refused\t" + stage.word() + "\t\t" + spelled(reply);
            case Outcome.Broken(var stage, var trouble, var text) ->
                    "broken\t" + stage.word() + "\t" + trouble.word() + "\t" + text;
            case Outcome.Unfit(var status, var text) -> "unfit\t" + status + "\t\t" + text;
        };
    }

    private static String spelled(Reply reply) {
        var text = String.join(" ", reply.lines());
        return reply.code().isPresent() ? reply.code().getAsInt() + " " + text : text;
    }

    private static Optional<Outcome> outcome(String spelled) {
        var parts = spelled.split("\t", 4);
        if (parts.length < 4) {
            return Optional.empty();
        }
        return switch (parts[0]) {
            case "refused" ->
                    Stage.of(parts[1])
                            .map(stage -> new Outcome.Refused(stage, Reply.read(parts[3])));
            case "broken" ->
                    Stage.of(parts[1])
                            .flatMap(stage ->
                                    Trouble.of(parts[2])
                                            .map(it -> new Outcome.Broken(stage, it, parts[3])));
            case "unfit" -> Optional.of(new Outcome.Unfit(parts[1], parts[3]));
            default -> Optional.empty();
        };
    }

    /// No longer than a field may be, and no character in half.
    private static byte[] cut(String text) {
        byte[] all = octets(text);
        int length = Math.min(all.length, LONGEST);
        while (length < all.length && length > 0 && (all[length] & 0xC0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(all, length);
    }

    /// Whether the sender was told of the delay.
    boolean isDelayTold() {
        return fields.containsKey(DELAY_TOLD);
    }

    Detail withDelayTold() {
        return with(DELAY_TOLD, Optional.of(new byte[0]));
    }
}
