package org.restante.sending.reception;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.protocol.session.Command;
import org.restante.protocol.session.Wire;
import org.restante.protocol.session.WireException;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's session, from greeting to QUIT (RFC 5321 §3, §4.1).
final class ReceptionSession {
    private static final Logger LOG = LoggerFactory.getLogger(ReceptionSession.class);

    /// An AUTH command or response may be so long (RFC 4954 §4).
    private static final int AUTH_OCTETS = 12_288;

    /// A line that is longer still is read to its end when that comes within so many octets.
    private static final int DROPPED_OCTETS = 1 << 20;

    private static final String TOO_LONG = "5.5.2 Line too long";
    private static final Duration PARTING = Duration.ofSeconds(2);

    private final Wire wire;
    private final Visit visit;
    private final Answers answers;
    private final Kind kind;
    private final Reception reception;
    private final MailIntake intake;
    private @Nullable String hello;
    private boolean extended;
    private @Nullable Client client;

    /// By which the client has logged in; empty while it has not.
    private String mechanism = "";

    ReceptionSession(Wire wire, Visit visit, Kind kind, Reception reception) {
        this.wire = wire;
        this.visit = visit;
        this.kind = kind;
        this.reception = reception;
        answers = new Answers(wire);
        client = ofAddress();
        intake = new MailIntake(wire, answers, reception, kind);
    }

    private @Nullable Client ofAddress() {
        return visit.isKnown()
                ? reception.doorkeeper().ofAddress(visit.client()).orElse(null)
                : null;
    }

    /// Speaks with the client until either side ends it.
    void speak() throws IOException {
        try {
            greet();
            while (next()) {
                if (answers.refusals() >= reception.settings().refusals()) {
                    answers.say(
                            421,
                            "4.7.0 " + reception.name() + " Too many errors; closing connection");
                    break;
                }
            }
            wire.part(PARTING, DROPPED_OCTETS);
        } catch (WireException e) {
            fault(e);
        } catch (SocketTimeoutException e) {
            last("421 4.4.2 " + reception.name() + " Nothing came in time; closing connection");
        } finally {
            intake.close();
        }
    }

    private void greet() throws IOException {
        if (wire.socket().getInputStream().available() > 0
                && !(wire.socket() instanceof SSLSocket)) {
            last(
                    "554 5.5.1 "
                            + reception.name()
                            + " Speak when you are spoken to (RFC 5321 section 3.1)");
            throw new WireException(WireException.Kind.CLOSED, "spoke before the greeting");
        }
        answers.say(220, reception.name() + " ESMTP Restante");
    }

    private void fault(WireException e) {
        switch (e.kind()) {
            case CLOSED -> {}
            case LINE_TOO_LONG, TOO_MUCH ->
                    last("552 5.3.4 " + e.getMessage() + "; closing connection");
            case BARE_LINE_END, TOO_EARLY, NO_REPLY ->
                    last("521 5.5.2 " + e.getMessage() + "; closing connection");
        }
    }

    /// A last word, to whom may be gone.
    private void last(String line) {
        try {
            wire.writeLine(line);
        } catch (IOException e) {
            // The client is gone; there is nobody to tell.
        }
        wire.part(PARTING, DROPPED_OCTETS);
    }

    /// The next line; empty when it was too long, and that has been said.
    private Optional<String> line(String tooLong) throws IOException {
        wire.allow(reception.settings().idle(), reception.settings().idle());
        try {
            return Optional.of(wire.line(AUTH_OCTETS));
        } catch (WireException e) {
            if (e.kind() != WireException.Kind.LINE_TOO_LONG) {
                throw e;
            }
        }
        wire.dropLine(DROPPED_OCTETS);
        answers.say(500, tooLong);
        return Optional.empty();
    }

    /// The next command; false when the session is over.
    private boolean next() throws IOException {
        if (reception.isStopping() && !intake.isUnderWay()) {
            answers.say(421, "4.3.2 " + reception.name() + " Shutting down");
            return false;
        }
        var line = line(TOO_LONG);
        if (line.isEmpty()) {
            return true;
        }
        var command = Command.of(line.get());
        boolean isLong =
                line.get().getBytes(StandardCharsets.UTF_8).length
                        > reception.settings().commandOctets();
        if (isLong && !command.verb().equals("AUTH")) {
            answers.say(500, TOO_LONG);
            return true;
        }
        return obey(command) && !answers.isLast();
    }

    private boolean obey(Command command) throws IOException {
        switch (command.verb()) {
            case "EHLO" -> hello(command.argument(), true);
            case "HELO" -> hello(command.argument(), false);
            case "MAIL" -> mail(command.argument());
            case "RCPT" -> intake.recipient(command.argument());
            case "DATA" -> intake.data(command.argument(), seen());
            case "BDAT" -> intake.chunk(command.argument(), seen());
            case "RSET" -> reset(command.argument());
            case "NOOP" -> answers.sayIdle(250, "2.0.0 Ok");
            case "VRFY" -> verify(command.argument());
            case "EXPN" -> answers.say(502, "5.5.1 There are no lists here");
            case "HELP" -> answers.sayIdle(214, "2.0.0 RFC 5321");
            case "STARTTLS" -> startTls(command.argument());
            case "AUTH" -> {
                return auth(command.argument());
            }
            case "QUIT" -> {
                answers.say(221, "2.0.0 " + reception.name() + " Bye");
                return false;
            }
            default -> answers.say(500, "5.5.2 Unknown command");
        }
        return true;
    }

    private void reset(String argument) throws IOException {
        if (!argument.isEmpty()) {
            answers.say(501, "5.5.4 RSET takes no argument");
            return;
        }
        intake.reset();
        answers.sayIdle(250, "2.0.0 Ok");
    }

    private void verify(String argument) throws IOException {
        if (argument.isEmpty()) {
            answers.say(501, "5.5.4 Syntax: VRFY address");
        } else {
            answers.sayIdle(252, "2.5.0 Send it and see");
        }
    }

    private Seen seen() {
        var tls = wire.tls();
        return new Seen(
                hello == null ? "" : hello,
                visit.client(),
                visit.isTold() ? 0 : visit.socket().getPort(),
                (InetSocketAddress) visit.socket().getLocalSocketAddress(),
                extended,
                isAuthenticated() && client != null ? client.name() : "",
                mechanism,
                tls == null ? "" : tls.getProtocol(),
                tls == null ? "" : tls.getCipherSuite());
    }

    private void hello(String name, boolean isExtended) throws IOException {
        if (!isName(name)) {
            answers.say(501, "5.5.4 Syntax: " + (isExtended ? "EHLO" : "HELO") + " name");
            return;
        }
        intake.hello();
        hello = name;
        extended = isExtended;
        if (isExtended) {
            answers.sayAll(250, offer());
        } else {
            answers.say(250, reception.name());
        }
    }

    /// A domain or an address literal; names of machines that are no domain names are let through.
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 255
                && (AddressLiteral.of(name).isPresent()
                        || Domain.of(name).isPresent()
                        || name.matches("[\\w.:\\[\\]-]+"));
    }

    private List<String> offer() {
        var lines = new ArrayList<String>();
        lines.add(reception.name());
        lines.add("PIPELINING");
        lines.add("SIZE " + reception.settings().messageOctets());
        lines.add("8BITMIME");
        lines.add("SMTPUTF8");
        lines.add("CHUNKING");
        lines.add("DSN");
        lines.add("ENHANCEDSTATUSCODES");
        if (mayStartTls()) {
            lines.add("STARTTLS");
        }
        if (mayAuthenticate()) {
            lines.add("AUTH PLAIN LOGIN");
        }
        return lines;
    }

    private boolean mayStartTls() {
        return wire.tls() == null && reception.tls().isPresent();
    }

    /// Only under TLS or from this machine: a password is not for others to hear.
    private boolean mayAuthenticate() {
        return !isAuthenticated()
                && (wire.tls() != null || visit.isKnown() && visit.client().isLoopbackAddress());
    }

    private boolean isAuthenticated() {
        return !mechanism.isEmpty();
    }

    private void startTls(String argument) throws IOException {
        if (!argument.isEmpty()) {
            answers.say(501, "5.5.4 STARTTLS takes no argument");
            return;
        }
        if (!mayStartTls()) {
            answers.say(
                    wire.tls() == null ? 502 : 503,
                    wire.tls() == null ? "5.5.1 No TLS here" : "5.5.1 TLS is on");
            return;
        }
        if (wire.holdsMore()) {
            throw new WireException(
                    WireException.Kind.TOO_EARLY,
                    "something follows STARTTLS (RFC 3207 section 4.2)");
        }
        answers.say(220, "2.0.0 Go ahead");
        wire.flush();
        wire.secure(reception.secured(visit));
        // All that was said in the clear may have been said by somebody between (RFC 3207 §4.2).
        intake.hello();
        hello = null;
        mechanism = "";
        client = ofAddress();
    }

    /// False when the session is over.
    private boolean auth(String argument) throws IOException {
        if (isAuthenticated() || intake.isUnderWay() || hello == null) {
            answers.say(503, "5.5.1 AUTH comes once, after EHLO and before MAIL");
            return true;
        }
        if (argument.isEmpty()) {
            answers.say(501, "5.5.4 Syntax: AUTH mechanism");
            return true;
        }
        if (!mayAuthenticate()) {
            answers.say(538, "5.7.11 Encryption required; STARTTLS first");
            return true;
        }
        var words = argument.split(" +", 2);
        var initial = words.length > 1 ? Optional.of(words[1]) : Optional.<String>empty();
        var by = words[0].toUpperCase(Locale.ROOT);
        var shown =
                switch (by) {
                    case "PLAIN" -> plain(initial);
                    case "LOGIN" -> login(initial);
                    default -> {
                        answers.say(504, "5.5.4 PLAIN or LOGIN");
                        yield Optional.<Sasl.Shown>empty();
                    }
                };
        return shown.isEmpty() || judge(shown.get(), by);
    }

    /// False when the session is over.
    private boolean judge(Sasl.Shown shown, String by) throws IOException {
        var brake = reception.brakes().logins();
        if (!brake.mayTry(visit.client(), shown.name(), reception.now())) {
            return sendAway(shown);
        }
        var known = reception.doorkeeper().remembered(shown.name(), shown.password());
        return known.isPresent() ? welcome(shown, by, known.get()) : compare(shown, by);
    }

    /// In turn: a burst of guesses is judged by the failures of those before.
    private boolean compare(Sasl.Shown shown, String by) throws IOException {
        var turns = reception.brakes().turns();
        switch (turns.take(visit.client(), shown.name())) {
            case COMES -> {}
            case REFUSED -> {
                return sendAway(shown);
            }
            case LATER -> {
                answers.say(454, "4.7.0 Too many log-ins at once, try again");
                return true;
            }
        }
        Optional<Client> known;
        var wait = Duration.ZERO;
        try {
            known = reception.doorkeeper().ofPassword(shown.name(), shown.password());
            if (known.isEmpty()) {
                wait =
                        reception
                                .brakes()
                                .logins()
                                .failed(visit.client(), shown.name(), reception.now());
            }
        } finally {
            turns.over(visit.client(), shown.name());
        }
        if (known.isPresent()) {
            return welcome(shown, by, known.get());
        }
        LOG.info("a log-in of {} as {} failed", visit.client(), printable(shown.name()));
        LockSupport.parkNanos(wait.toNanos());
        answers.say(535, "5.7.8 That name and password are not known");
        return true;
    }

    private boolean welcome(Sasl.Shown shown, String by, Client known) throws IOException {
        reception.brakes().logins().succeeded(visit.client(), shown.name(), reception.now());
        client = known;
        mechanism = by;
        answers.say(235, "2.7.0 Welcome");
        return true;
    }

    private boolean sendAway(Sasl.Shown shown) throws IOException {
        LOG.warn(
                "too many failed log-ins: {} as {} is sent away",
                visit.client(),
                printable(shown.name()));
        answers.say(421, "4.7.0 " + reception.name() + " Too many failed log-ins, try again later");
        return false;
    }

    /// A name as a log may show it.
    private static String printable(String name) {
        var text = name.replaceAll("[^\\p{Print}\\p{L}]", "?");
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    /// Empty when there is nothing to judge; the answer has been given then.
    private Optional<Sasl.Shown> plain(Optional<String> initial) throws IOException {
        var text = decoded(initial.isPresent() ? initial : response(""));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var shown = Sasl.plain(text.get());
        if (shown.isEmpty()) {
            answers.say(501, "5.5.2 PLAIN is [name] NUL name NUL password (RFC 4616)");
        }
        return shown;
    }

    private Optional<Sasl.Shown> login(Optional<String> initial) throws IOException {
        var name = decoded(initial.isPresent() ? initial : response(Sasl.challenge("Username:")));
        var password = name.isEmpty() ? name : decoded(response(Sasl.challenge("Password:")));
        return password.map(word -> new Sasl.Shown(name.orElse(""), word));
    }

    /// The text of a response; empty when it was none, and that has been said.
    private Optional<String> decoded(Optional<String> response) throws IOException {
        if (response.isEmpty()) {
            return response;
        }
        var text = response.get().equals("=") ? Optional.of("") : Sasl.text(response.get());
        if (text.isEmpty()) {
            answers.say(501, "5.5.2 That is not base64");
        }
        return text;
    }

    /// What the client answers to a challenge; empty when it gave up, and that has been said.
    private Optional<String> response(String challenge) throws IOException {
        answers.say(334, challenge);
        var line = line("5.5.6 Authentication exchange line is too long");
        if (line.filter("*"::equals).isPresent()) {
            answers.say(501, "5.7.0 Authentication given up");
            return Optional.empty();
        }
        return line;
    }

    private void mail(String argument) throws IOException {
        if (hello == null) {
            answers.say(503, "5.5.1 EHLO first");
            return;
        }
        if (client == null) {
            answers.say(
                    530,
                    kind == Kind.RELAY
                            ? "5.7.1 Relaying is for known clients"
                            : "5.7.0 Authentication required");
            return;
        }
        intake.begin(argument, client, seen());
    }
}
