package org.restante.sending.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.protocol.session.Octets;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.bounce.Abridged;
import org.restante.sending.delivery.Mail;
import org.restante.sending.dispatch.Consignment;
import org.restante.sending.dispatch.Facts;
import org.restante.sending.dispatch.Settled;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpooledMessage;
import org.restante.sending.spool.Standing;

/// A message on its way out for some of its recipients: what is stored before the attempt, and after it.
final class QueuedMail implements Consignment {
    private static final int PIECE = 64 * 1024;

    /// Whom it was for is done, held or in somebody's hand.
    private static final Mail NOTHING =
            new Mail(
                    new Envelope(
                            ReversePath.NULL,
                            List.of(),
                            false,
                            false,
                            Optional.empty(),
                            Optional.empty()),
                    new Mail.Body() {
                        @Override
                        public long octets() {
                            return 0;
                        }

                        @Override
                        public void writeTo(Octets sink) {}
                    },
                    false);

    private final Waiting entry;
    private final QueueBucket bucket;
    private final Queue queue;
    private @Nullable SpooledMessage spooled;
    private @Nullable StoredMessage stored;
    private final List<Integer> ordinals = new ArrayList<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();

    QueuedMail(Waiting entry, QueueBucket bucket, Queue queue) {
        this.entry = entry;
        this.bucket = bucket;
        this.queue = queue;
    }

    @Override
    public UUID id() {
        return entry.id();
    }

    @Override
    public int recipients() {
        return entry.ordinals().length;
    }

    @Override
    public Mail mail() throws IOException {
        var gate = new Gate(queue, bucket, entry);
        var claimed = gate.claim();
        var found = claimed.isEmpty() ? Optional.<SpooledMessage>empty() : gate.read(claimed);
        if (found.isEmpty()) {
            return NOTHING;
        }
        var message = found.get();
        var read = read(message, claimed);
        if (read == null) {
            gate.free(claimed);
            return NOTHING;
        }
        var kept = read.message();
        spooled = message;
        stored = kept;
        var withheld = new Withheld(queue, entry.id(), message, kept);
        for (int i = 0; i < claimed.size(); i++) {
            int ordinal = claimed.get(i);
            var spooledRecipient = message.recipients().get(ordinal);
            var recipient = read.recipients().get(i);
            if (gate.passes(message, kept, ordinal, recipient)
                    && !withheld.keepsBack(ordinal, recipient)) {
                ordinals.add(ordinal);
                recipients.add(recipient);
                attempts.add(attempt(spooledRecipient.standing()));
            }
        }
        putBackLater(withheld.end());
        var path = reversePath(kept);
        var envelope =
                new Envelope(
                        path,
                        recipients,
                        kept.hasEightBit(),
                        kept.isInternational() && needsUtf8(kept, path),
                        kept.returned(),
                        kept.envelopeId());
        return new Mail(envelope, new Body(kept, message.bodyBytes()), kept.hasEightBit());
    }

    private record Read(StoredMessage message, List<Recipient> recipients) {}

    /// All of it before anything is done; null where it cannot be read.
    private @Nullable Read read(SpooledMessage message, List<Integer> claimed) {
        try {
            var kept = StoredMessage.of(message.envelope());
            List<Recipient> all = new ArrayList<>(claimed.size());
            for (int ordinal : claimed) {
                all.add(StoredMessage.recipient(message.recipients().get(ordinal).address()));
            }
            return new Read(kept, all);
        } catch (IOException e) {
            queue.damaged().found(message.id(), e);
            return null;
        }
    }

    /// What could not be noted now.
    private void putBackLater(List<Integer> stay) {
        if (!stay.isEmpty()) {
            long later = queue.time().millis() + Queue.AFTER_TROUBLE.toMillis();
            int[] all = stay.stream().mapToInt(Integer::intValue).toArray();
            queue.putBack(bucket, new Waiting(entry.id(), all, later, entry.turn()));
        }
    }

    /// Whether anything in it is beyond ASCII; of a message that came with SMTPUTF8 for nothing, no host need know (RFC 6531 §3.2).
    private boolean needsUtf8(StoredMessage kept, ReversePath path) {
        return kept.hasEightBit()
                || !isAscii(path.address())
                || recipients.stream().anyMatch(one -> !isAscii(one.toString()));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /// The sender's, or where its stream has receivers return mail to.
    private ReversePath reversePath(StoredMessage kept) {
        if (kept.reversePath().isNull() || recipients.isEmpty()) {
            return kept.reversePath();
        }
        return queue.settings()
                .returnPaths()
                .of(kept.tenantAndStream())
                .map(path -> path.to(recipients.getFirst().mailbox()))
                .orElse(kept.reversePath());
    }

    /// The number of the attempt that is about to be made.
    private int attempt(Standing standing) {
        return isCounted(standing) ? standing.attempts() : standing.attempts() + 1;
    }

    /// Whether the attempt is stored already: the first one of a message that has just come in.
    private boolean isCounted(Standing standing) {
        return standing.state() == State.FIRST.number && entry.turn() >= 0;
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }

    private record InMemory(byte[] all) implements Mail.Body {
        @Override
        public long octets() {
            return all.length;
        }

        @Override
        public void writeTo(Octets sink) throws IOException {
            sink.write(all, 0, all.length);
        }
    }

    private final class Body implements Mail.Body {
        private final byte[] signature;
        private final long octets;
        private final boolean isNotice;

        Body(StoredMessage kept, long bytes) {
            signature = kept.signature().getBytes(StandardCharsets.US_ASCII);
            octets = signature.length + bytes;
            isNotice = kept.client().isEmpty() && kept.reversePath().isNull();
        }

        @Override
        public long octets() {
            return octets;
        }

        @Override
        public void writeTo(Octets sink) throws IOException {
            sink.write(signature, 0, signature.length);
            try (var in = open()) {
                var piece = new byte[(int) Math.min(PIECE, Math.max(1, octets))];
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    sink.write(piece, 0, count);
                }
            } catch (SpoolException e) {
                throw damage(e);
            }
        }

        private static IOException damage(SpoolException e) {
            return e.reason() == SpoolException.Reason.DAMAGED ? new Mail.Damaged(e) : e;
        }

        /// Only what is our own may be changed on its way.
        @Override
        public Optional<Mail.Body> sevenBit() throws IOException {
            if (!isNotice) {
                return Optional.empty();
            }
            try (var in = open()) {
                return Abridged.of(in).map(InMemory::new);
            } catch (SpoolException e) {
                throw damage(e);
            }
        }

        private InputStream open() throws IOException {
            try {
                return queue.spool().body(entry.id());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    @Override
    public void begins() throws IOException {
        var message = spooled;
        if (message == null) {
            throw new IllegalStateException("not read");
        }
        // What became of it could not be kept, and after a restart it would be delivered again.
        queue.spool().requireWritable();
        for (int i = 0; i < ordinals.size(); i++) {
            var standing = message.recipients().get(ordinals.get(i)).standing();
            if (!isCounted(standing)) {
                long due = queue.time().millis() + Queue.AFTER_A_CRASH.toMillis();
                queue.store(
                        entry.id(),
                        ordinals.get(i),
                        new Standing(
                                State.TRIED.number, false, attempts.get(i), due, standing.detail()),
                        null);
            }
        }
    }

    @Override
    public void settle(List<Settled> outcomes, Facts facts) {
        var kept = stored;
        var message = spooled;
        if (kept == null || message == null) {
            throw new IllegalStateException("not read");
        }
        new Settlement(queue, bucket, entry, message, kept, ordinals, recipients, attempts)
                .settle(outcomes, facts);
    }

    @Override
    public void putBack() {
        long later =
                Instant.ofEpochMilli(queue.time().millis())
                        .plus(Queue.AFTER_TROUBLE)
                        .toEpochMilli();
        var message = spooled;
        for (int i = 0; i < ordinals.size() && message != null; i++) {
            var standing = message.recipients().get(ordinals.get(i)).standing();
            queue.settle(
                    entry.id(),
                    ordinals.get(i),
                    new Standing(
                            State.WAITING.number,
                            false,
                            attempts.get(i) - 1,
                            later,
                            standing.detail()),
                    new byte[0]);
        }
        queue.putBack(bucket, entry.at(later));
    }
}
