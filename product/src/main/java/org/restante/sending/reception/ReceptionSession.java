package org.restante.sending.reception;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.protocol.session.Command;
import org.restante.protocol.session.Wire;
import org.restante.protocol.session.WireException;
import org.restante.sending.reception.ListenerSettings.Kind;

/// One client's session, from greeting to QUIT (RFC 5321 §3, §4.1).
final class ReceptionSession {
    private static final int AUTH_OCTETS = 12_288;

    private final Wire wire;
    private final Answers answers;
    private final Kind kind;
    private final Reception reception;
    private final MailIntake intake;
    private @Nullable String hello;
    private boolean extended;
    private @Nullable Client client;
    private boolean authenticated;

    ReceptionSession(Wire wire, Kind kind, Reception reception) {
        this.wire = wire;
        this.kind = kind;
        this.reception = reception;
        answers = new Answers(wire);
        client = reception.doorkeeper().ofAddress(wire.peer()).orElse(null);
        intake = new MailIntake(wire, answers, reception, kind);
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
            wire.flush();
        } catch (WireException e) {
            fault(e);
        } catch (SocketTimeoutException e) {
            say("421 4.4.2 " + reception.name() + " Nothing came in time; closing connection");
        } finally {
            intake.close();
        }
    }

    private void greet() throws IOException {
        if (wire.socket().getInputStream().available() > 0
                && !(wire.socket() instanceof SSLSocket)) {
            say(
                    "554 5.5.1 "
                            + reception.name()
                            + " Speak when you are spoken to (RFC 5321 section 3.1)");
            throw new WireException(WireException.Kind.TOO_EARLY, "spoke before the greeting");
        }
        answers.say(220, reception.name() + " ESMTP Restante");
    }

    private void fault(WireException e) {
        switch (e.kind()) {
            case CLOSED -> {}
            case LINE_TOO_LONG -> say("500 5.5.6 " + e.getMessage() + "; closing connection");
            case BARE_LINE_END, TOO_EARLY, NO_REPLY ->
                    say("521 5.5.2 " + e.getMessage() + "; closing connection");
        }
    }

    /// A last word, to whom may be gone.
    private void say(String line) {
        try {
            wire.writeLine(line);
            wire.flush();
        } catch (IOException e) {
            // The client is gone; there is nobody to tell.
        }
    }

    /// The next command; false when the session is over.
    private boolean next() throws IOException {
        if (reception.isStopping() && !intake.isUnderWay()) {
            answers.say(421, "4.3.2 " + reception.name() + " Shutting down");
            return false;
        }
        wire.allow(reception.settings().idle(), reception.settings().idle());
        var command = Command.of(wire.line(reception.settings().commandOctets()));
        switch (command.verb()) {
            case "EHLO" -> hello(command.argument(), true);
            case "HELO" -> hello(command.argument(), false);
            case "MAIL" -> mail(command.argument());
            case "RCPT" -> intake.recipient(command.argument());
            case "DATA" -> intake.data(command.argument(), seen());
            case "BDAT" -> intake.chunk(command.argument(), seen());
            case "RSET" -> {
                intake.reset();
                answers.say(250, "2.0.0 Ok");
            }
            case "NOOP" -> answers.say(250, "2.0.0 Ok");
            case "VRFY" -> answers.say(252, "2.5.0 Send it and see");
            case "EXPN" -> answers.say(502, "5.5.1 There are no lists here");
            case "HELP" -> answers.say(214, "2.0.0 RFC 5321");
            case "STARTTLS" -> startTls(command.argument());
            case "AUTH" -> auth(command.argument());
            case "QUIT" -> {
                answers.say(221, "2.0.0 " + reception.name() + " Bye");
                return false;
            }
            default -> answers.say(500, "5.5.2 Unknown command");
        }
        return true;
    }

    private MailIntake.Seen seen() {
        return new MailIntake.Seen(hello == null ? "" : hello, extended, authenticated, client);
    }

    private void hello(String name, boolean isExtended) throws IOException {
        if (!isName(name)) {
            answers.say(501, "5.5.4 Syntax: " + (isExtended ? "EHLO" : "HELO") + " name");
            return;
        }
        intake.reset();
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
        return !authenticated && (wire.tls() != null || wire.peer().isLoopbackAddress());
    }

    private void startTls(String argument) throws IOException {
        if (!argument.isEmpty()) {
            answers.say(501, "5.5.4 STARTTLS takes no argument");
            return;
        }
        if (!mayStartTls()) {
            answers.say(
                    wire.tls() == null ? 454 : 503,
                    wire.tls() == null ? "4.7.0 No TLS here" : "5.5.1 TLS is on");
            return;
        }
        if (wire.holdsMore()) {
            throw new WireException(
                    WireException.Kind.TOO_EARLY,
                    "something follows STARTTLS (RFC 3207 section 4.2)");
        }
        answers.say(220, "2.0.0 Go ahead");
        wire.flush();
        wire.secure(reception.secured(wire.socket()));
        intake.reset();
        hello = null;
    }

    private void auth(String argument) throws IOException {
        if (authenticated || intake.isUnderWay() || hello == null) {
            answers.say(503, "5.5.1 AUTH comes once, after EHLO and before MAIL");
            return;
        }
        if (!mayAuthenticate()) {
            answers.say(538, "5.7.11 Encryption required; STARTTLS first");
            return;
        }
        var words = argument.split(" +", 2);
        var shown =
                switch (words[0].toUpperCase(java.util.Locale.ROOT)) {
                    case "PLAIN" -> plain(words.length > 1 ? words[1] : "");
                    case "LOGIN" -> login(words.length > 1 ? words[1] : "");
                    default -> {
                        answers.say(504, "5.5.4 PLAIN or LOGIN");
                        yield null;
                    }
                };
        if (shown != null) {
            judge(shown);
        }
    }

    private void judge(Optional<Sasl.Shown> shown) throws IOException {
        var known =
                shown.flatMap(it -> reception.doorkeeper().ofPassword(it.name(), it.password()));
        if (known.isEmpty()) {
            answers.say(535, "5.7.8 That name and password are not known");
            return;
        }
        client = known.get();
        authenticated = true;
        answers.say(235, "2.7.0 Welcome");
    }

    /// Null when the client gave up; the answer has been given then.
    private @Nullable Optional<Sasl.Shown> plain(String initial) throws IOException {
        var line = initial.isEmpty() ? response("") : initial;
        return line == null ? null : Sasl.plain(line);
    }

    private @Nullable Optional<Sasl.Shown> login(String initial) throws IOException {
        var name = initial.isEmpty() ? response(Sasl.challenge("Username:")) : initial;
        var password = name == null ? null : response(Sasl.challenge("Password:"));
        if (name == null || password == null) {
            return null;
        }
        return Sasl.text(name)
                .flatMap(who -> Sasl.text(password).map(word -> new Sasl.Shown(who, word)));
    }

    private @Nullable String response(String challenge) throws IOException {
        answers.say(334, challenge);
        wire.allow(reception.settings().idle(), reception.settings().idle());
        var line = wire.line(AUTH_OCTETS);
        if (line.equals("*")) {
            answers.say(501, "5.7.0 Authentication given up");
            return null;
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
        intake.begin(argument, client);
    }
}
