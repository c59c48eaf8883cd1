package org.restante.sending.queue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.Submission;
import org.restante.mail.smtp.Reply;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.signing.PassingMessage;
import org.restante.sending.spool.SpoolException;
import org.restante.sending.spool.SpooledRecipient;
import org.restante.sending.spool.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes mail in: on disk first, then to those who wait. Shared by all threads.
final class Intake implements Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /// The stream that is of this class.
    private static final String TRANSACTIONAL = "transactional";

    private static final String TOO_LARGE =
            "552 5.3.4 More recipients or a longer envelope than can be kept";

    private final Queue queue;
    private final QueueSettings settings;

    Intake(Queue queue, QueueSettings settings) {
        this.queue = queue;
        this.settings = settings;
    }

    @Override
    public Submission.Draft begin() throws Refused {
        requireRoom();
        try {
            return new Incoming(queue.spool().begin());
        } catch (SpoolException e) {
            throw refused(e);
        }
    }

    @Override
    public Optional<Submission.Draft> begin(UUID id) throws Refused {
        if (queue.spool().isHere(id)) {
            return Optional.empty();
        }
        requireRoom();
        try {
            return Optional.of(new Incoming(queue.spool().begin(id)));
        } catch (SpoolException e) {
            throw refused(e);
        }
    }

    private void requireRoom() throws Refused {
        if (queue.isFull()) {
            LOG.warn("new mail is refused: the index of waiting mail cannot be written");
            throw new Refused(Reply.read("452 4.3.1 There is no room for new mail now"));
        }
    }

    private static Refused refused(SpoolException e) {
        var reply =
                switch (e.reason()) {
                    case FULL -> "452 4.3.1 There is no room for new mail now";
                    case TOO_LARGE -> TOO_LARGE;
                    case CLOSED -> "421 4.3.2 Shutting down";
                    case FAILED, UNKNOWN_MESSAGE, ALREADY_DONE, DAMAGED, LOCKED, UNUSABLE ->
                            "451 4.3.0 Mail cannot be kept now";
                };
        return refused(reply, e);
    }

    private static Refused refused(String reply, IOException why) {
        LOG.warn("new mail is refused: {}", why.getMessage());
        return new Refused(Reply.read(reply));
    }

    /// A recipient who is not mailed any more.
    ///
    /// @param event put on record when the client is told
    private record Suppressing(Reply reply, boolean isForRcpt, byte[] event)
            implements Submission.Objection {}

    private final class Incoming implements Submission.Draft {
        private final org.restante.sending.spool.Draft draft;

        /// Whether any octet so far is above 127.
        private boolean hasEightBit;

        private final PassingMessage passing = queue.signatures().begin();

        Incoming(org.restante.sending.spool.Draft draft) {
            this.draft = draft;
        }

        @Override
        public UUID id() {
            return draft.id();
        }

        @Override
        public Optional<Objection> objection(Recipient recipient, Steering said) {
            boolean mayBeTransactional =
                    said.stream().isEmpty() || said.stream().get().equals(TRANSACTIONAL);
            return queue.suppression()
                    .keepsBack(recipient.mailbox(), said.tenant(), mayBeTransactional)
                    .map(why ->
                            new Suppressing(
                                    Reply.read("550 5.7.1 Suppressed, " + why.words()),
                                    queue.suppression().refusesAtRcpt(),
                                    queue.chronicle().suppressed(id(), recipient, said, why)));
        }

        @Override
        public Optional<Reply> objection(Steering said) {
            var pools = queue.pools();
            return said.pool()
                    .filter(name -> !pools.has(name))
                    .map(name ->
                            Reply.read(
                                    "550 5.6.0 There is no pool "
                                            + name
                                            + "; "
                                            + pools.words()
                                            + " would be right"));
        }

        @Override
        public void told(Objection objection) {
            if (objection instanceof Suppressing(var reply, var isForRcpt, var event)) {
                queue.note(event);
            }
        }

        @Override
        public void write(byte[] bytes, int at, int count) throws Refused, IOException {
            for (int i = at; i < at + count && !hasEightBit; i++) {
                hasEightBit = bytes[i] < 0;
            }
            passing.write(bytes, at, count);
            try {
                draft.write(bytes, at, count);
            } catch (SpoolException e) {
                throw refused(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        @Override
        public void commit(Offer offer) throws Refused, IOException {
            try {
                accept(offer);
            } catch (SpoolException e) {
                throw refused(e);
            } catch (StoredMessage.TooLong e) {
                throw refused(TOO_LARGE, e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private void accept(Offer offer)
                throws Refused, SpoolException, StoredMessage.TooLong, InterruptedException {
            var signature = passing.fields(offer.fromDomain(), queue.time().now());
            var message = stored(offer, pool(offer), hasEightBit, signature);
            long now = queue.time().millis();
            long due = offer.steering().due().map(Instant::toEpochMilli).orElse(now);
            boolean goesNow = due <= now;
            var recipients = new ArrayList<SpooledRecipient>();
            Map<QueueBucket, List<Integer>> byBucket = new LinkedHashMap<>();
            for (var recipient : offer.envelope().recipients()) {
                byBucket.computeIfAbsent(
                                queue.bucket(message, recipient, id()),
                                ignored -> new ArrayList<>())
                        .add(recipients.size());
                var standing =
                        goesNow
                                ? Standing.waiting(
                                        State.FIRST.number, 1, now + Queue.AFTER_A_CRASH.toMillis())
                                : Standing.waiting(State.WAITING.number, 0, due);
                recipients.add(new SpooledRecipient(StoredMessage.bytes(recipient), standing));
            }
            var event =
                    queue.chronicle()
                            .received(id(), message, offer.size(), offer.envelope().recipients());
            draft.commit(message.toBytes(), recipients, event);
            queue.deadlines().accepted(id(), message, offer.envelope().recipients());
            byBucket.forEach((bucket, ordinals) -> {
                int[] all = ordinals.stream().mapToInt(Integer::intValue).toArray();
                queue.putBack(bucket, new Waiting(id(), all, due, queue.nextTurn()));
            });
        }

        @Override
        public void close() {
            draft.close();
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }

    /// The pool it leaves by: the one asked for, else the usual one, where the client may use it, else the only one that the client may use.
    ///
    /// @throws Refused where there is none of these: by another's pool it does not leave
    private String pool(Offer offer) throws Refused {
        var pools = queue.pools();
        var usual = pools.usual().name();
        var own = offer.pools();
        if (offer.steering().pool().isPresent()) {
            return offer.steering().pool().get();
        }
        if (own.isEmpty() || own.contains(usual)) {
            return usual;
        }
        if (own.size() > 1) {
            throw new Refused(
                    Reply.read(
                            "550 5.7.1 The usual pool is not this client's; one of "
                                    + String.join(", ", new TreeSet<>(own))
                                    + ", asked for, would be right"));
        }
        var only = own.iterator().next();
        if (!pools.has(only)) {
            LOG.error("mail is not taken: its client's only pool is {}, which is none", only);
            throw new Refused(
                    Reply.read("451 4.3.5 The pool of this client, " + only + ", is not there"));
        }
        return only;
    }

    private StoredMessage stored(Offer offer, String pool, boolean hasEightBit, String signature) {
        var envelope = offer.envelope();
        var steering = offer.steering();
        boolean isTransactional = steering.stream().filter(TRANSACTIONAL::equals).isPresent();
        var life =
                isTransactional
                        ? settings.transactional()
                        : offer.isRelayed() ? settings.relayed() : settings.bulk();
        var expires =
                steering.expires().orElse(steering.due().orElse(queue.time().now()).plus(life));
        return new StoredMessage(
                envelope.reversePath(),
                hasEightBit,
                envelope.isInternational(),
                envelope.returned(),
                envelope.envelopeId(),
                offer.messageId(),
                offer.fromDomain(),
                steering.tenant(),
                steering.stream().or(() -> offer.fromDomain().map(Object::toString)).orElse("mail"),
                steering.campaign(),
                pool,
                isTransactional,
                queue.time().now(),
                expires,
                signature,
                offer.client(),
                steering.trace());
    }
}
