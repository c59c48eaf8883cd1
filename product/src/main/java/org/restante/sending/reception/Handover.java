package org.restante.sending.reception;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.Submission;
import org.restante.mail.message.Submission.Draft;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.message.Submission.Suppressed;
import org.restante.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes messages that programs hand in whole, by HTTP: the same checks as an SMTP session makes, in the same order, and the same disk
/// before the answer. May be shared.
public final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final String name;
    private final Supplier<ReceptionSettings> settings;
    private final Submission submission;
    private final Brakes brakes;
    private final Gates gates;
    private final Optional<PolicyHook> hook;
    private final InstantSource clock;
    private volatile boolean isClosed;

    /// @param name how the server names itself
    /// @param settings as they are now
    public Handover(
            String name,
            Supplier<ReceptionSettings> settings,
            Submission submission,
            Brakes brakes,
            Gates gates,
            InstantSource clock) {
        this.name = name;
        this.settings = settings;
        this.submission = submission;
        this.brakes = brakes;
        this.gates = gates;
        hook = gates.policy().map(PolicyHook::new);
        this.clock = clock;
    }

    /// Octets the largest message may have.
    public long messageOctets() {
        return settings.get().messageOctets();
    }

    /// From now on nothing new is taken; what was begun may end.
    public void stop() {
        isClosed = true;
    }

    /// Begins a message.
    ///
    /// @param id the message's id; empty for a new one
    /// @param envelope with no recipients yet
    /// @param said how the program steers it; goes before what the header says. A trace of its own any program may say.
    /// @return empty when a message of that id is here
    /// @throws Refused when this client may not, or no new mail is taken now
    public Optional<Parcel> begin(
            Client client, InetAddress from, Optional<UUID> id, Envelope envelope, Steering said)
            throws Refused {
        if (isClosed) {
            throw refusal("421 4.3.2 " + name + " takes no new mail now");
        }
        var stop = brakes.objection(client);
        if (stop.isPresent()) {
            throw refusal("450 4.7.1 " + stop.get());
        }
        if (!client.maySendFrom(envelope.reversePath())) {
            throw refusal(
                    "550 5.7.1 " + client.name() + " may not send from " + envelope.reversePath());
        }
        var objection = client.objection(said.in(Optional.empty()));
        if (objection.isPresent()) {
            throw refusal("550 5.7.1 " + objection.get());
        }
        var draft = id.isPresent() ? submission.begin(id.get()) : Optional.of(submission.begin());
        if (draft.isEmpty()) {
            return Optional.empty();
        }
        var parcel = new Parcel(client, from, envelope, said, draft.get());
        try {
            parcel.require(
                    parcel.filters.begin(
                            parcel.seen, parcel.id(), envelope.reversePath(), List.of()));
        } catch (Refused e) {
            parcel.close();
            throw e;
        }
        return Optional.of(parcel);
    }

    private static Refused refusal(String text) {
        return new Refused(Reply.read(text));
    }

    /// A message that is coming in; closed without [#commit] nothing of it stays, and its recipients do not count.
    public final class Parcel implements AutoCloseable {
        private final ReceptionSettings settings = Handover.this.settings.get();
        private final Client client;
        private final Seen seen;
        private final Envelope envelope;
        private final Draft draft;
        private final IncomingMessage message;
        private final Map<Mailbox, Recipient> recipients = new LinkedHashMap<>();
        private Steering steering;
        private Optional<String> messageId = Optional.empty();
        private Optional<Domain> fromDomain = Optional.empty();
        private final Filters filters = new Filters(gates.filters(), name);
        private @Nullable String discardedBy;
        private boolean taken;

        private Parcel(
                Client client, InetAddress from, Envelope envelope, Steering said, Draft draft) {
            this.client = client;
            this.seen =
                    new Seen(
                            HeaderReading.literal(from),
                            from,
                            0,
                            null,
                            false,
                            client.name(),
                            "BEARER",
                            "",
                            "");
            this.envelope = envelope;
            this.steering = said;
            this.draft = draft;
            this.message =
                    new IncomingMessage(
                            draft,
                            settings.messageOctets(),
                            settings.headerOctets(),
                            settings.longLines(),
                            new Editing(),
                            MessageRoom.UNBOUNDED);
        }

        /// The id the message will have.
        public UUID id() {
            return draft.id();
        }

        /// Adds a recipient; one that it has already gets it once.
        ///
        /// @throws Refused when it may not have this one
        public void recipient(Recipient recipient) throws Refused {
            if (recipients.containsKey(recipient.mailbox())) {
                return;
            }
            if (recipients.size() >= settings.recipients()) {
                throw refusal(
                        "452 4.5.3 More recipients than one message may have; send the rest apart");
            }
            var objection = draft.objection(recipient, client.steered(steering));
            if (objection.isPresent()) {
                draft.told(objection.get());
                throw new Suppressed(objection.get().reply());
            }
            if (!brakes.allows(client)) {
                throw refusal(
                        "452 4.7.1 "
                                + client.name()
                                + " has had all the recipients it may have for now");
            }
            try {
                require(filters.recipient(recipient.mailbox(), List.of()));
            } catch (Refused e) {
                brakes.giveBack(client, 1);
                throw e;
            }
            recipients.put(recipient.mailbox(), recipient);
        }

        /// Whether nothing is against it.
        private void require(Ruling ruling) throws Refused {
            switch (ruling) {
                case Ruling.Pass() -> {}
                case Ruling.Refuse(var reply) -> throw new Refused(reply);
                case Ruling.Discard(var by) -> discardedBy = by;
            }
        }

        /// The next octets of header and body; lines end by CRLF. All recipients are known by then.
        public void write(byte[] octets, int at, int count) throws IOException {
            message.write(octets, at, count);
        }

        /// Returns when the message is durable.
        ///
        /// @throws Refused when it is not taken
        public void commit() throws Refused, IOException {
            message.end();
            var whole =
                    new Envelope(
                            envelope.reversePath(),
                            List.copyOf(recipients.values()),
                            envelope.isEightBit(),
                            envelope.isInternational(),
                            envelope.returned(),
                            envelope.envelopeId());
            ask(whole);
            if (discardedBy != null) {
                LOG.info(
                        "message {} of {} is discarded by {}",
                        draft.id(),
                        client.name(),
                        discardedBy);
                return;
            }
            draft.commit(
                    new Offer(
                            whole,
                            clock.instant(),
                            messageId,
                            fromDomain,
                            message.written(),
                            false,
                            steering,
                            Optional.of(client.name()),
                            client.pools()));
            taken = true;
        }

        /// Asks whoever is asked last.
        private void ask(Envelope whole) throws Refused {
            if (hook.isPresent() && discardedBy == null) {
                var said =
                        hook.get()
                                .ask(
                                        new PolicyHook.Question(
                                                draft.id(),
                                                seen,
                                                client.name(),
                                                whole,
                                                message.header(),
                                                message.written(),
                                                steering));
                require(said.ruling());
                steering = said.steering();
                brakes.require(client, steering.tenant());
            }
        }

        /// What is done with the header, and with a message that was held back.
        private final class Editing implements IncomingMessage.Editor {
            @Override
            public void edit(HeaderBlock header) throws Refused {
                require(filters.data());
                Parcel.this.edit(header);
            }

            @Override
            public String trace() {
                return Parcel.this.trace(clock.instant());
            }

            @Override
            public boolean holdsBack() {
                return !filters.areNone();
            }

            @Override
            public Scratch judge(HeaderBlock header, Scratch body) throws Refused, IOException {
                var judged = filters.message(header, body);
                require(judged.ruling());
                return judged.body();
            }
        }

        private void edit(HeaderBlock header) throws Refused {
            var reading = new HeaderReading(name, settings.hops(), client, draft);
            var read = reading.read(header, steering, true, clock.instant());
            steering = read.steering();
            brakes.require(client, steering.tenant());
            messageId = read.messageId();
            fromDomain = read.fromDomain();
        }

        private String trace(Instant now) {
            return "Received: from "
                    + seen.hello()
                    + "\r\n\tby "
                    + name
                    + " (Restante) with HTTP id "
                    + draft.id()
                    + ";\r\n\t"
                    + HeaderReading.date(now)
                    + "\r\n";
        }

        @Override
        public void close() {
            if (!taken) {
                brakes.giveBack(client, recipients.size());
            }
            message.close();
            filters.close();
            draft.close();
        }
    }
}
