package org.restante.simulation.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.session.Command;
import org.restante.protocol.session.Wire;
import org.restante.protocol.session.WireException;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.sink.SharedReceiver.SharedVisit;

/// One client's connection, from the greeting to its end (RFC 5321 §3). One thread's, but for [#isOverdue] and [#cut].
final class Session implements Runnable {
    /// Octets in a command line: RFC 5321 §4.5.3.1.4 with room for every extension's parameters.
    private static final int LONGEST_LINE = 2_048;

    /// What is read of a line that is longer, to answer it and go on.
    private static final int MOST_DROPPED = 64 * 1024;

    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    private static final Duration PARTING = Duration.ofSeconds(2);

    private final Sink sink;
    private final Socket socket;
    private final int host;
    private final Wire wire;
    private final SharedVisit visit;
    private final Intake intake;
    private boolean isOpen = true;
    private boolean hasGreeted;
    private int errors;

    Session(Sink sink, Socket socket, int host) throws IOException {
        this.sink = sink;
        this.socket = socket;
        this.host = host;
        wire = new Wire(socket, sink.time().ticker());
        visit = sink.receiver().connected(socket.getInetAddress().getHostAddress(), host);
        intake = new Intake(this, wire, visit, sink.settings(), sink.counts());
    }

    boolean isOverdue(long now) {
        return wire.isOverdue(now);
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void run() {
        try (wire) {
            endingWell();
        } catch (IOException e) {
            // The client is gone, or the sink is closing.
        } finally {
            visit.closed();
            sink.over(this);
        }
    }

    private void endingWell() throws IOException {
        try {
            converse();
        } catch (SocketTimeoutException e) {
            sink.counts().broken();
            lastWords("421 4.4.2 " + name() + " You have been silent for too long");
        } catch (WireException e) {
            ended(e);
        }
    }

    private void ended(WireException e) throws IOException {
        switch (e.kind()) {
            case CLOSED -> {}
            case BARE_LINE_END, LINE_TOO_LONG, NO_REPLY, TOO_EARLY, TOO_MUCH -> {
                sink.counts().broken();
                lastWords("421 4.5.0 " + name() + " This goes wrong: " + e.getMessage());
            }
        }
    }

    private void lastWords(String line) throws IOException {
        wire.writeLine(line);
        part();
    }

    /// The connection is over for the receiver before it is for the client.
    private void part() {
        visit.closed();
        wire.part(PARTING, MOST_DROPPED);
    }

    private void converse() throws IOException {
        patience();
        var greeting = visit.greeting();
        if (!greeting.isSilence()) {
            visit.passConnecting();
        }
        if (!greeting.isTaken()) {
            say(greeting);
            if (isOpen) {
                part();
            }
            return;
        }
        wire.writeLine("220 " + name() + " ESMTP Restante sink");
        while (isOpen) {
            patience();
            var line = line();
            if (line != null) {
                obey(Command.of(line));
            }
            if (isOpen && errors > sink.settings().errors()) {
                wire.writeLine("421 4.7.0 " + name() + " Too many errors");
                isOpen = false;
                part();
            }
        }
    }

    private void patience() {
        wire.allow(sink.settings().idle(), sink.settings().idle());
    }

    /// The next command line; null when it was too long, and is answered.
    private @Nullable String line() throws IOException {
        try {
            return wire.line(LONGEST_LINE);
        } catch (WireException e) {
            if (e.kind() != WireException.Kind.LINE_TOO_LONG) {
                throw e;
            }
            wire.dropLine(MOST_DROPPED);
            wrong("500 5.5.6 A command line has at most " + LONGEST_LINE + " octets");
            return null;
        }
    }

    private void obey(Command command) throws IOException {
        switch (command.verb()) {
            case "EHLO" -> hello(command.argument(), true);
            case "HELO" -> hello(command.argument(), false);
            case "STARTTLS" -> startTls(command.argument());
            case "MAIL" -> {
                if (hasGreeted) {
                    intake.mail(command.argument());
                } else {
                    wrong("503 5.5.1 Say EHLO first");
                }
            }
            case "RCPT" -> intake.rcpt(command.argument());
            case "DATA" -> intake.data(command.argument());
            case "BDAT" -> intake.chunk(command.argument());
            case "RSET" -> {
                intake.reset();
                wire.writeLine("250 2.0.0 Forgotten");
            }
            case "NOOP" -> wire.writeLine("250 2.0.0 Ok");
            case "HELP" -> wire.writeLine("214 2.0.0 See RFC 5321");
            case "VRFY", "EXPN" -> wire.writeLine("252 2.5.2 Send mail, then it is seen");
            case "QUIT" -> {
                wire.writeLine("221 2.0.0 " + name() + " Bye");
                isOpen = false;
                part();
            }
            default -> wrong("500 5.5.2 Unknown command");
        }
    }

    private void hello(String argument, boolean isExtended) throws IOException {
        if (argument.isEmpty()) {
            wrong("501 5.5.4 Say who you are");
            return;
        }
        intake.reset();
        hasGreeted = true;
        if (!isExtended) {
            wire.writeLine("250 " + name());
            return;
        }
        wire.writeLine("250-" + name());
        wire.writeLine("250-PIPELINING");
        wire.writeLine("250-SIZE " + sink.settings().messageOctets());
        wire.writeLine("250-8BITMIME");
        wire.writeLine("250-SMTPUTF8");
        wire.writeLine("250-CHUNKING");
        wire.writeLine("250-DSN");
        if (sink.tls().isPresent() && wire.tls() == null) {
            wire.writeLine("250-STARTTLS");
        }
        wire.writeLine("250 ENHANCEDSTATUSCODES");
    }

    private void startTls(String argument) throws IOException {
        if (!argument.isEmpty()) {
            wrong("501 5.5.4 STARTTLS takes no argument");
            return;
        }
        if (sink.tls().isEmpty() || wire.tls() != null) {
            wrong(wire.tls() == null ? "502 5.5.1 No TLS here" : "503 5.5.1 TLS is on");
            return;
        }
        if (wire.holdsMore()) {
            throw new WireException(
                    WireException.Kind.TOO_EARLY,
                    "something follows STARTTLS (RFC 3207 section 4.2)");
        }
        wire.writeLine("220 2.0.0 Go ahead");
        wire.flush();
        // All that was said in the clear may have been said by somebody between (RFC 3207 §4.2).
        intake.reset();
        hasGreeted = false;
        socket.setSoTimeout((int) HANDSHAKE.toMillis());
        var secured =
                (SSLSocket)
                        sink.tls()
                                .orElseThrow()
                                .getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        wire.secure(secured);
        sink.counts().secured();
    }

    private String name() {
        return sink.model().flavour().host(host);
    }

    /// A client's mistake.
    void wrong(String reply) throws IOException {
        errors++;
        wire.writeLine(reply);
    }

    /// What the receiver answers, whole; its end, where that is one.
    void say(Answer answer) throws IOException {
        if (answer.isSilence()) {
            isOpen = false;
            hush();
            return;
        }
        for (var line : answer.text().split("\n")) {
            wire.writeLine(line);
        }
        if (answer.closes()) {
            isOpen = false;
            part();
        }
    }

    /// Hears the client out without a word, until it goes or has stayed for too long.
    private void hush() throws IOException {
        visit.closed();
        try {
            wire.octets(Long.MAX_VALUE, (bytes, at, count) -> {});
        } catch (SocketTimeoutException e) {
            // Nobody hears this either.
        }
    }
}
