package org.restante.sending.queue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.SpooledRecipient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes the stream of an export in, each message under the id it had. The whole file is checked before anything is taken, so a file that is
/// cut off or changed leaves nothing. Who is here already, or has come in before, is left out. For one thread.
final class QueueImport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_LINE = 16 << 20;
    private static final int PIECE = 64 * 1024;

    private final Queue queue;
    private final Path file;
    private final By by;
    private long taken;
    private long recipients;
    private long refused;
    private long refusedRecipients;

    QueueImport(Queue queue, Path file, By by) {
        this.queue = queue;
        this.file = file;
        this.by = by;
    }

    /// What is done with the parts of a stream.
    private interface Parts {
        /// Reads or passes over exactly the octets of the message.
        void message(JsonNode head, InputStream octets) throws IOException, InterruptedException;
    }

    /// @throws IllegalArgumentException when it is no whole stream of an export; nothing was taken then
    Control.Imported run() throws IOException, InterruptedException {
        var end = read((head, octets) -> octets.skipNBytes(head.path("octets").asLong()));
        var export = UUID.fromString(end.path("export").asString(""));
        var name = "import/" + export;
        var before = queue.spool().control(name);
        if (before.isPresent()) {
            throw new IllegalArgumentException(
                    "export "
                            + export
                            + " was imported already, at "
                            + new String(before.get(), StandardCharsets.UTF_8));
        }
        var memory = TakenIn.of(queue);
        try {
            read((head, octets) -> take(export, memory, head, octets));
        } finally {
            memory.write();
        }
        var now = queue.time().now();
        queue.spool()
                .control(
                        name,
                        now.toString().getBytes(StandardCharsets.UTF_8),
                        queue.chronicle().did(by, "import export=" + export + " messages=" + taken))
                .await();
        return new Control.Imported(
                export,
                taken,
                recipients,
                refused,
                refusedRecipients,
                end.path("sha256").asString(""));
    }

    /// The last line, with the export's id.
    private JsonNode read(Parts parts) throws IOException, InterruptedException {
        var digest = QueueExport.sha256();
        try (var in = new BufferedInputStream(Files.newInputStream(file), PIECE)) {
            var first = object(line(in, digest));
            if (first.path("restante_queue").asInt(0) != QueueExport.VERSION) {
                throw new IllegalArgumentException(
                        "no export that this version reads; its first line would say \"restante_queue\":"
                                + QueueExport.VERSION);
            }
            long messages = 0;
            while (true) {
                var sum = HexFormat.of().formatHex(copy(digest).digest());
                var head = object(line(in, digest));
                if (head.path("end").asBoolean(false)) {
                    if (!sum.equals(head.path("sha256").asString(""))
                            || messages != head.path("messages").asLong(-1)) {
                        throw new IllegalArgumentException(
                                "the file was changed: its sum is not that of its last line");
                    }
                    return ((tools.jackson.databind.node.ObjectNode) head)
                            .put("export", first.path("export").asString(""));
                }
                parts.message(head, new Summed(in, digest));
                line(in, digest);
                messages++;
            }
        } catch (EOFException e) {
            throw new IllegalArgumentException("the file is cut off", e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be cloned", e);
        }
    }

    private static JsonNode object(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the file is no export, or was changed", e);
        }
    }

    private static String line(InputStream in, MessageDigest digest) throws IOException {
        var line = new ByteArrayOutputStream(512);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException();
            }
            line.write(octet);
        }
        digest.update(line.toByteArray());
        digest.update((byte) '\n');
        return line.toString(StandardCharsets.UTF_8);
    }

    /// The stream, its octets added to the sum as they are read.
    private static final class Summed extends InputStream {
        private final InputStream in;
        private final MessageDigest digest;

        Summed(InputStream in, MessageDigest digest) {
            this.in = in;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            if (octet >= 0) {
                digest.update((byte) octet);
            }
            return octet;
        }

        @Override
        public int read(byte[] bytes, int at, int count) throws IOException {
            int read = in.read(bytes, at, count);
            if (read > 0) {
                digest.update(bytes, at, read);
            }
            return read;
        }

        /// Skipped octets count in the sum too.
        @Override
        public void skipNBytes(long count) throws IOException {
            var piece = new byte[PIECE];
            for (long left = count; left > 0; ) {
                int read = read(piece, 0, (int) Math.min(piece.length, left));
                if (read < 0) {
                    throw new EOFException();
                }
                left -= read;
            }
        }
    }

    private void take(UUID export, TakenIn memory, JsonNode head, InputStream octets)
            throws IOException, InterruptedException {
        var id = UUID.fromString(head.path("message").asString(""));
        long left = head.path("octets").asLong();
        var envelope = head.path("envelope").binaryValue();
        var stored = StoredMessage.of(envelope);
        var here = queue.spool().message(id);
        List<SpooledRecipient> all = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        for (var row : head.path("recipients")) {
            var one = recipient(row);
            var detail = Detail.of(one.standing());
            long key = TakenIn.key(id, one.address(), detail.cameBy());
            if (memory.has(key) || isAmong(one, here)) {
                refusedRecipients++;
            } else {
                keys.add(key);
                all.add(recipient(row, detail.withCameBy(export).toBytes()));
            }
        }
        if (all.isEmpty()) {
            refused++;
            octets.skipNBytes(left);
            return;
        }
        // The others of its recipients wait here: these are a message of their own, as old as that
        // one.
        var as = here.isEmpty() ? id : queue.chronicle().newId(stored.receivedAt());
        spool(as, stored, envelope, all, octets, left);
        for (long key : keys) {
            memory.add(key);
        }
        file(as, stored, all);
    }

    private static SpooledRecipient recipient(JsonNode row) {
        return recipient(row, row.path("detail").binaryValue());
    }

    private static SpooledRecipient recipient(JsonNode row, byte[] detail) {
        return QueueExport.recipient(
                row.path("address").binaryValue(),
                row.path("attempts").asInt(),
                row.path("due").asLong(),
                detail);
    }

    private static boolean isAmong(SpooledRecipient one, Optional<SpooledMessage> here) {
        return here.stream()
                .flatMap(message -> message.recipients().stream())
                .anyMatch(it -> Arrays.equals(it.address(), one.address()));
    }

    private void spool(
            UUID id,
            StoredMessage stored,
            byte[] envelope,
            List<SpooledRecipient> all,
            InputStream octets,
            long count)
            throws IOException, InterruptedException {
        try (var draft = queue.spool().begin(id)) {
            var piece = new byte[PIECE];
            for (long left = count; left > 0; ) {
                int read = octets.read(piece, 0, (int) Math.min(piece.length, left));
                if (read < 0) {
                    throw new EOFException();
                }
                draft.write(piece, 0, read);
                left -= read;
            }
            var words = "import";
            draft.commit(envelope, all, queue.chronicle().cameIn(id, stored, by, words));
        }
    }

    private void file(UUID id, StoredMessage stored, List<SpooledRecipient> all)
            throws IOException {
        queue.deadlines().refiled(id, stored);
        taken++;
        recipients += all.size();
        for (int i = 0; i < all.size(); i++) {
            var standing = all.get(i).standing();
            queue.file(
                    stored,
                    id,
                    i,
                    StoredMessage.recipient(all.get(i).address()),
                    Detail.of(standing).pool().orElse(stored.pool()),
                    Instant.ofEpochMilli(standing.due()));
        }
    }
}
