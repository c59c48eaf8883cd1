package org.restante.app.api;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.restante.app.access.ConsoleDoor;
import org.restante.app.access.TokenDoor;
import org.slf4j.LoggerFactory;

/// The HTTP interface, listening. Shared by its requests.
///
/// Helidon gives up a listener for ever whose `accept` fails, as it does where the machine has no file handle left. So it is looked each few
/// seconds whether a connection is refused, and listened anew where it is.
public final class Api implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Api.class);

    private static final Duration LOOKS_EACH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Helidon's own words; kept here, or they would be forgotten.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    /// Tells with a stack trace that an address is taken; we say so in a line.
    private static final Logger START = Logger.getLogger("io.helidon.webserver.LoomServer");

    private static final Duration READ = Duration.ofSeconds(30);
    private static final int FIRST_LINE = 8 << 10;

    private final WebServerConfig.Builder config;
    private final Deadlines deadlines;
    private final InetSocketAddress address;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile WebServer server;

    private Api(
            WebServerConfig.Builder config,
            WebServer server,
            Deadlines deadlines,
            InetSocketAddress address) {
        this.config = config;
        this.server = server;
        this.deadlines = deadlines;
        this.address = address;
    }

    /// Listens from now on.
    ///
    /// @param groups all routes there are
    /// @param console who may sign in; empty for nobody
    /// @param traffic counts what is answered
    /// @param ticker nanoseconds, monotonic
    /// @throws IOException when the address cannot be had
    public static Api start(
            ApiSettings settings,
            List<Endpoint.Group> groups,
            TokenDoor door,
            Optional<ConsoleDoor> console,
            Traffic traffic,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException {
        HELIDON.setLevel(Level.SEVERE);
        START.setLevel(Level.OFF);
        var deadlines = new Deadlines(ticker);
        var requests =
                new Requests(
                        new Routing(groups),
                        new Gate(door, console, settings, clock, ticker),
                        settings,
                        deadlines,
                        traffic,
                        ticker);
        var builder =
                WebServer.builder()
                        .address(settings.address().getAddress())
                        .port(settings.address().getPort())
                        .shutdownHook(false)
                        .backlog(1024)
                        .maxTcpConnections(settings.connections())
                        .idleConnectionTimeout(settings.idle())
                        .idleConnectionPeriod(
                                settings.idle().dividedBy(4).plus(Duration.ofMillis(1)))
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .connectionOptions(
                                SocketOptions.builder().readTimeout(READ).tcpNoDelay(true).build())
                        .directHandlers(Requests.unreadable())
                        .addConnectionSelector(
                                new HttpVersions(
                                        Http1ConnectionSelector.builder()
                                                .config(http(settings, deadlines))
                                                .build(),
                                        deadlines,
                                        settings,
                                        FIRST_LINE))
                        .routing(HttpRouting.builder().any(requests::answer));
        settings.tls().ifPresent(tls -> builder.tls(Tls.builder().sslContext(tls).build()));
        var server = builder.build();
        try {
            server.start();
        } catch (RuntimeException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cannotListen(settings) + ": " + cause.getMessage(), e);
        }
        if (!server.isRunning()) {
            throw new IOException(cannotListen(settings) + ": the address is taken");
        }
        deadlines.start();
        var address = new InetSocketAddress(settings.address().getAddress(), server.port());
        var api = new Api(builder.port(server.port()), server, deadlines, address);
        Thread.ofVirtual().name("http watch").start(api::watch);
        return api;
    }

    private static Http1Config http(ApiSettings settings, Deadlines deadlines) {
        return Http1Config.builder()
                .maxPrologueLength(FIRST_LINE)
                .maxHeadersSize(settings.headerOctets())
                .addReceiveListener(new HeaderTime(deadlines, settings.header()))
                .build();
    }

    private void watch() {
        try {
            while (!closed.await(LOOKS_EACH.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isRefused()) {
                    listenAgain();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRefused() {
        var here =
                address.getAddress().isAnyLocalAddress()
                        ? InetAddress.getLoopbackAddress()
                        : address.getAddress();
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(here, address.getPort()), (int) PATIENCE.toMillis());
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false; // No handle for this either: nothing is known.
        }
    }

    /// The one that has given up is left alone: to stop it waits for itself.
    private void listenAgain() {
        var next = config.build();
        try {
            next.start();
        } catch (RuntimeException e) {
            LOG.warn("HTTP at {} cannot be listened for again yet: {}", address, e.getMessage());
            return;
        }
        if (!next.isRunning()) {
            return;
        }
        server = next;
        LOG.warn("HTTP at {} is listened for again", address);
        if (closed.getCount() == 0) {
            next.stop();
        }
    }

    private static String cannotListen(ApiSettings settings) {
        return "cannot listen for HTTP at "
                + settings.address().getHostString()
                + ":"
                + settings.address().getPort();
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop();
        deadlines.close();
    }
}
