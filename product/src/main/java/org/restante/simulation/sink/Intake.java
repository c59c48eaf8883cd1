package org.restante.simulation.sink;

import java.io.IOException;
import java.util.Set;
import org.restante.mail.smtp.Stage;
import org.restante.protocol.session.MailData;
import org.restante.protocol.session.PathArgument;
import org.restante.protocol.session.Wire;
import org.restante.protocol.session.WireException;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Trait;
import org.restante.simulation.sink.SharedReceiver.SharedVisit;

/// Takes one message after the other: the envelope, then the data by DATA or BDAT, which are counted and dropped (RFC 5321 §3.3,
/// RFC 3030). Two names play a part in the model: a recipient whose name begins with `unknown` does not exist, and a message whose
/// reverse-path begins with `offends` holds what the receiver takes offence at, if it takes any.
final class Intake {
    static final String UNKNOWN = "unknown";
    static final String OFFENDS = "offends";

    /// Parameters of MAIL and RCPT that need nothing done here (RFC 1870, 6152, 6531, 3461).
    private static final Set<String> MAIL_PARAMETERS =
            Set.of("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID");

    private static final Set<String> RCPT_PARAMETERS = Set.of("NOTIFY", "ORCPT");

    private final Session session;
    private final Wire wire;
    private final SharedVisit visit;
    private final SinkSettings settings;
    private final Counts counts;

    private boolean hasMail;
    private boolean offends;
    private int recipients;
    private boolean hasChunks;
    private boolean hasWaited;
    private long octets;

    Intake(Session session, Wire wire, SharedVisit visit, SinkSettings settings, Counts counts) {
        this.session = session;
        this.wire = wire;
        this.visit = visit;
        this.settings = settings;
        this.counts = counts;
    }

    void mail(String argument) throws IOException {
        if (hasMail) {
            session.wrong("503 5.5.1 A message has begun; RSET would end it");
            return;
        }
        var given = PathArgument.read(argument, "FROM:").orElse(null);
        if (given == null) {
            session.wrong("501 5.5.4 MAIL FROM:<address> would be right");
        } else if (!MAIL_PARAMETERS.containsAll(given.parameters().keySet())) {
            session.wrong("555 5.5.4 Unknown parameter");
        } else if (isTooLarge(given.parameters().getOrDefault("SIZE", ""))) {
            wire.writeLine(tooLarge());
        } else {
            forget();
            var answer = visit.mail(given.path());
            hasMail = answer.isTaken();
            offends = given.path().startsWith(OFFENDS);
            say(answer);
        }
    }

    private boolean isTooLarge(String size) {
        return size.matches("\\d{1,18}") && Long.parseLong(size) > settings.messageOctets();
    }

    private String tooLarge() {
        return "552 5.3.4 A message has at most " + settings.messageOctets() + " octets";
    }

    void rcpt(String argument) throws IOException {
        if (!hasMail || hasChunks) {
            session.wrong(
                    hasMail ? "503 5.5.1 The data has begun" : "503 5.5.1 MAIL comes before RCPT");
            return;
        }
        var given = PathArgument.read(argument, "TO:").orElse(null);
        if (given == null || given.path().isEmpty()) {
            session.wrong("501 5.5.4 RCPT TO:<address> would be right");
        } else if (!RCPT_PARAMETERS.containsAll(given.parameters().keySet())) {
            session.wrong("555 5.5.4 Unknown parameter");
        } else {
            var trait = given.path().startsWith(UNKNOWN) ? Trait.UNKNOWN : Trait.KNOWN;
            var answer = visit.rcpt(given.path(), trait);
            recipients += answer.isTaken() ? 1 : 0;
            say(answer);
        }
    }

    void data(String argument) throws IOException {
        if (!argument.isEmpty() || hasChunks || recipients == 0) {
            refuseData(argument.isEmpty() ? unready() : "501 5.5.4 DATA takes no argument");
            return;
        }
        var answer = visit.data();
        say(answer);
        if (answer.isTaken()) {
            patience();
            octets = MailData.read(wire, (bytes, at, count) -> {});
            content();
        } else {
            forget();
        }
    }

    /// Pipelined after a refusal it is no mistake of the client's (RFC 2920 §3.1).
    private void refuseData(String reply) throws IOException {
        wire.writeLine(reply);
    }

    private String unready() {
        if (!hasMail) {
            return "503 5.5.1 MAIL comes first";
        }
        return hasChunks ? "503 5.5.1 BDAT has begun" : "554 5.5.1 No recipients";
    }

    void chunk(String argument) throws IOException {
        var words = argument.split(" +");
        boolean isLast = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        boolean isGood = words[0].matches("\\d{1,18}") && (words.length == 1 || isLast);
        if (!isGood) {
            // How much follows is not known: nothing after it can be told apart.
            throw new WireException(WireException.Kind.TOO_EARLY, "BDAT takes a size and LAST");
        }
        long size = Long.parseLong(words[0]);
        if (size / 2 > settings.messageOctets()) {
            throw new WireException(
                    WireException.Kind.TOO_MUCH, "a chunk far larger than any message");
        }
        patience();
        wire.octets(size, (bytes, at, count) -> {});
        if (recipients == 0) {
            refuseData(unready());
            return;
        }
        var answer = hasChunks ? null : visit.data();
        hasChunks = true;
        octets += size;
        if (answer != null && !answer.isTaken()) {
            say(answer);
            forget();
        } else if (isLast) {
            content();
        } else {
            wire.writeLine("250 2.0.0 " + size + " octets");
        }
    }

    private void content() throws IOException {
        if (octets > settings.messageOctets()) {
            wire.writeLine(tooLarge());
            reset();
            return;
        }
        var answer = visit.content(offends);
        if (answer.isTaken()) {
            counts.taken(recipients, octets);
        }
        say(answer);
        forget();
    }

    private void patience() {
        wire.allow(settings.idle(), settings.message());
    }

    /// Says it, after the time that a transaction takes here: once, at the first refusal or at the end of the data.
    private void say(Answer answer) throws IOException {
        boolean isDone = answer.stage() == Stage.CONTENT;
        if (!answer.isSilence() && !hasWaited && (isDone || !answer.isTaken())) {
            hasWaited = true;
            visit.passTransaction(answer.isTaken());
        }
        session.say(answer);
    }

    /// The transaction is over, and what was begun does not count (RSET, EHLO).
    void reset() {
        visit.reset();
        forget();
    }

    private void forget() {
        hasMail = false;
        offends = false;
        recipients = 0;
        hasChunks = false;
        hasWaited = false;
        octets = 0;
    }
}
