package org.restante.app.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
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
import org.restante.app.api.BrakeRoutes;
import org.restante.app.api.CodeRoutes;
import org.restante.app.api.ConfigurationRoutes;
import org.restante.app.api.Endpoint;
import org.restante.app.api.EventStream;
import org.restante.app.api.Health;
import org.restante.app.api.LaneCourseRoutes;
import org.restante.app.api.LaneRoutes;
import org.restante.app.api.MessageStory;
import org.restante.app.api.Messages;
import org.restante.app.api.Metrics;
import org.restante.app.api.OpenApi;
import org.restante.app.api.Repeats;
import org.restante.app.api.Scans;
import org.restante.app.api.ServerRoutes;
import org.restante.app.api.ShadowRoutes;
import org.restante.app.api.SourceRoutes;
import org.restante.app.api.StoreRoutes;
import org.restante.app.api.SuppressionRoutes;
import org.restante.app.api.TokenRoutes;
import org.restante.app.api.TraceRoutes;
import org.restante.app.api.Traffic;
import org.restante.app.api.WarmupRoutes;
import org.restante.app.api.WebhookRoutes;
import org.restante.app.console.Pages;
import org.restante.app.console.SessionRoutes;
import org.restante.app.console.UserRoutes;
import org.restante.app.remote.ControlFile;
import org.restante.record.store.StoreKeeper;
import org.restante.sending.reception.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server's HTTP interface and the control file that lets commands find it. Opened after the server, closed after it: what it answers while
/// the server stops is that it does.
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private final Server server;
    private final Path data;
    private final InstantSource clock;
    private final Repeats repeats;
    private final LongSupplier ticker;
    private final Traffic traffic = new Traffic();
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
        this.server = server;
        this.data = data;
        this.clock = clock;
        this.ticker = ticker;
        repeats = new Repeats(data.resolve("idempotency"), clock);
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
        groups = groups(reload, store, tokens);
        boolean isSecured = server.webCertificate().isPresent();
        api =
                Api.start(
                        isSecured ? settings.secured(tls(server)) : settings,
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
            api.close();
            throw e;
        }
        reload.ifPresent(it -> it.then(this::showAnother));
    }

    private static SSLContext tls(Server server) {
        return CertificateKeys.context(name -> server.webCertificate().orElseThrow());
    }

    private Optional<String> fingerprint() {
        return server.webCertificate().map(ServerCertificate::fingerprint);
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

    /// Every group of routes; a new one is added here, and to the OpenAPI document.
    private List<Endpoint.Group> groups(
            Optional<Reload> reload, Optional<StoreKeeper> store, Supplier<Path> tokens) {
        var scans = new Scans(ticker);
        return List.of(
                new OpenApi(),
                new Pages(),
                new SessionRoutes(console),
                new CodeRoutes(),
                new UserRoutes(console),
                new TokenRoutes(tokens, new SecureRandom(), clock),
                new ConfigurationRoutes(() -> reload.map(Reload::settings)),
                new Health(this::objections),
                new ServerRoutes(new ServerOperator(server, reload)),
                new Metrics(page -> {
                    server.writeMetrics(page);
                    store.ifPresent(it -> new StoreMetrics(it, clock).write(page));
                    traffic.write(page);
                }),
                new EventStream(data.resolve("events"), () -> stopping, ticker),
                new MessageStory(server.queue().control(), data.resolve("events"), clock, scans),
                new Messages(server.handover(), repeats, clock, UUID::randomUUID),
                new BrakeRoutes(server.brakes()),
                new SuppressionRoutes(server.queue().suppression(), clock),
                new LaneRoutes(server::forget),
                new LaneCourseRoutes(server.courses()::of),
                new WarmupRoutes(server.warmups()),
                new TraceRoutes(server.dispatch().wiretaps(), clock, ticker),
                server.queueRoutes(clock, scans),
                server.incidentRoutes(clock),
                new ShadowRoutes(server.incidents(), server.shadow(), clock),
                new WebhookRoutes(server.hooks(), clock),
                new SourceRoutes(
                        server::pools, server.queue().control(), server.warmups(), store, clock),
                new StoreRoutes(store, server.refusalWords(), clock));
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

    /// Why no new mail is taken now.
    private List<String> objections() {
        var objections = new ArrayList<String>();
        if (stopping) {
            objections.add("the server stops");
        }
        if (server.isDraining()) {
            objections.add("the server takes no new mail (drain)");
        }
        var health = server.health();
        health.stopped().ifPresent(why -> objections.add("the spool stopped: " + why));
        health.full().ifPresent(why -> objections.add("the disk is full: " + why));
        return objections;
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
        repeats.close();
        try {
            control.remove(data);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", ControlFile.path(data), e.getMessage());
        }
    }
}
