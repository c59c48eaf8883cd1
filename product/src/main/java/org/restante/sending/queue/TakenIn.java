package org.restante.sending.queue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.restante.sending.spool.SpoolException;

/// Remembers who came in by imports, for [#KEPT], so that nobody who was delivered to meanwhile comes in by another file: values of the
/// spool, `taken-in/` and a number, each with the moment and up to [#ROOM] keys. A key is the first eight octets of a sum over the message's id,
/// the recipient's address, and the export that had brought it to where it comes from: what has been elsewhere may come back. For one thread.
final class TakenIn {
    private static final String NAME = "taken-in/";

    /// For how long; mail that waits lives for days.
    static final Duration KEPT = Duration.ofDays(90);

    /// Keys in one value of the spool.
    private static final int ROOM = 512;

    private final Queue queue;
    private final Instant now;
    private final long[] before;
    private final ByteBuffer fresh = ByteBuffer.allocate((ROOM + 1) * Long.BYTES);

    private TakenIn(Queue queue, Instant now, long[] before) {
        this.queue = queue;
        this.now = now;
        this.before = before;
        begin();
    }

    /// What is remembered now; what is too old is forgotten.
    static TakenIn of(Queue queue) throws SpoolException, InterruptedException {
        var now = queue.time().now();
        var keys = LongStream.builder();
        for (var one : queue.spool().controls(NAME).entrySet()) {
            var value = ByteBuffer.wrap(one.getValue()).asLongBuffer();
            if (Instant.ofEpochMilli(value.get()).isBefore(now.minus(KEPT))) {
                queue.spool().control(one.getKey(), null);
            } else {
                while (value.hasRemaining()) {
                    keys.add(value.get());
                }
            }
        }
        return new TakenIn(queue, now, keys.build().sorted().toArray());
    }

    /// @param by the export that had brought the recipient to where it comes from
    static long key(UUID message, byte[] address, Optional<UUID> by) {
        var text = ByteBuffer.allocate(4 * Long.BYTES + address.length);
        put(text, message);
        by.ifPresent(export -> put(text, export));
        text.put(address);
        var sum = QueueExport.sha256();
        sum.update(text.flip());
        return ByteBuffer.wrap(sum.digest()).getLong();
    }

    private static void put(ByteBuffer text, UUID id) {
        text.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    boolean has(long key) {
        return Arrays.binarySearch(before, key) >= 0;
    }

    /// It has come in now.
    void add(long key) throws SpoolException, InterruptedException {
        fresh.putLong(key);
        if (!fresh.hasRemaining()) {
            write();
        }
    }

    /// Hands what was added to the spool; written with the next batch.
    void write() throws SpoolException, InterruptedException {
        if (fresh.position() > Long.BYTES) {
            queue.spool()
                    .control(
                            NAME + queue.chronicle().newId(now),
                            Arrays.copyOf(fresh.array(), fresh.position()));
            begin();
        }
    }

    private void begin() {
        fresh.clear().putLong(now.toEpochMilli());
    }
}
