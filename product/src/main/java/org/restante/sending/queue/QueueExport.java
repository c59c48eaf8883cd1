package org.restante.sending.queue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.restante.sending.spool.Commit;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.SpooledRecipient;
import org.restante.sending.spool.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Writes waiting mail as a stream for another server: lines of JSON, each message followed by its octets, a sum at the end (docs/QUEUE.md
/// has the format). What is being tried is left out, and what another export holds already, unless the filter names that one. For one thread.
final class QueueExport {
    private static final Logger LOG = LoggerFactory.getLogger(QueueExport.class);

    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 2000;

    /// As many of the messages that are left out are named.
    private static final int NAMED = 100;

    private final Queue queue;
    private final UUID id;
    private final Filter mail;
    private final boolean holds;
    private final By by;
    private final Roll roll;
    private long messages;
    private long recipients;
    private long leftOut;

    /// Recipients that other exports hold, by export.
    private final Map<UUID, Long> ofOthers = new TreeMap<>();

    private final List<UUID> leftOutMessages = new ArrayList<>();

    /// @param holds what is written is held here from then on
    /// @param by a tenant may take back its own mail
    QueueExport(Queue queue, UUID id, Filter mail, boolean holds, By by) {
        this.queue = queue;
        this.id = id;
        this.mail = mail;
        this.holds = holds;
        this.by = by;
        roll = new Roll(queue);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void writeTo(OutputStream to) throws IOException, InterruptedException {
        if (!holds) {
            write(to);
            return;
        }
        queue.exports().begins(id, mail, by);
        try {
            write(to);
        } finally {
            queue.exports().ends(id);
        }
    }

    private void write(OutputStream to) throws IOException, InterruptedException {
        var digest = sha256();
        var out = new DigestOutputStream(to, digest);
        var first = JSON.createObjectNode();
        first.put("restante_queue", VERSION).put("export", id.toString());
        first.put("at", queue.time().now().toString()).put("held", holds);
        line(out, first.toString());
        UUID after = null;
        for (var ids = queue.spool().ids(after, PAGE);
                !ids.isEmpty();
                ids = queue.spool().ids(after, PAGE)) {
            for (var one : ids) {
                try {
                    message(out, one);
                } catch (LeftOut e) {
                    leaveOut(one, e.why);
                }
            }
            after = ids.getLast();
        }
        var last = JSON.createObjectNode();
        last.put("end", true).put("messages", messages).put("recipients", recipients);
        last.put("left_out", leftOut);
        var named = last.putArray("left_out_messages");
        leftOutMessages.forEach(one -> named.add(one.toString()));
        var others = last.putObject("held_by_others");
        ofOthers.forEach((export, count) -> others.put(export.toString(), count));
        last.put("sha256", HexFormat.of().formatHex(digest.digest()));
        line(to, last.toString());
        to.flush();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A message cannot be read; nothing of it has been written.
    private static final class LeftOut extends Exception {
        private static final long serialVersionUID = 1;
        private final IOException why;

        LeftOut(IOException why) {
            super(why);
            this.why = why;
        }
    }

    private void leaveOut(UUID one, IOException why) {
        leftOut++;
        if (leftOutMessages.size() < NAMED) {
            leftOutMessages.add(one);
        }
        LOG.error("export {} leaves out message {}: {}", id, one, why.getMessage());
    }

    private Optional<SpooledMessage> read(UUID one)
            throws IOException, InterruptedException, LeftOut {
        try {
            return queue.spool().message(one);
        } catch (SpoolException e) {
            if (!DamagedMail.isDamage(e)) {
                throw e;
            }
            queue.damaged().found(one, e);
            throw new LeftOut(e);
        }
    }

    private List<QueuedRecipient> waiting(SpooledMessage message) throws LeftOut {
        try {
            return roll.of(message);
        } catch (IOException e) {
            queue.damaged().found(message.id(), e);
            throw new LeftOut(e);
        }
    }

    /// Before anything is written and held: half a body in the stream would spoil all that follows. What waits here with a damaged body
    /// ends with a notice to its sender.
    private void requireWholeBody(UUID one) throws IOException, InterruptedException, LeftOut {
        try (var body = queue.spool().body(one)) {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (SpoolException e) {
            if (!DamagedMail.isDamage(e)) {
                throw e;
            }
            throw new LeftOut(e);
        }
    }

    private void message(OutputStream out, UUID one)
            throws IOException, InterruptedException, LeftOut {
        var found = read(one);
        if (found.isEmpty()) {
            return;
        }
        List<Integer> taken = new ArrayList<>();
        for (var it : waiting(found.get())) {
            if (!mail.matches(it, queue.time().now())) {
                continue;
            }
            var other = it.export();
            if (other != null && !mail.values().containsKey(Facet.EXPORT)) {
                ofOthers.merge(other, 1L, Long::sum);
            } else if (queue.claims().take(one, it.ordinal())) {
                taken.add(it.ordinal());
            }
        }
        try {
            var now = taken.isEmpty() ? Optional.<SpooledMessage>empty() : read(one);
            if (now.isPresent()) {
                var there = now.get().recipients();
                write(
                        out,
                        now.get(),
                        taken.stream().filter(it -> !there.get(it).standing().done()).toList());
            }
        } finally {
            taken.forEach(ordinal -> queue.claims().free(one, ordinal));
        }
    }

    private void write(OutputStream out, SpooledMessage message, List<Integer> taken)
            throws IOException, InterruptedException, LeftOut {
        if (taken.isEmpty()) {
            return;
        }
        requireWholeBody(message.id());
        if (holds) {
            hold(message, taken);
        }
        var stored = StoredMessage.of(message.envelope());
        var head = JSON.createObjectNode();
        head.put("message", message.id().toString());
        head.put("from", stored.reversePath().address()).put("stream", stored.stream());
        head.put("octets", message.bodyBytes()).put("envelope", message.envelope());
        var list = head.putArray("recipients");
        for (int ordinal : taken) {
            var it = message.recipients().get(ordinal);
            var row = list.addObject();
            row.put("to", StoredMessage.recipient(it.address()).toString());
            row.put("address", it.address());
            row.put("attempts", Roll.attempts(it.standing()));
            row.put("due", Roll.due(it.standing(), stored).toEpochMilli());
            var detail = Detail.of(it.standing()).withoutExport();
            row.put("detail", detail.toBytes());
        }
        line(out, head.toString());
        try (var body = queue.spool().body(message.id())) {
            body.transferTo(out);
        }
        line(out, "");
        messages++;
        recipients += taken.size();
    }

    /// Here it stays until a person says what becomes of it; written before the message is, so that nothing leaves twice.
    private void hold(SpooledMessage message, List<Integer> taken)
            throws IOException, InterruptedException {
        var stored = StoredMessage.of(message.envelope());
        Commit last = null;
        for (int ordinal : taken) {
            var standing = message.recipients().get(ordinal).standing();
            var before = Detail.of(standing);
            // What the operator took out stays the operator's.
            boolean isTenants =
                    by.tenant().isPresent()
                            && (before.exported().isEmpty() || before.isExportedByTenant());
            var detail = before.withExported(id, isTenants);
            last =
                    queue.spool()
                            .change(
                                    message.id(),
                                    ordinal,
                                    new Standing(
                                            State.WAITING.number,
                                            false,
                                            Roll.attempts(standing),
                                            Roll.due(standing, stored).toEpochMilli(),
                                            detail.toBytes()),
                                    new byte[0]);
        }
        if (last != null) {
            last.await();
        }
    }

    /// A recipient as it stands in a stream.
    static SpooledRecipient recipient(byte[] address, int attempts, long due, byte[] detail) {
        return new SpooledRecipient(
                address, new Standing(State.WAITING.number, false, attempts, due, detail));
    }
}
