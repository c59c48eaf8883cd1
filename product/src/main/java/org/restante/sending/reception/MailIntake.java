package org.restante.sending.reception;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.Submission.Draft;
import org.restante.mail.message.Submission.Objection;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.protocol.session.MailData;
import org.restante.protocol.session.Wire;
import org.restante.protocol.session.WireException;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one message after the other: the envelope, then the data by DATA or BDAT (RFC 5321 §3.3, RFC 3030).
final class MailIntake {
    private static final Logger LOG = LoggerFactory.getLogger(MailIntake.class);

    /// The lines for mail, which can be silenced alone.
    private static final Logger MAIL = LoggerFactory.getLogger("org.restante.mail");

    private final Wire wire;
    private final Answers answers;
    private final Reception reception;
    private final Kind kind;
    private final Filters filters;
    private final String session;
    private @Nullable Transaction transaction;
    private Client client = Client.trusted("");
    private @Nullable Draft draft;
    private @Nullable IncomingMessage message;
    private @Nullable WholeLines lines;
    private Steering steering = Steering.NONE;
    private Optional<String> messageId = Optional.empty();
    private Optional<Domain> fromDomain = Optional.empty();

    /// A chunk was refused: those that follow are read and dropped until the transaction ends.
    private boolean spoilt;

    /// A filter wants the message taken and thrown away.
    private @Nullable String discardedBy;

    /// Recipients that count for nothing until the message is taken.
    private int uncommitted;

    /// Recipients beyond what a message may have.
    private int surplus;

    MailIntake(Wire wire, Answers answers, Reception reception, Kind kind) {
        this.wire = wire;
        this.answers = answers;
        this.reception = reception;
        this.kind = kind;
        filters = new Filters(reception.filters(), reception.name());
        session = reception.newSession();
    }

    /// The client says anew who it is.
    void hello() {
        reset();
        filters.close();
    }

    boolean isUnderWay() {
        return transaction != null;
    }

    void begin(String argument, Client from, Seen seen) throws IOException {
        if (transaction != null) {
            answers.say(503, "5.5.1 One message at a time");
            return;
        }
        if (reception.room().isShort()) {
            answers.sayLater(452, "4.3.1 Too many messages come in at once, try again later");
            return;
        }
        var stop = reception.brakes().objection(from);
        if (stop.isPresent()) {
            answers.say(450, "4.7.1 " + stop.get());
            return;
        }
        try {
            var given = Transaction.sender(argument);
            var begun = Transaction.begin(given, reception.settings().messageOctets());
            if (!from.maySendFrom(begun.reversePath())) {
                answers.say(
                        550, "5.7.1 " + from.name() + " may not send from " + begun.reversePath());
                return;
            }
            var opened = reception.submission().begin();
            draft = opened;
            client = from;
            if (passes(filters.begin(seen, opened.id(), begun.reversePath(), given.words()))) {
                transaction = begun;
                answers.say(250, "2.1.0 Ok");
            } else {
                reset();
            }
        } catch (Transaction.Fault e) {
            answers.say(e.code, e.text());
        } catch (Refused e) {
            answers.say(e.reply());
        }
    }

    void recipient(String argument) throws IOException {
        var current = transaction;
        if (current == null) {
            answers.say(503, "5.5.1 MAIL first");
            return;
        }
        if (message != null) {
            answers.say(503, "5.5.1 The data has begun");
            return;
        }
        try {
            var given = Transaction.recipient(argument);
            var recipient = current.recipient(given, reception.host());
            if (current.has(recipient)) {
                answers.say(250, "2.1.5 Ok, as before");
                return;
            }
            if (current.size() >= reception.settings().recipients()) {
                tooMany();
                return;
            }
            if (isRefused(recipient)) {
                return;
            }
            if (!reception.brakes().allows(client)) {
                answers.sayLater(
                        452,
                        "4.7.1 "
                                + client.name()
                                + " has had all the recipients it may have for now");
                return;
            }
            if (!passes(filters.recipient(recipient.mailbox(), given.words()))) {
                reception.brakes().giveBack(client, 1);
                return;
            }
            uncommitted++;
            current.add(recipient);
            answers.say(250, "2.1.5 Ok");
        } catch (Transaction.Fault e) {
            answers.say(e.code, e.text());
        }
    }

    /// Whether the recipient is not to be mailed at all and the client hears so; no error of the client's.
    private boolean isRefused(Recipient recipient) throws IOException {
        var into = draft;
        if (into == null) {
            return false;
        }
        var said = client.steered(Steering.NONE);
        var objection = into.objection(recipient, said).filter(Objection::isForRcpt);
        if (objection.isPresent()) {
            into.told(objection.get());
            answers.sayIdle(objection.get().reply());
        }
        return objection.isPresent();
    }

    /// Whether nothing is against it; else that has been said.
    private boolean passes(Ruling ruling) throws IOException {
        switch (ruling) {
            case Ruling.Pass() -> {
                return true;
            }
            case Ruling.Refuse(var reply) -> {
                answers.say(reply);
                return false;
            }
            case Ruling.Discard(var by) -> {
                discardedBy = by;
                return true;
            }
        }
    }

    /// The same where the data is there already.
    private void require(Ruling ruling) throws Refused {
        switch (ruling) {
            case Ruling.Pass() -> {}
            case Ruling.Refuse(var reply) -> throw new Refused(reply);
            case Ruling.Discard(var by) -> discardedBy = by;
        }
    }

    /// Those who send the rest apart do nothing wrong (RFC 5321 §4.5.3.1.10); those who go on and on do.
    private void tooMany() throws IOException {
        var text = "4.5.3 More recipients than one message may have; send the rest apart";
        surplus++;
        if (surplus > reception.settings().recipients()) {
            answers.say(452, text);
        } else {
            answers.sayLater(452, text);
        }
    }

    void data(String argument, Seen seen) throws IOException {
        if (!argument.isEmpty()) {
            answers.say(501, "5.5.4 DATA takes no argument");
            return;
        }
        var missing = missing();
        if (missing != null) {
            answers.say(503, missing);
            return;
        }
        if (message != null) {
            answers.say(503, "5.5.1 BDAT has begun (RFC 3030 section 2)");
            return;
        }
        if (wire.holdsMore()) {
            throw new WireException(
                    WireException.Kind.TOO_EARLY, "data came before 354 (RFC 2920 section 3.1)");
        }
        if (!passes(filters.data())) {
            reset();
            return;
        }
        answers.say(354, "End data with <CR><LF>.<CR><LF>");
        var incoming = open(seen);
        patience();
        MailData.read(wire, incoming);
        commit(incoming, seen);
    }

    /// What is missing before data; null when all is there.
    private @Nullable String missing() {
        if (transaction == null) {
            return "5.5.1 MAIL first";
        }
        return transaction.size() == 0 ? "5.5.1 No recipient was accepted" : null;
    }

    void chunk(String argument, Seen seen) throws IOException {
        var words = argument.split(" +");
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        if (!words[0].matches("\\d{1,10}") || words.length > 2 || words.length == 2 && !last) {
            // How much to skip is not known, so what follows cannot be told from commands.
            throw new WireException(WireException.Kind.TOO_EARLY, "BDAT takes a size and LAST");
        }
        long size = Long.parseLong(words[0]);
        if (size / 2 > reception.settings().messageOctets()) {
            throw new WireException(
                    WireException.Kind.TOO_MUCH, "a chunk far larger than any message");
        }
        var missing = missing();
        if (missing != null || spoilt) {
            skip(size);
            answers.say(503, missing != null ? missing : "5.5.1 An earlier chunk was refused");
            return;
        }
        if (message == null) {
            var ruling = filters.data();
            if (ruling instanceof Ruling.Refuse) {
                skip(size);
                passes(ruling);
                reset();
                return;
            }
            passes(ruling);
        }
        var incoming = message != null ? message : open(seen);
        var whole = lines != null ? lines : new WholeLines(incoming);
        lines = whole;
        patience();
        wire.octets(size, whole);
        if (whole.isBroken(last)) {
            spoilt = true;
            answers.say(554, "5.6.0 A CR or LF alone in mail data (RFC 5321 section 2.3.8)");
        } else if (last) {
            commit(incoming, seen);
        } else {
            answers.say(250, "2.0.0 " + size + " octets");
        }
    }

    private void patience() {
        wire.allow(reception.settings().idle(), reception.settings().data());
    }

    private void skip(long size) throws IOException {
        patience();
        wire.octets(size, (bytes, at, count) -> {});
    }

    private IncomingMessage open(Seen seen) {
        var into = draft;
        if (into == null) {
            throw new IllegalStateException("no draft");
        }
        var settings = reception.settings();
        var opened =
                new IncomingMessage(
                        into,
                        settings.messageOctets(),
                        settings.headerOctets(),
                        settings.longLines().of(isSubmission(seen)),
                        new Editing(seen, into),
                        reception.room());
        message = opened;
        return opened;
    }

    /// What is done with the header, and with a message that was held back.
    private final class Editing implements IncomingMessage.Editor {
        private final Seen seen;
        private final Draft into;

        Editing(Seen seen, Draft into) {
            this.seen = seen;
            this.into = into;
        }

        @Override
        public void edit(HeaderBlock header) throws Refused {
            MailIntake.this.edit(header, seen, into);
        }

        @Override
        public String trace() {
            var current = transaction;
            return new TraceField(
                            seen,
                            reception.name(),
                            into.id(),
                            current == null ? Optional.empty() : Optional.of(current.envelope()))
                    .text(reception.clock().instant());
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

    /// Asks whoever is to be asked, last.
    private void ask(IncomingMessage incoming, Transaction envelope, Draft into, Seen seen)
            throws Refused {
        var hook = reception.policyHook();
        if (hook.isPresent() && discardedBy == null) {
            var said =
                    hook.get()
                            .ask(
                                    new PolicyHook.Question(
                                            into.id(),
                                            seen,
                                            client.name(),
                                            envelope.envelope(),
                                            incoming.header(),
                                            incoming.written(),
                                            steering));
            require(said.ruling());
            steering = said.steering();
            reception.brakes().require(client, steering.tenant());
        }
    }

    private void commit(IncomingMessage incoming, Seen seen) throws IOException {
        var into = draft;
        var envelope = transaction;
        try {
            if (into == null || envelope == null) {
                throw new IllegalStateException("no transaction");
            }
            incoming.end();
            ask(incoming, envelope, into, seen);
            if (discardedBy != null) {
                LOG.info(
                        "message {} of {} is discarded by {}",
                        into.id(),
                        client.name(),
                        discardedBy);
                answers.accepted();
                answers.say(250, "2.0.0 Ok: " + into.id());
                return;
            }
            into.commit(
                    new Offer(
                            envelope.envelope(),
                            reception.clock().instant(),
                            messageId,
                            fromDomain,
                            incoming.written(),
                            kind == Kind.RELAY,
                            steering,
                            Optional.of(client.name()),
                            client.pools()));
            uncommitted = 0;
            answers.accepted();
            answers.say(250, "2.0.0 Ok: queued as " + into.id());
            told(into.id(), envelope, incoming.written(), seen);
        } catch (Refused e) {
            answers.say(e.reply());
        } finally {
            reset();
        }
    }

    private void told(UUID id, Transaction envelope, long size, Seen seen) {
        if (!MAIL.isInfoEnabled()) {
            return;
        }
        var line =
                MAIL.atInfo()
                        .addKeyValue("queue_id", id)
                        .addKeyValue("session", session)
                        .addKeyValue("client", seen.address().getHostAddress())
                        .addKeyValue("user", client.name())
                        .addKeyValue("from", envelope.reversePath().address())
                        .addKeyValue("recipients", envelope.size())
                        .addKeyValue("size", size);
        if (messageId.isPresent()) {
            line = line.addKeyValue("message_id", messageId.get());
        }
        if (!seen.tlsVersion().isEmpty()) {
            line = line.addKeyValue("tls", seen.tlsVersion());
        }
        line.log("accepted");
    }

    /// Reads and changes the header of a message that is coming in.
    private void edit(HeaderBlock header, Seen seen, Draft into) throws Refused {
        var hops = reception.settings().hops();
        var reading = new HeaderReading(reception.name(), hops, client, into);
        var now = reception.clock().instant();
        var read = reading.read(header, Steering.NONE, isSubmission(seen), now);
        steering = read.steering();
        reception.brakes().require(client, steering.tenant());
        messageId = read.messageId();
        fromDomain = read.fromDomain();
    }

    private boolean isSubmission(Seen seen) {
        return kind != Kind.RELAY || seen.authenticated();
    }

    /// Forgets the message under way.
    void reset() {
        if (transaction != null || draft != null) {
            filters.abort();
        }
        release();
        discardedBy = null;
        transaction = null;
        message = null;
        lines = null;
        spoilt = false;
        surplus = 0;
        steering = Steering.NONE;
        messageId = Optional.empty();
        fromDomain = Optional.empty();
    }

    /// The session is over.
    void close() {
        release();
        filters.close();
    }

    private void release() {
        if (message != null) {
            message.close();
        }
        reception.brakes().giveBack(client, uncommitted);
        uncommitted = 0;
        if (draft != null) {
            draft.close();
            draft = null;
        }
    }
}
