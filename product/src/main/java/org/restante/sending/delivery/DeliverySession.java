package org.restante.sending.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.protocol.session.Extensions;
import org.restante.protocol.session.ReplyReader;
import org.restante.protocol.session.Wire;
import org.restante.protocol.tlspolicy.TlsResult;
import org.restante.sending.delivery.Connecting.Connected;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.sending.routing.Login;

/// A session with one host, from the connection to QUIT. One thread's.
public final class DeliverySession implements Closeable {
    /// What became of opening one.
    public sealed interface Opening {
        record Open(DeliverySession session) implements Opening {}

        /// Nothing was said to the host about any recipient.
        ///
        /// @param tls set where it failed for TLS
        record Failed(Outcome outcome, @Nullable TlsFailure tls) implements Opening {}

        /// This machine had no file handle for it: nothing speaks of the host.
        record NoHandle(String why) implements Opening {}
    }

    private final Peer peer;
    private final DeliverySettings settings;
    private final SSLSocketFactory tls;
    private final Wire wire;
    private final LongSupplier ticker;
    private final Socket connection;
    private @Nullable TlsFailure tlsFailure;
    private @Nullable InetAddress from;
    private final ReplyReader replies;
    private Extensions extensions = Extensions.NONE;
    private Stage stage = Stage.GREETING;
    private boolean over;
    private boolean spent;
    private volatile boolean awaitsLastWord;
    private volatile boolean givenUp;
    private int transactions;
    private final Wiretap tap;

    private DeliverySession(
            Peer peer,
            DeliverySettings settings,
            SSLSocketFactory tls,
            Wire wire,
            LongSupplier ticker,
            Wiretap tap) {
        this.ticker = ticker;
        this.peer = peer;
        this.settings = settings;
        this.tls = tls;
        this.wire = wire;
        this.tap = tap;
        wire.tap(tap);
        connection = wire.socket();
        replies = new ReplyReader(wire);
    }

    /// Connects, greets, and goes over to TLS where it is asked for.
    ///
    /// @param tls makes the TLS sockets; whom it trusts matters for [Security#VERIFIED] alone
    /// @param ticker a monotonic clock in nanoseconds
    /// @param tap hears the conversation
    public static Opening open(
            Peer peer,
            DeliverySettings settings,
            SSLSocketFactory tls,
            LongSupplier ticker,
            Wiretap tap) {
        Connected connected;
        try {
            connected = Connecting.to(peer, settings);
        } catch (IOException e) {
            tap.note("no connection to " + peer.address() + ": " + e.getMessage());
            if (Breaks.isForWantOfHandles(e)) {
                return new Opening.NoHandle(String.valueOf(e.getMessage()));
            }
            return new Opening.Failed(Breaks.broken(Stage.CONNECT, e), null);
        }
        var socket = connected.socket();
        tap.note("connected to " + peer.address() + " from " + connected.from());
        try {
            var wire = new Wire(socket, ticker);
            var session = new DeliverySession(peer, settings, tls, wire, ticker, tap);
            Overseer.OF_ALL.takesOn(session);
            session.from = connected.from();
            var failure = session.begin();
            if (failure != null) {
                session.close();
                return new Opening.Failed(failure, session.tlsFailure);
            }
            return new Opening.Open(session);
        } catch (IOException e) {
            close(socket);
            return new Opening.Failed(Breaks.broken(Stage.GREETING, e), null);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that does not close holds nothing we can free.
        }
    }

    /// Null when the session is ready for mail.
    private @Nullable Outcome begin() {
        try {
            allow(settings.greeting());
            var greeting = replies.read();
            if (code(greeting) != 220) {
                return refused(greeting);
            }
            var hello = hello();
            if (hello != null) {
                return hello;
            }
            var insecure = peer.security() == Security.NONE ? null : secure();
            return insecure != null || peer.login().isEmpty()
                    ? insecure
                    : login(peer.login().get());
        } catch (IOException e) {
            return Breaks.broken(stage, e);
        }
    }

    /// A password is said under TLS, or to this machine alone.
    private @Nullable Outcome login(Login login) throws IOException {
        stage = Stage.AUTH;
        if (wire.tls() == null && !peer.address().getAddress().isLoopbackAddress()) {
            return new Outcome.Unfit("4.7.11", "without TLS no password is said to " + peer.name());
        }
        return Authentication.login(login, extensions.mechanisms(), peer.name(), this::ask);
    }

    private Outcome refused(Reply reply) {
        over |= code(reply) == 421;
        return new Outcome.Refused(stage, reply);
    }

    private static int code(Reply reply) {
        return reply.code().orElse(0);
    }

    private @Nullable Outcome hello() throws IOException {
        extensions = Extensions.NONE;
        stage = Stage.EHLO;
        var reply =
                ask(peer.speaks() == Speaks.LMTP ? "LHLO " + peer.ehlo() : "EHLO " + peer.ehlo());
        if (code(reply) == 250) {
            extensions = Extensions.of(reply);
            return null;
        }
        boolean mayBeOld = peer.speaks() == Speaks.SMTP && code(reply) / 100 == 5;
        if (mayBeOld) {
            reply = ask("HELO " + peer.ehlo());
            if (code(reply) == 250) {
                return null;
            }
        }
        return refused(reply);
    }

    private Reply ask(String command) throws IOException {
        wire.writeLine(command);
        allow(settings.ehlo());
        return replies.read();
    }

    private void allow(Duration whole) {
        wire.allow(whole, whole);
    }

    private @Nullable Outcome secure() throws IOException {
        stage = Stage.STARTTLS;
        boolean needed = peer.security() != Security.OPPORTUNISTIC;
        if (!extensions.has("STARTTLS")) {
            return withoutTls(needed, peer.name() + " does not offer TLS");
        }
        var reply = ask("STARTTLS");
        if (code(reply) != 220) {
            var said = peer.name() + " answered STARTTLS with " + spelled(reply);
            var failure = withoutTls(needed, said);
            return code(reply) == 421 ? refused(reply) : failure;
        }
        var secured =
                (SSLSocket)
                        tls.createSocket(
                                wire.socket(), peer.name(), peer.address().getPort(), true);
        var parameters = secured.getSSLParameters();
        if (peer.security() == Security.VERIFIED) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        named(parameters);
        secured.setSSLParameters(parameters);
        var broken = handshake(secured);
        if (broken != null) {
            return broken;
        }
        wire.secure(secured);
        tap.note(
                "encrypted with "
                        + secured.getSession().getProtocol()
                        + " "
                        + secured.getSession().getCipherSuite());
        return hello();
    }

    private static String spelled(Reply reply) {
        return code(reply) + " " + String.join(" ", reply.lines());
    }

    private @Nullable Outcome withoutTls(boolean needed, String why) {
        tlsFailure = new TlsFailure(TlsResult.STARTTLS_NOT_SUPPORTED, why);
        return needed
                ? new Outcome.Broken(stage, Trouble.TLS, why + "; mail may not go without")
                : null;
    }

    /// Null when it has succeeded.
    private @Nullable Outcome handshake(SSLSocket secured) throws IOException {
        secured.setSoTimeout((int) settings.startTls().toMillis());
        try (var guard = Guard.over(connection, settings.startTls())) {
            try {
                secured.startHandshake();
                return null;
            } catch (IOException e) {
                tlsFailure =
                        guard.hasStruck()
                                ? new TlsFailure(
                                        TlsResult.VALIDATION_FAILURE,
                                        "the TLS handshake took longer than "
                                                + settings.startTls().toSeconds()
                                                + " s")
                                : TlsFailure.of(e);
                return new Outcome.Broken(stage, Trouble.TLS, tlsFailure.reason());
            }
        }
    }

    /// Server name indication, for names that are domain names (RFC 6066 §3).
    private void named(SSLParameters parameters) {
        Domain.of(peer.name())
                .filter(domain -> !domain.ascii().contains("_"))
                .ifPresent(domain ->
                        parameters.setServerNames(
                                List.of(new javax.net.ssl.SNIHostName(domain.ascii()))));
    }

    public Peer peer() {
        return peer;
    }

    /// The address the connection goes out from; null where a proxy does not say.
    public @Nullable InetAddress localAddress() {
        return from;
    }

    /// Why there is no TLS although it was wanted; null where there is, or none was.
    public @Nullable TlsFailure tlsFailure() {
        return tlsFailure;
    }

    /// Protocol version of TLS, empty without.
    public Optional<String> tlsVersion() {
        var session = wire.tls();
        return session == null ? Optional.empty() : Optional.of(session.getProtocol());
    }

    public Extensions extensions() {
        return extensions;
    }

    /// Whether more mail may be given to it.
    public boolean isUsable() {
        return !over && !spent;
    }

    /// Messages given to it so far.
    public int transactions() {
        return transactions;
    }

    /// Gives the mail to the host: an outcome for each recipient, in their order.
    ///
    /// @throws IOException when the body could not be read; nothing was accepted then, and the session is over
    public List<Outcome> deliver(Mail mail) throws IOException {
        var outcomes = new ArrayList<>(transaction(mail));
        for (var left = Split.unheard(outcomes); !left.isEmpty() && isUsable(); ) {
            var next = transaction(Split.only(mail, left));
            for (int i = 0; i < next.size(); i++) {
                outcomes.set(left.get(i), next.get(i));
            }
            var still = Split.unheard(next).stream().map(left::get).toList();
            left = still.size() < left.size() ? still : List.of();
        }
        return outcomes;
    }

    private List<Outcome> transaction(Mail whole) throws IOException {
        int count = whole.envelope().recipients().size();
        try {
            var mail = Fitness.fitted(whole, extensions);
            var unfit = Fitness.objection(mail, extensions);
            if (unfit != null) {
                return all(count, unfit);
            }
            transactions++;
            return new MailTransaction(this, mail).perform();
        } catch (Mail.Damaged e) {
            return all(count, MailTransaction.DAMAGED);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Wire wire() {
        return wire;
    }

    Wiretap tap() {
        return tap;
    }

    ReplyReader replies() {
        return replies;
    }

    /// Bounds how long the host may take to read a message and each piece of it.
    Guard guardSending() {
        return Guard.over(connection, settings.send(), settings.block());
    }

    DeliverySettings settings() {
        return settings;
    }

    /// The host or the connection is done for.
    void isOver() {
        over = true;
    }

    /// No mail may follow on it; what is left to say is goodbye.
    void takesNoMore() {
        spent = true;
    }

    /// Says goodbye and closes.
    public void quit() {
        try {
            if (!over) {
                wire.writeLine("QUIT");
                allow(settings.quit());
                replies.read();
            }
        } catch (IOException e) {
            // It is over either way.
        } finally {
            close();
        }
    }

    /// On any thread; whatever waits on the connection then fails. Not a TLS layer is closed, which would wait for what is being written.
    void endIfOverdue() {
        if (wire.isOverdue(ticker.getAsLong())) {
            close(connection);
        }
    }

    /// From now on the host has all of a message, and what it says last is waited for.
    void awaitsLastWord(boolean does) {
        awaitsLastWord = does;
    }

    /// On any thread, at this server's stop: a host that has all of a message and has not answered yet is not waited for. Whether it takes the
    /// message is not known, which then counts as tried: sent again at once it would come twice.
    ///
    /// @return whether one was waited for
    public boolean giveUp() {
        if (!awaitsLastWord) {
            return false;
        }
        givenUp = true;
        close(connection);
        return true;
    }

    /// What ended the connection.
    Outcome broken(Stage at, IOException e) {
        return givenUp
                ? new Outcome.Broken(
                        at, Trouble.TIMEOUT, "this server was stopped before the host had answered")
                : Breaks.broken(at, e);
    }

    @Override
    public void close() {
        over = true;
        Overseer.OF_ALL.letsGo(this);
        close(wire.socket());
    }

    /// All recipients share one fate.
    static List<Outcome> all(int count, Outcome outcome) {
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < count; i++) {
            outcomes.add(outcome);
        }
        return outcomes;
    }
}
