package org.restante.app.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.restante.app.analysis.FollowedLogs;
import org.restante.app.api.CodeRoutes;
import org.restante.app.api.ConfigurationRoutes;
import org.restante.app.api.Endpoint;
import org.restante.app.api.EventStream;
import org.restante.app.api.Health;
import org.restante.app.api.IncidentRoutes;
import org.restante.app.api.KnownNames;
import org.restante.app.api.Metrics;
import org.restante.app.api.OpenApi;
import org.restante.app.api.RefusalWords;
import org.restante.app.api.StoreRoutes;
import org.restante.app.api.TokenRoutes;
import org.restante.app.api.WatchedRoutes;
import org.restante.app.api.WebhookRoutes;
import org.restante.app.console.Pages;
import org.restante.app.console.SessionRoutes;
import org.restante.app.console.UserRoutes;
import org.restante.app.duty.Casebook;
import org.restante.app.duty.Duty;
import org.restante.app.files.DataFolder;
import org.restante.app.hooks.HookSettings;
import org.restante.app.hooks.Hooks;
import org.restante.app.identity.MendChecks;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.notice.NoticeSettings;
import org.restante.app.notice.Notices;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.IncidentMetrics;
import org.restante.app.server.ServerCertificate;
import org.restante.app.server.StoreMetrics;
import org.restante.dns.Resolver;
import org.restante.insight.response.Mode;
import org.restante.insight.response.ResponseSettings;
import org.restante.mail.message.Domain;
import org.restante.meaning.verdict.Judge;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Another server's logs, followed and understood: events in the store, incidents with their case files, programs and people who are told. What
/// is left to do, people do at their server.
public final class LogWatch implements HttpDoor.Served {
    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

    /// Of a table that only advises, nothing is done.
    private static final ResponseSettings ADVICE = advice();

    /// @param data the folder of all that is kept
    /// @param onlyNew whether a log that was not read before is read from its end
    /// @param each how long it waits where there is nothing new
    /// @param keptFor how long events stay
    /// @param name as people are told
    /// @param web what HTTP shows; empty where it is spoken in the clear
    public record Settings(
            FollowedLogs.Request logs,
            Path data,
            boolean onlyNew,
            Duration each,
            Duration keptFor,
            String name,
            Optional<ServerCertificate> web,
            List<HookSettings> hooks,
            List<NoticeSettings> notices) {
        public Settings {
            hooks = List.copyOf(hooks);
            notices = List.copyOf(notices);
        }
    }

    private final Settings settings;
    private final Knowledge knowledge;
    private final Optional<StoreKeeper> store;
    private final Resolver dns;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final WatchRecord record;
    private final Duty duty;
    private final Hooks hooks;
    private final Notices notices;
    private final Follower follower;

    private LogWatch(
            Settings settings,
            Knowledge knowledge,
            Optional<StoreKeeper> store,
            WatchRecord record,
            Resolver dns,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException {
        this.settings = settings;
        this.knowledge = knowledge;
        this.store = store;
        this.record = record;
        this.dns = dns;
        this.clock = clock;
        this.ticker = ticker;
        var journal = WatchRecord.journal(settings.data());
        var pools = Pools.of(Source.unbound("unknown", new Domain("localhost")));
        duty =
                new Duty(
                        settings.data(),
                        journal,
                        knowledge,
                        record::tell,
                        new NoQueue(),
                        () -> ADVICE,
                        () -> pools,
                        clock);
        hooks = new Hooks(settings.data(), journal, clock, new SecureRandom());
        notices =
                new Notices(
                        settings.data(),
                        settings.name(),
                        duty.casebook(),
                        duty.responder(),
                        hooks,
                        Optional.empty(),
                        (_, _) -> false,
                        settings::notices,
                        clock);
        follower =
                new Follower(
                        knowledge,
                        settings.logs(),
                        record,
                        settings.onlyNew(),
                        settings.each(),
                        clock,
                        duty::start);
    }

    /// Begins to follow; incidents are looked for as soon as all is read that is there.
    ///
    /// @param store whoever made it starts and ends it
    /// @param dns asked when people want to know whether something is mended
    /// @throws IOException when the folder cannot be had; nothing runs then
    public static LogWatch start(
            Settings settings,
            Knowledge knowledge,
            Optional<StoreKeeper> store,
            Resolver dns,
            InstantSource clock,
            LongSupplier ticker)
            throws IOException {
        if (Files.exists(settings.data().resolve("spool"))) {
            throw new IOException(
                    settings.data()
                            + ": is the data folder of a sending server; a folder of its own would be right for a log that is watched");
        }
        DataFolder.open(settings.data());
        var record =
                new WatchRecord(
                        settings.data(),
                        settings.logs().files(),
                        settings.keptFor(),
                        clock,
                        new SecureRandom());
        try {
            var watch = new LogWatch(settings, knowledge, store, record, dns, clock, ticker);
            watch.hooks.use(settings.hooks());
            watch.notices.start();
            watch.follower.start();
            return watch;
        } catch (IOException | RuntimeException e) {
            record.close();
            throw e;
        }
    }

    /// Where a store of it reads and lies, with the usual settings of a store.
    public static StoreSettings storeIn(Path data) {
        return StoreSettings.of(List.of(WatchRecord.journal(data)), data.resolve("store"));
    }

    private static ResponseSettings advice() {
        var usual = ResponseSettings.defaults();
        return new ResponseSettings(
                false,
                Mode.OBSERVE,
                Mode.OBSERVE,
                Map.of(),
                usual.lasts(),
                usual.answerWithin(),
                usual.table());
    }

    /// What it found.
    public Casebook incidents() {
        return duty.casebook();
    }

    @Override
    public Optional<ServerCertificate> webCertificate() {
        return settings.web();
    }

    @Override
    public List<Endpoint.Group> groups(HttpDoor.Parts parts) {
        var groups = new ArrayList<Endpoint.Group>();
        groups.add(new OpenApi());
        groups.add(new Pages());
        groups.add(new SessionRoutes(parts.console()));
        groups.add(new CodeRoutes());
        groups.add(new UserRoutes(parts.console()));
        groups.add(new TokenRoutes(parts.tokens(), new SecureRandom(), clock));
        groups.add(new ConfigurationRoutes(Optional::empty));
        groups.add(new Health(() -> follower.trouble().stream().toList()));
        groups.add(new WatchedRoutes(follower::standing));
        groups.add(
                new Metrics(page -> {
                    new IncidentMetrics(duty.casebook()).write(page);
                    hooks.write(page);
                    store.ifPresent(it -> new StoreMetrics(it, clock).write(page));
                    parts.traffic().write(page);
                }));
        groups.add(
                new EventStream(
                        WatchRecord.journal(settings.data()),
                        KnownNames.ofProviders(knowledge::providers),
                        parts.stopping(),
                        ticker));
        groups.add(incidentRoutes());
        groups.add(new WebhookRoutes(hooks, clock));
        groups.add(
                new StoreRoutes(
                        store,
                        new RefusalWords(() -> new Judge(knowledge.rules()), knowledge::providers),
                        KnownNames.ofProviders(knowledge::providers),
                        clock));
        var others = WatchedRoutes.others(groups, why());
        groups.add(() -> others);
        return groups;
    }

    private String why() {
        var logs =
                settings.logs().files().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(", "));
        return "this is 'restante watch --serve': it follows "
                + logs
                + ", and the mail, its queue and its lanes are those of the server that writes it";
    }

    /// All but what would be done about an incident by this server.
    private Endpoint.Group incidentRoutes() {
        var all =
                new IncidentRoutes(
                        duty.casebook(),
                        duty.responder(),
                        duty.letters(),
                        duty.checks(MendChecks.ofLog(dns, ticker)),
                        knowledge::providers,
                        clock);
        var those =
                StreamSupport.stream(all.endpoints().spliterator(), false)
                        .filter(it -> !it.path().endsWith("/act") && !it.path().endsWith("/undo"))
                        .toList();
        return () -> those;
    }

    /// Stops; what was read is on disk.
    @Override
    public void close() {
        try {
            follower.close();
            notices.close();
            duty.close();
            hooks.close();
            record.close();
        } catch (IOException e) {
            LOG.error("the watch did not stop cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
