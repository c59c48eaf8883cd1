package org.restante.sending.reception;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.restante.mail.message.AddressLiteral;
import org.restante.mail.message.Domain;
import org.restante.mail.message.MailHost;
import org.restante.mail.message.Submission;
import org.restante.protocol.milter.MilterSettings;
import org.restante.protocol.session.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SMTP server: listens, and gives each connection a session on a thread of its own. Shared by its sessions; what changes is
/// guarded by concurrent collections.
public final class Reception implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int BACKLOG = 1024;
    private static final long WATCH = 1_000_000_000L;
    private static final long SAVE = 5_000_000_000L;
    private static final long PAUSE_AFTER_TROUBLE = 100_000_000L;

    private final String name;
    private final Supplier<ReceptionSettings> settings;
    private final Doorkeeper doorkeeper;
    private final Supplier<Optional<SSLContext>> tls;
    private final Submission submission;
    private final Brakes brakes;
    private final Gates gates;
    private final Optional<PolicyHook> hook;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final MessageRoom room;
    private final String began;
    private final AtomicLong sessions = new AtomicLong();
    private final List<ServerSocket> listening = new CopyOnWriteArrayList<>();
    private final LongAdder notAccepted = new LongAdder();
    private final Set<Visit> open = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byClient = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile boolean stopped;
    private boolean watches;

    /// @param name how the server names itself, a domain name
    /// @param ticker a monotonic clock in nanoseconds
    /// @param settings those in force
    /// @param tls that in force; empty where no certificate is configured: then STARTTLS is not offered
    /// @param brakes what holds clients back
    /// @param gates who is asked before a message is taken
    public Reception(
            String name,
            Supplier<ReceptionSettings> settings,
            Doorkeeper doorkeeper,
            Supplier<Optional<SSLContext>> tls,
            Submission submission,
            Brakes brakes,
            Gates gates,
            InstantSource clock,
            LongSupplier ticker) {
        this(
                name,
                settings,
                doorkeeper,
                tls,
                submission,
                brakes,
                gates,
                clock,
                ticker,
                MessageRoom.ofHeap());
    }

    Reception(
            String name,
            Supplier<ReceptionSettings> settings,
            Doorkeeper doorkeeper,
            Supplier<Optional<SSLContext>> tls,
            Submission submission,
            Brakes brakes,
            Gates gates,
            InstantSource clock,
            LongSupplier ticker,
            MessageRoom room) {
        this.room = room;
        this.name = name;
        this.settings = settings;
        this.doorkeeper = doorkeeper;
        this.tls = tls;
        this.submission = submission;
        this.brakes = brakes;
        this.gates = gates;
        hook = gates.policy().map(PolicyHook::new);
        this.clock = clock;
        this.ticker = ticker;
        began = Long.toString(clock.millis() / 1000, 36);
    }

    MessageRoom room() {
        return room;
    }

    /// The name of a client's session, told apart from those of an earlier run by when this one began.
    String newSession() {
        return began + "-" + Long.toString(sessions.incrementAndGet(), 36);
    }

    /// Listens there; returns the address it has got.
    public InetSocketAddress listen(ListenerSettings where) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        try {
            server.bind(where.address(), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen at " + where.address() + ": " + e.getMessage(), e);
        }
        listening.add(server);
        beWatched();
        Thread.ofPlatform()
                .name("smtp " + server.getLocalPort())
                .daemon()
                .start(() -> accept(server, where));
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private synchronized void beWatched() {
        if (!watches) {
            watches = true;
            Thread.ofPlatform().name("smtp watch").daemon().start(this::watch);
        }
    }

    private void accept(ServerSocket server, ListenerSettings where) {
        boolean isTold = false;
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                if (isTold) {
                    LOG.info("{} accepts connections again", where.address());
                    isTold = false;
                }
                admit(socket, where);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    cannotAccept(where, e, isTold);
                    isTold = true;
                }
            }
        }
    }

    /// Too few file handles, mostly; what is open ends by and by. Trying at once would take a core for nothing. Told once until it works again.
    private void cannotAccept(ListenerSettings where, IOException e, boolean isTold) {
        notAccepted.increment();
        if (!isTold) {
            LOG.warn(
                    "{} could not accept a connection ({} are open): {}",
                    where.address(),
                    open.size(),
                    e.getMessage());
        }
        LockSupport.parkNanos(PAUSE_AFTER_TROUBLE);
    }

    /// How often a connection could not be accepted since the start.
    public long notAccepted() {
        return notAccepted.sum();
    }

    private void admit(Socket socket, ListenerSettings where) throws IOException {
        socket.setTcpNoDelay(true);
        var visit = new Visit(socket);
        if (open.size() >= settings().connections()) {
            turnAway(socket, where);
            return;
        }
        open.add(visit);
        Thread.ofVirtual().name("smtp-session").start(() -> serve(visit, where));
    }

    private void turnAway(Socket socket, ListenerSettings where) {
        try (socket) {
            if (where.kind() != ListenerSettings.Kind.IMPLICIT_TLS) {
                socket.getOutputStream()
                        .write(
                                ("421 4.7.0 " + name + " Too many connections, try again later\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            LOG.debug("a client turned away did not wait for the reason: {}", e.getMessage());
        }
    }

    private void serve(Visit visit, ListenerSettings where) {
        boolean isCounted = false;
        try (var socket = visit.socket()) {
            begin(visit);
            if (where.isProxy(socket.getInetAddress())) {
                visit.told(ProxyHeader.read(socket.getInputStream()));
            }
            isCounted = count(visit);
            if (isCounted) {
                converse(visit, where);
            } else {
                turnAway(socket, where);
            }
        } catch (IOException e) {
            LOG.debug("a session with {} broke: {}", visit.client(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a session with {} failed", visit.client(), e);
        } finally {
            open.remove(visit);
            if (isCounted) {
                byClient.computeIfPresent(
                        visit.client(), (ignored, count) -> count > 1 ? count - 1 : null);
            }
        }
    }

    private void begin(Visit visit) throws IOException {
        visit.socket().setSoTimeout((int) settings().handshake().toMillis());
        visit.mustEnd(ticker.getAsLong() + settings().handshake().toNanos());
    }

    /// Counts the client among those of its address; false when there are enough.
    private boolean count(Visit visit) {
        boolean isListed = visit.isKnown() && doorkeeper.ofAddress(visit.client()).isPresent();
        int most =
                isListed ? settings().connectionsPerClient() : settings().connectionsPerStranger();
        int now = byClient.merge(visit.client(), 1, Integer::sum);
        if (now > most) {
            byClient.computeIfPresent(
                    visit.client(), (ignored, count) -> count > 1 ? count - 1 : null);
        }
        return now <= most;
    }

    private void converse(Visit visit, ListenerSettings where) throws IOException {
        var plain =
                where.kind() == ListenerSettings.Kind.IMPLICIT_TLS
                        ? secured(visit)
                        : visit.socket();
        try (var wire = new Wire(plain, ticker)) {
            visit.speaksBy(wire);
            visit.ended();
            new ReceptionSession(wire, visit, where.kind(), this).speak();
        }
    }

    /// The same connection under TLS, the handshake done.
    SSLSocket secured(Visit visit) throws IOException {
        begin(visit);
        var context = tls().orElseThrow(() -> new IOException("no certificate is configured"));
        var secured =
                (SSLSocket) context.getSocketFactory().createSocket(visit.socket(), null, true);
        secured.setUseClientMode(false);
        ModernTls.only(secured);
        secured.startHandshake();
        visit.ended();
        return secured;
    }

    /// Closes connections on which something takes longer than it may.
    private void watch() {
        long saved = ticker.getAsLong();
        while (!stopped) {
            long now = ticker.getAsLong();
            if (now - saved > SAVE) {
                saved = now;
                brakes.save();
            }
            for (var visit : open) {
                if (visit.isOverdue(now)) {
                    close(visit);
                }
            }
            LockSupport.parkNanos(Math.min(WATCH, settings().handshake().toNanos() / 4));
        }
    }

    private static void close(Visit visit) {
        try {
            visit.socket().close();
        } catch (IOException e) {
            LOG.debug("closing a session: {}", e.getMessage());
        }
    }

    String name() {
        return name;
    }

    /// The same as the right half of an address.
    MailHost host() {
        return Domain.of(name)
                .<MailHost>map(domain -> domain)
                .or(() -> AddressLiteral.of(name))
                .orElseThrow(
                        () -> new IllegalStateException("not a name for a mail server: " + name));
    }

    ReceptionSettings settings() {
        return settings.get();
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    Optional<SSLContext> tls() {
        return tls.get();
    }

    Submission submission() {
        return submission;
    }

    InstantSource clock() {
        return clock;
    }

    List<MilterSettings> filters() {
        return gates.filters();
    }

    Optional<PolicyHook> policyHook() {
        return hook;
    }

    Brakes brakes() {
        return brakes;
    }

    long now() {
        return ticker.getAsLong();
    }

    boolean isStopping() {
        return stopping;
    }

    /// Sessions that are open.
    public int sessions() {
        return open.size();
    }

    /// Takes no new connection; sessions may end the message they are in.
    public void stopListening() {
        stopping = true;
        for (var server : listening) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.warn(
                        "could not stop listening at {}: {}",
                        server.getLocalSocketAddress(),
                        e.getMessage());
            }
        }
    }

    /// Ends all sessions at once.
    @Override
    public void close() {
        stopListening();
        stopped = true;
        brakes.save();
        open.forEach(Reception::close);
        hook.ifPresent(PolicyHook::close);
    }
}
