package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
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
import org.restante.app.api.QueueCourseRoutes;
import org.restante.app.api.Repeats;
import org.restante.app.api.Scans;
import org.restante.app.api.ServerRoutes;
import org.restante.app.api.ShadowRoutes;
import org.restante.app.api.SourceRoutes;
import org.restante.app.api.StoreRoutes;
import org.restante.app.api.SuppressionRoutes;
import org.restante.app.api.TokenRoutes;
import org.restante.app.api.TraceRoutes;
import org.restante.app.api.WarmupRoutes;
import org.restante.app.api.WatchedRoutes;
import org.restante.app.api.WebhookRoutes;
import org.restante.app.console.Pages;
import org.restante.app.console.SessionRoutes;
import org.restante.app.console.UserRoutes;
import org.restante.record.store.StoreKeeper;

/// The routes of a sending server.
final class ServerGroups implements HttpDoor.Served {
    private final Server server;
    private final Optional<Reload> reload;
    private final Optional<StoreKeeper> store;
    private final Path data;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Repeats repeats;

    ServerGroups(
            Server server,
            Optional<Reload> reload,
            Optional<StoreKeeper> store,
            Path data,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException {
        this.server = server;
        this.reload = reload;
        this.store = store;
        this.data = data;
        this.clock = clock;
        this.ticker = ticker;
        repeats = new Repeats(data.resolve("idempotency"), clock);
    }

    @Override
    public Optional<ServerCertificate> webCertificate() {
        return server.webCertificate();
    }

    /// Every group of routes; a new one is added here, and to the OpenAPI document.
    @Override
    public List<Endpoint.Group> groups(HttpDoor.Parts parts) {
        var scans = new Scans(ticker);
        return List.of(
                new OpenApi(),
                new WatchedRoutes(List::of),
                new Pages(),
                new SessionRoutes(parts.console()),
                new CodeRoutes(),
                new UserRoutes(parts.console()),
                new TokenRoutes(parts.tokens(), new SecureRandom(), clock),
                new ConfigurationRoutes(() -> reload.map(Reload::settings)),
                new Health(() -> objections(parts)),
                new ServerRoutes(new ServerOperator(server, reload)),
                new Metrics(page -> {
                    server.writeMetrics(page);
                    store.ifPresent(it -> new StoreMetrics(it, clock).write(page));
                    parts.traffic().write(page);
                }),
                new EventStream(data.resolve("events"), server.names(), parts.stopping(), ticker),
                new MessageStory(server.queue().control(), data.resolve("events"), clock, scans),
                new Messages(server.handover(), repeats, clock, UUID::randomUUID, server.names()),
                new BrakeRoutes(server.brakes()),
                new SuppressionRoutes(server.queue().suppression(), clock),
                new LaneRoutes(server::forget),
                new LaneCourseRoutes(server.courses()::of),
                new QueueCourseRoutes(server.queueCourse()::since),
                new WarmupRoutes(server.warmups(), server.names()),
                new TraceRoutes(server.dispatch().wiretaps(), clock, ticker),
                server.queueRoutes(clock, scans),
                server.incidentRoutes(clock),
                new ShadowRoutes(server.incidents(), server.shadow(), clock),
                new WebhookRoutes(server.hooks(), clock),
                new SourceRoutes(
                        server::pools, server.queue().control(), server.warmups(), store, clock),
                new StoreRoutes(store, server.refusalWords(), server.names(), clock));
    }

    /// Why no new mail is taken now.
    private List<String> objections(HttpDoor.Parts parts) {
        var objections = new ArrayList<String>();
        if (parts.stopping().getAsBoolean()) {
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

    @Override
    public void close() {
        repeats.close();
    }
}
