package org.restante.app.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.restante.app.access.BadUsers;
import org.restante.app.access.ConsoleDoor;
import org.restante.app.access.ConsoleUserFile;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenDoor;
import org.restante.app.access.TokenText;
import org.restante.app.api.Api;
import org.restante.app.api.ApiSettings;
import org.restante.app.api.Endpoint;
import org.restante.app.api.Traffic;
import org.restante.app.remote.ControlFile;
import org.restante.record.store.StoreKeeper;
import org.restante.sending.reception.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server's HTTP interface and the control file that lets commands find it. Opened after the server, closed after it: what it answers while
/// the server stops is that it does.
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    /// Until what commands read is tried to be written again.
    private static final Duration ANOTHER_TRY = Duration.ofSeconds(10);

    /// What is served.
    public interface Served extends AutoCloseable {
        /// Every group of its routes.
        List<Endpoint.Group> groups(Parts parts);

        /// What it shows; empty where it speaks in the clear.
        Optional<ServerCertificate> webCertificate();

        @Override
        void close();
    }

    /// What routes share with the door.
    ///
    /// @param tokens which file of tokens is in force
    /// @param stopping whether the door is about to close
    public record Parts(
            ConsoleDoor console,
            Supplier<Path> tokens,
            Traffic traffic,
            BooleanSupplier stopping) {}

    private final Served served;
    private final Path data;
    private final ConsoleDoor console;
    private final List<Endpoint.Group> groups;
    private final Api api;
    private volatile ControlFile control;
    private volatile boolean stopping;

    /// @param reload empty for a server without a file of settings
    /// @param data the server's folder
    /// @param tokens which file of tokens is in force; it need not be there
    /// @param settings in the clear; under TLS it is spoken where the server has a certificate for it
    /// @throws IOException when the address cannot be had, or the control file cannot be written; nothing listens then
    public HttpDoor(
            Server server,
            Optional<Reload> reload,
            Path data,
            Supplier<Path> tokens,
            ApiSettings settings,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException, BadUsers {
        this(server, reload, Optional.empty(), data, tokens, settings, clock, ticker);
    }

    /// @param store empty for a server that keeps none; whoever started it ends it
    public HttpDoor(
            Server server,
            Optional<Reload> reload,
            Optional<StoreKeeper> store,
            Path data,
            Supplier<Path> tokens,
            ApiSettings settings,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException, BadUsers {
        this(
                new ServerGroups(server, reload, store, data, clock, ticker),
                data,
                tokens,
                settings,
                clock,
                ticker);
        reload.ifPresent(it -> it.then(this::showAnother));
    }

    /// @param served closed with it
    public HttpDoor(
            Served served,
            Path data,
            Supplier<Path> tokens,
            ApiSettings settings,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException, BadUsers {
        this.served = served;
        this.data = data;
        var traffic = new Traffic();
        var text = TokenText.make(new SecureRandom());
        var now = clock.instant();
        var local =
                new Token(
                        text.id(),
                        text.digest(),
                        Set.of(Scope.ADMIN),
                        Client.trusted(Token.BESIDE),
                        OptionalLong.empty(),
                        now,
                        Optional.empty());
        console =
                new ConsoleDoor(
                        new ConsoleUserFile(data.resolve("console.toml"), ticker),
                        new SecureRandom(),
                        clock,
                        ticker);
        groups = served.groups(new Parts(console, tokens, traffic, () -> stopping));
        boolean isSecured = served.webCertificate().isPresent();
        api =
                Api.start(
                        isSecured ? settings.secured(tls(served)) : settings,
                        groups,
                        new TokenDoor(tokens, local, ticker),
                        Optional.of(console),
                        traffic,
                        clock,
                        ticker);
        var scheme = isSecured ? "https" : "http";
        control =
                new ControlFile(
                        URI.create(scheme + "://" + authority(api.address())),
                        text.text(),
                        ProcessHandle.current().pid(),
                        ProcessHandle.current().info().startInstant().orElse(now),
                        fingerprint());
        try {
            control.write(data);
        } catch (IOException e) {
            // What waits in the spool goes out all the same, which may make the room that is
            // lacking.
            LOG.error(
                    "{} cannot be written, so that commands do not find this server; it is tried on: {}",
                    ControlFile.path(data),
                    e.getMessage());
            Thread.ofVirtual().name("control file").start(this::writeInTheEnd);
        }
    }

    private void writeInTheEnd() {
        while (!stopping) {
            LockSupport.parkNanos(ANOTHER_TRY.toNanos());
            if (stopping) {
                return;
            }
            try {
                control.write(data);
                LOG.info("{} is written", ControlFile.path(data));
                return;
            } catch (IOException e) {
                LOG.debug("{} cannot be written yet", ControlFile.path(data), e);
            }
        }
    }

    private static SSLContext tls(Served server) {
        return CertificateKeys.context(name -> server.webCertificate().orElseThrow());
    }

    private Optional<String> fingerprint() {
        return served.webCertificate().map(ServerCertificate::fingerprint);
    }

    /// Commands are told of another certificate.
    private void showAnother() {
        var before = control;
        var now = before.showing(before.certificate().flatMap(sum -> fingerprint()));
        if (!now.equals(before)) {
            try {
                now.write(data);
                control = now;
            } catch (IOException e) {
                LOG.error("{} is not right any more: {}", ControlFile.path(data), e.getMessage());
            }
        }
    }

    private static String authority(InetSocketAddress address) {
        var host =
                address.getAddress().isAnyLocalAddress()
                        ? "127.0.0.1"
                        : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /// All routes there are.
    public List<Endpoint> routes() {
        return groups.stream()
                .flatMap(group -> StreamSupport.stream(group.endpoints().spliterator(), false))
                .toList();
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return api.address();
    }

    /// The link that makes the console's first user, good once; empty where there is one. What is secret stands after the `#`, which browsers
    /// send nowhere.
    public Optional<URI> setUpLink() {
        return console.setUpSecret()
                .map(secret -> URI.create(control.server() + "/#/setup/" + secret));
    }

    /// Where the console is.
    public URI consoleLink() {
        return URI.create(control.server() + "/");
    }

    /// From now on it says that the server is not ready.
    public void drain() {
        stopping = true;
    }

    @Override
    public void close() {
        stopping = true;
        api.close();
        served.close();
        try {
            control.remove(data);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", ControlFile.path(data), e.getMessage());
        }
    }
}
