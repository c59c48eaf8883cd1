package org.restante.simulation.sink;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.restante.simulation.receiver.Receiver;
import org.restante.simulation.receiver.ReceiverModel;

/// One receiver behind sockets: listens at an address for each of its MX hosts and answers as its model does. Shared by its sessions;
/// what changes is in concurrent collections.
public final class Sink implements Closeable {
    private static final int BACKLOG = 1024;
    private static final long WATCH = 1_000_000_000L;
    private static final long PAUSE_AFTER_TROUBLE = 100_000_000L;

    private final SinkSettings settings;
    private final Optional<SSLContext> tls;
    private final ModelTime time;
    private final Counts counts = new Counts();
    private final SharedReceiver receiver;
    private final List<ServerSocket> hosts = new ArrayList<>();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    private Sink(
            ReceiverModel model,
            SinkSettings settings,
            Optional<SSLContext> tls,
            ModelTime time,
            Wait wait,
            RandomGenerator.SplittableGenerator chance) {
        this.settings = settings;
        this.tls = tls;
        this.time = time;
        receiver =
                new SharedReceiver(
                        new Receiver(model, chance.split()), chance.split(), time, wait, counts);
    }

    /// Listens at once.
    ///
    /// @param addresses one for each MX host, in their order; port 0 for any
    /// @param tls what is shown after STARTTLS; empty: it is not offered
    /// @throws IOException when an address cannot be had; it is named, and none is held
    public static Sink start(
            ReceiverModel model,
            List<InetSocketAddress> addresses,
            SinkSettings settings,
            Optional<SSLContext> tls,
            ModelTime time,
            Wait wait,
            RandomGenerator.SplittableGenerator chance)
            throws IOException {
        if (addresses.isEmpty() || addresses.size() > model.hosts()) {
            throw new IllegalArgumentException(
                    model.name()
                            + " has "
                            + model.hosts()
                            + " hosts, not "
                            + addresses.size()
                            + " addresses");
        }
        var sink = new Sink(model, settings, tls, time, wait, chance);
        try {
            for (var address : addresses) {
                sink.hosts.add(bound(address));
            }
        } catch (IOException e) {
            sink.close();
            throw e;
        }
        sink.begin();
        return sink;
    }

    private static ServerSocket bound(InetSocketAddress address) throws IOException {
        var server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
            return server;
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen at "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void begin() {
        for (int i = 0; i < hosts.size(); i++) {
            int host = i;
            Thread.ofVirtual().name("sink").start(() -> accept(hosts.get(host), host));
        }
        Thread.ofVirtual().name("sink-watch").start(this::watch);
    }

    private void accept(ServerSocket server, int host) {
        while (!server.isClosed()) {
            try {
                admit(server.accept(), host);
            } catch (IOException e) {
                // Too few file handles, mostly; what is open ends by and by.
                LockSupport.parkNanos(PAUSE_AFTER_TROUBLE);
            }
        }
    }

    private void admit(Socket socket, int host) throws IOException {
        if (counts.opened() > settings.connections()) {
            counts.turnedAway();
            turnAway(socket);
            return;
        }
        try {
            socket.setTcpNoDelay(true);
            var session = new Session(this, socket, host);
            open.add(session);
            Thread.ofVirtual().name("sink-session").start(session);
        } catch (IOException e) {
            counts.closed();
            socket.close();
        }
    }

    private void turnAway(Socket socket) {
        try (socket) {
            socket.getOutputStream()
                    .write(
                            "421 4.3.2 This sink has too many connections\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It is gone already, as was wanted.
        } finally {
            counts.closed();
        }
    }

    /// Ends what keeps us longer than it may.
    private void watch() {
        while (!isClosed) {
            long now = time.ticker().getAsLong();
            for (var session : open) {
                if (session.isOverdue(now)) {
                    session.cut();
                }
            }
            LockSupport.parkNanos(WATCH);
        }
    }

    void over(Session session) {
        open.remove(session);
        counts.closed();
    }

    SinkSettings settings() {
        return settings;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    ModelTime time() {
        return time;
    }

    Counts counts() {
        return counts;
    }

    SharedReceiver receiver() {
        return receiver;
    }

    public ReceiverModel model() {
        return receiver.model();
    }

    /// Where it listens, in the order of its hosts.
    public List<InetSocketAddress> addresses() {
        return hosts.stream()
                .map(host -> (InetSocketAddress) host.getLocalSocketAddress())
                .toList();
    }

    public Seen seen() {
        return counts.seen(receiver.boxes());
    }

    /// Stops listening and ends every session.
    @Override
    public void close() throws IOException {
        isClosed = true;
        for (var host : hosts) {
            host.close();
        }
        open.forEach(Session::cut);
    }
}
