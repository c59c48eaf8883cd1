package org.restante.mail.message;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.restante.mail.smtp.Reply;

/// The one door through which new mail comes in, by SMTP or by HTTP: what it takes is on disk.
public interface Submission {
    /// Begins a message.
    ///
    /// @throws Refused when no new mail is taken now
    Draft begin() throws Refused;

    /// Begins a message under an id of the caller's choice, so that the same request, repeated after a crash, makes no second message.
    ///
    /// @return empty when a message of that id is here
    /// @throws Refused when no new mail is taken now
    default Optional<Draft> begin(UUID id) throws Refused {
        throw new UnsupportedOperationException("messages are not kept by id");
    }

    /// A message that is coming in. Closed without [#commit], nothing of it stays.
    interface Draft extends Closeable {
        /// The id it will have.
        UUID id();

        /// What is against one recipient, whatever the message; empty where nothing is.
        ///
        /// @param said what is known so far of where the message belongs
        default Optional<Objection> objection(Recipient recipient, Steering said) {
            return Optional.empty();
        }

        /// What is against where the submitter wants the message to belong, such as a pool there is not; empty where nothing is.
        default Optional<Reply> objection(Steering said) {
            return Optional.empty();
        }

        /// The client was told so, and the recipient is not of the message.
        default void told(Objection objection) {}

        /// The next octets of header and body, as they will be sent: lines ended by CRLF.
        void write(byte[] bytes, int at, int count) throws Refused, IOException;

        /// Returns when the message is durable.
        ///
        /// @throws Refused when it is not taken; nothing of it stays
        void commit(Offer offer) throws Refused, IOException;

        @Override
        void close();
    }

    /// Why a recipient's mail would not be sent.
    interface Objection {
        Reply reply();

        /// Whether an SMTP client is told at RCPT; else its mail is taken, and the sender hears of it later.
        boolean isForRcpt();
    }

    /// What is known of a message when it is complete.
    ///
    /// @param messageId the `Message-ID` header, without angle brackets
    /// @param fromDomain the domain of the first `From` address
    /// @param size octets of header and body
    /// @param isRelayed it was relayed for a person's mail server and not submitted; it has a longer life
    /// @param client the name of the credential or network it came from
    /// @param pools that client's mail may leave by; empty for any
    record Offer(
            Envelope envelope,
            Instant receivedAt,
            Optional<String> messageId,
            Optional<Domain> fromDomain,
            long size,
            boolean isRelayed,
            Steering steering,
            Optional<String> client,
            Set<String> pools) {
        public Offer {
            pools = Set.copyOf(pools);
        }

        public Offer(
                Envelope envelope,
                Instant receivedAt,
                Optional<String> messageId,
                Optional<Domain> fromDomain,
                long size,
                boolean isRelayed,
                Steering steering) {
            this(
                    envelope,
                    receivedAt,
                    messageId,
                    fromDomain,
                    size,
                    isRelayed,
                    steering,
                    Optional.empty(),
                    Set.of());
        }
    }

    /// Where the submitter wants a message to belong; empty is for the server to say.
    ///
    /// @param due not to be sent before
    /// @param expires given up then
    /// @param trace of the submitter's own, which the message joins; it says nothing of where the message belongs
    record Steering(
            Optional<String> tenant,
            Optional<String> stream,
            Optional<String> campaign,
            Optional<String> pool,
            Optional<Instant> due,
            Optional<Instant> expires,
            Optional<TraceParent> trace) {
        public Steering(
                Optional<String> tenant,
                Optional<String> stream,
                Optional<String> campaign,
                Optional<String> pool,
                Optional<Instant> due,
                Optional<Instant> expires) {
            this(tenant, stream, campaign, pool, due, expires, Optional.empty());
        }

        public static final Steering NONE =
                new Steering(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        /// Farthest from now that a time makes sense, either way.
        private static final Duration A_YEAR = Duration.ofDays(366);

        /// Whether a time to be sent or given up is one that somebody can mean.
        public static boolean isNear(Instant at, Instant now) {
            return Duration.between(now, at).abs().compareTo(A_YEAR) <= 0;
        }

        /// What is said here, and where nothing is, what the other says.
        public Steering or(Steering other) {
            return new Steering(
                    tenant.or(other::tenant),
                    stream.or(other::stream),
                    campaign.or(other::campaign),
                    pool.or(other::pool),
                    due.or(other::due),
                    expires.or(other::expires),
                    trace.or(other::trace));
        }

        /// The same for a tenant.
        public Steering of(String owner) {
            return new Steering(Optional.of(owner), stream, campaign, pool, due, expires, trace);
        }

        /// The same in this stream, where none is said.
        public Steering orStream(String usual) {
            return new Steering(
                    tenant,
                    stream.or(() -> Optional.of(usual)),
                    campaign,
                    pool,
                    due,
                    expires,
                    trace);
        }

        /// The same in a trace, or in none.
        public Steering in(Optional<TraceParent> other) {
            return new Steering(tenant, stream, campaign, pool, due, expires, other);
        }
    }

    /// The message is not taken, for the reason the reply gives.
    class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Reply reply;

        public Refused(Reply reply) {
            super(reply.text());
            this.reply = reply;
        }

        public Reply reply() {
            return reply;
        }
    }

    /// A recipient is not taken, for it is not to be mailed any more.
    final class Suppressed extends Refused {
        private static final long serialVersionUID = 1;

        public Suppressed(Reply reply) {
            super(reply);
        }
    }
}
