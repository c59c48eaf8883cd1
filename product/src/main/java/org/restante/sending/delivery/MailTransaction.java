package org.restante.sending.delivery;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.protocol.session.Extensions;
import org.restante.protocol.session.MailData;
import org.restante.protocol.session.Octets;
import org.restante.protocol.session.OriginalRecipient;
import org.restante.protocol.session.Wire;
import org.restante.protocol.session.Xtext;
import org.restante.sending.delivery.Peer.Speaks;

/// One MAIL, its RCPTs and the data, pipelined where the host offers it (RFC 2920), by BDAT where it offers that (RFC 3030).
final class MailTransaction {
    /// RCPT commands on their way at once: their answers must fit the host's buffers while it does not read.
    private static final int GROUP = 100;

    /// A body up to so many octets goes with the envelope, before it is known whether anybody is accepted.
    private static final int GOES_ALONG = 64 * 1024;

    /// A body up to so many octets goes out without waiting for the host to read.
    private static final int FITS_INTO_BUFFERS = 8 * 1024;

    static final Outcome.Unfit DAMAGED =
            new Outcome.Unfit("5.3.0", "The message is damaged on this server's disk");

    private final DeliverySession session;
    private final Mail mail;
    private final Wire wire;
    private final Extensions offered;
    private final List<Recipient> recipients;
    private final @Nullable Outcome[] outcomes;
    private Stage stage = Stage.MAIL;
    private int accepted;

    MailTransaction(DeliverySession session, Mail mail) {
        this.session = session;
        this.mail = mail;
        wire = session.wire();
        offered = session.extensions();
        recipients = mail.envelope().recipients();
        outcomes = new Outcome[recipients.size()];
    }

    /// The body could not be read: our own trouble, not the host's.
    private static final class BodyFailed extends IOException {
        private static final long serialVersionUID = 1;

        BodyFailed(IOException cause) {
            super(cause);
        }
    }

    List<Outcome> perform() throws IOException {
        try {
            converse();
        } catch (BodyFailed e) {
            session.close();
            if (!(e.getCause() instanceof Mail.Damaged)) {
                throw new IOException("the body could not be read", e.getCause());
            }
            decideRest(DAMAGED);
        } catch (WriteFailed e) {
            lastWord(e);
            session.close();
        } catch (IOException e) {
            session.close();
            decideRest(session.broken(stage, e));
        }
        return List.of(decided());
    }

    /// A host that would not read on may have said why.
    private void lastWord(WriteFailed e) {
        try {
            decideRest(new Outcome.Refused(Stage.CONTENT, reply(session.settings().quit())));
        } catch (IOException silent) {
            decideRest(Breaks.broken(Stage.CONTENT, e.reason()));
        }
    }

    private Outcome[] decided() {
        var all = new Outcome[outcomes.length];
        for (int i = 0; i < all.length; i++) {
            var outcome = outcomes[i];
            if (outcome == null) {
                throw new IllegalStateException("no outcome for recipient " + i);
            }
            all[i] = outcome;
        }
        return all;
    }

    private void decideRest(Outcome outcome) {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = outcome;
            }
        }
    }

    private void converse() throws IOException {
        boolean along = offered.pipelining() && recipients.size() <= GROUP;
        boolean bodyAlong =
                along
                        && offered.chunking()
                        && session.peer().speaks() == Speaks.SMTP
                        && mail.body().octets() <= GOES_ALONG;
        wire.writeLine(mailCommand());
        if (!offered.pipelining() && !mailAccepted()) {
            return;
        }
        boolean mailIsKnown = !offered.pipelining();
        for (int from = 0; from < recipients.size(); from += GROUP) {
            int to = Math.min(from + GROUP, recipients.size());
            if (offered.pipelining()) {
                for (int i = from; i < to; i++) {
                    wire.writeLine(recipientCommand(recipients.get(i)));
                }
            }
            if (bodyAlong) {
                chunk();
            } else if (along && !offered.chunking()) {
                wire.writeLine("DATA");
            }
            if (!mailIsKnown && !mailAccepted(to - from, bodyAlong, along)) {
                return;
            }
            mailIsKnown = true;
            if (!askRecipients(from, to)) {
                return;
            }
        }
        if (bodyAlong) {
            contentReplies();
            if (accepted == 0) {
                reset();
            }
        } else {
            data(along && !offered.chunking());
        }
    }

    private Reply reply(java.time.Duration patience) throws IOException {
        wire.allow(patience, patience);
        var reply = session.replies().read();
        if (code(reply) == 421) {
            session.isOver();
        }
        return reply;
    }

    private static int code(Reply reply) {
        return reply.code().orElse(0);
    }

    private static boolean isYes(Reply reply) {
        return code(reply) / 100 == 2;
    }

    private boolean mailAccepted() throws IOException {
        var reply = reply(session.settings().mail());
        if (isYes(reply)) {
            return true;
        }
        decideRest(new Outcome.Refused(Stage.MAIL, reply));
        return false;
    }

    /// The same where more is on its way: its answers are read too.
    private boolean mailAccepted(int group, boolean bodyAlong, boolean along) throws IOException {
        if (mailAccepted()) {
            return true;
        }
        if (!session.isUsable()) {
            return false;
        }
        boolean isAnybodyIn = false;
        for (int i = 0; i < group; i++) {
            isAnybodyIn |= isYes(reply(session.settings().rcpt()));
        }
        if (bodyAlong) {
            reply(session.settings().content());
        } else if (along && !offered.chunking()) {
            var reply = reply(session.settings().data());
            if (isAnybodyIn && code(reply) == 354) {
                // It waits for a message to these recipients in some transaction that is not ours;
                // without its end there is none.
                session.close();
                return false;
            }
            endUnwanted(reply);
        }
        reset();
        return false;
    }

    private boolean askRecipients(int from, int to) throws IOException {
        stage = Stage.RCPT;
        for (int i = from; i < to; i++) {
            if (!offered.pipelining()) {
                wire.writeLine(recipientCommand(recipients.get(i)));
            }
            var reply = reply(session.settings().rcpt());
            if (isYes(reply)) {
                accepted++;
            } else {
                outcomes[i] = new Outcome.Refused(Stage.RCPT, reply);
            }
            if (!session.isUsable()) {
                decideRest(new Outcome.Refused(Stage.RCPT, reply));
                return false;
            }
        }
        return true;
    }

    /// @param asked whether DATA is on its way already
    private void data(boolean asked) throws IOException {
        if (accepted == 0) {
            if (asked) {
                endUnwanted(reply(session.settings().data()));
            }
            reset();
            return;
        }
        if (offered.chunking()) {
            stage = Stage.CONTENT;
            chunk();
        } else {
            stage = Stage.DATA;
            if (!asked) {
                wire.writeLine("DATA");
            }
            var reply = reply(session.settings().data());
            if (code(reply) != 354) {
                decideRest(new Outcome.Refused(Stage.DATA, reply));
                reset();
                return;
            }
            stage = Stage.CONTENT;
            var writer = new MailData.Writer(wire);
            session.tap().body(true);
            send(writer);
            writer.end();
            session.tap().body(false);
        }
        contentReplies();
    }

    /// The host said 354 although nobody was accepted: an empty message, which it will refuse or drop (RFC 2920 §3.1).
    private void endUnwanted(Reply reply) throws IOException {
        if (code(reply) == 354) {
            wire.writeLine(".");
            reply(session.settings().content());
        }
    }

    private void chunk() throws IOException {
        wire.writeLine("BDAT " + mail.body().octets() + " LAST");
        session.tap().body(true);
        send(wire::write);
        session.tap().body(false);
    }

    /// Writes the body; a host that answers and closes while it comes has its answer heard.
    private void send(Octets sink) throws IOException {
        wire.allow(session.settings().block(), session.settings().send());
        if (mail.body().octets() <= FITS_INTO_BUFFERS) {
            send(sink, () -> false);
            return;
        }
        try (var guard = session.guardSending()) {
            Octets watched =
                    (bytes, at, count) -> {
                        sink.write(bytes, at, count);
                        guard.stepped();
                    };
            send(watched, guard::hasStruck);
            try {
                wire.flush();
            } catch (IOException e) {
                throw failed(e, guard::hasStruck);
            }
        }
    }

    private void send(Octets sink, BooleanSupplier isGivenUp) throws IOException {
        try {
            mail.body()
                    .writeTo((bytes, at, count) -> {
                        try {
                            sink.write(bytes, at, count);
                        } catch (IOException e) {
                            throw failed(e, isGivenUp);
                        }
                    });
        } catch (WriteFailed e) {
            throw e;
        } catch (IOException e) {
            throw new BodyFailed(e);
        }
    }

    private static WriteFailed failed(IOException e, BooleanSupplier isGivenUp) {
        return new WriteFailed(
                isGivenUp.getAsBoolean()
                        ? new SocketTimeoutException("the host did not read on")
                        : e);
    }

    /// The connection failed under the body.
    private static final class WriteFailed extends IOException {
        private static final long serialVersionUID = 1;

        private final transient IOException reason;

        WriteFailed(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    private void contentReplies() throws IOException {
        stage = Stage.CONTENT;
        session.awaitsLastWord(true);
        try {
            lastWords();
        } finally {
            session.awaitsLastWord(false);
        }
    }

    private void lastWords() throws IOException {
        boolean each = session.peer().speaks() == Speaks.LMTP;
        Reply reply = each ? null : reply(session.settings().content());
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] != null) {
                continue;
            }
            var said = reply != null ? reply : reply(session.settings().content());
            outcomes[i] =
                    isYes(said)
                            ? new Outcome.Accepted(said, offered.has("DSN"))
                            : new Outcome.Refused(Stage.CONTENT, said);
            if (each && !session.isUsable()) {
                decideRest(new Outcome.Refused(Stage.CONTENT, said));
            }
        }
    }

    /// Begins anew. A host that will not (RFC 5321 §4.1.1.5 gives it no such answer) may take the next mail for a part of this one: it gets none.
    private void reset() throws IOException {
        if (session.isUsable()) {
            wire.writeLine("RSET");
            if (!isYes(reply(session.settings().mail()))) {
                session.takesNoMore();
            }
        }
    }

    private String mailCommand() {
        var envelope = mail.envelope();
        var command = new StringBuilder("MAIL FROM:").append(envelope.reversePath());
        if (offered.has("SIZE")) {
            command.append(" SIZE=").append(mail.body().octets());
        }
        if (mail.hasEightBit() && offered.has("8BITMIME")) {
            command.append(" BODY=8BITMIME");
        }
        if (envelope.isInternational()) {
            command.append(" SMTPUTF8");
        }
        if (offered.has("DSN")) {
            envelope.returned().ifPresent(how -> command.append(" RET=").append(how));
            envelope.envelopeId()
                    .ifPresent(id -> command.append(" ENVID=").append(Xtext.encode(id)));
        }
        return command.toString();
    }

    private String recipientCommand(Recipient recipient) {
        var command = new StringBuilder("RCPT TO:<").append(recipient.mailbox()).append('>');
        if (offered.has("DSN")) {
            if (recipient.said()) {
                command.append(" NOTIFY=").append(Notify.parameter(recipient.wanted()));
            }
            recipient
                    .original()
                    .map(OriginalRecipient::of)
                    .ifPresent(original ->
                            command.append(" ORCPT=")
                                    .append(original.parameter(mail.envelope().isInternational())));
        }
        return command.toString();
    }
}
