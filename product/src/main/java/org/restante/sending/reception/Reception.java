package org.restante.sending.reception;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.restante.mail.message.Submission;
import org.restante.protocol.session.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SMTP server: listens, and gives each connection a session on a thread of its own. Shared by its sessions; what changes is
/// guarded by concurrent collections.
public final class Reception implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int BACKLOG = 1024;

    private final String name;
    private final ReceptionSettings settings;
    private final Doorkeeper doorkeeper;
    private final Optional<SSLContext> tls;
    private final Submission submission;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final List<ServerSocket> listening = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byClient = new ConcurrentHashMap<>();
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param name how the server names itself, a domain name
    /// @param ticker a monotonic clock in nanoseconds
    /// @param tls empty where no certificate is configured; then STARTTLS is not offered
    public Reception(
            String name,
            ReceptionSettings settings,
            Doorkeeper doorkeeper,
            Optional<SSLContext> tls,
            Submission submission,
            InstantSource clock,
            LongSupplier ticker) {
        this.name = name;
        this.settings = settings;
        this.doorkeeper = doorkeeper;
        this.tls = tls;
        this.submission = submission;
        this.clock = clock;
        this.ticker = ticker;
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
        Thread.ofPlatform()
                .name("smtp " + server.getLocalPort())
                .daemon()
                .start(() -> accept(server, where));
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept(ServerSocket server, ListenerSettings where) {
        while (!server.isClosed()) {
            try {
                admit(server.accept(), where);
            } catch (SocketException e) {
                if (!server.isClosed()) {
                    LOG.warn(
                            "{} could not accept a connection: {}",
                            where.address(),
                            e.getMessage());
                }
            } catch (IOException e) {
                LOG.warn("{} could not accept a connection: {}", where.address(), e.getMessage());
            }
        }
    }

    private void admit(Socket socket, ListenerSettings where) throws IOException {
        socket.setTcpNoDelay(true);
        var client = socket.getInetAddress();
        boolean isFull =
                open.size() >= settings.connections()
                        || byClient.getOrDefault(client, 0) >= settings.connectionsPerClient();
        if (isFull) {
            turnAway(socket);
            return;
        }
        open.add(socket);
        byClient.merge(client, 1, Integer::sum);
        Thread.ofVirtual().name("smtp-session").start(() -> serve(socket, where));
    }

    private void turnAway(Socket socket) {
        try (socket) {
            socket.getOutputStream()
                    .write(
                            ("421 4.7.0 " + name + " Too many connections, try again later\r\n")
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.debug("a client turned away did not wait for the reason: {}", e.getMessage());
        }
    }

    private void serve(Socket socket, ListenerSettings where) {
        try (socket) {
            var plain =
                    where.kind() == ListenerSettings.Kind.IMPLICIT_TLS ? secured(socket) : socket;
            new ReceptionSession(new Wire(plain, ticker), where.kind(), this).speak();
        } catch (IOException e) {
            LOG.debug(
                    "a session with {} broke: {}", socket.getRemoteSocketAddress(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a session with {} failed", socket.getRemoteSocketAddress(), e);
        } finally {
            left(socket);
        }
    }

    private void left(Socket socket) {
        open.remove(socket);
        byClient.computeIfPresent(
                socket.getInetAddress(), (ignored, count) -> count > 1 ? count - 1 : null);
    }

    /// The same connection under TLS, the handshake done.
    SSLSocket secured(Socket socket) throws IOException {
        var context = tls.orElseThrow(() -> new IOException("no certificate is configured"));
        var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        secured.setUseClientMode(false);
        secured.setSoTimeout((int) settings.idle().toMillis());
        secured.startHandshake();
        return secured;
    }

    String name() {
        return name;
    }

    ReceptionSettings settings() {
        return settings;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Submission submission() {
        return submission;
    }

    InstantSource clock() {
        return clock;
    }

    /// Whether the client may have one more recipient; counts it.
    boolean allows(Client client) {
        if (client.recipientsPerHour().isEmpty() && client.recipientsPerDay().isEmpty()) {
            return true;
        }
        return allowances
                .computeIfAbsent(
                        client.name(),
                        ignored ->
                                new Allowance(
                                        client.recipientsPerHour(), client.recipientsPerDay()))
                .take(ticker.getAsLong());
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
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("closing a session: {}", e.getMessage());
            }
        }
    }
}
