package org.restante.app.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.restante.app.access.PasswordDoor;
import org.restante.app.access.Users;
import org.restante.app.api.Endpoint;
import org.restante.app.api.IncidentRoutes;
import org.restante.app.api.KnownNames;
import org.restante.app.api.QueueRoutes;
import org.restante.app.api.RefusalWords;
import org.restante.app.api.Scans;
import org.restante.app.duty.Casebook;
import org.restante.app.duty.Checks;
import org.restante.app.duty.Duty;
import org.restante.app.duty.Shadow;
import org.restante.app.files.DataFolder;
import org.restante.app.hooks.Hooks;
import org.restante.app.identity.DnsChange;
import org.restante.app.identity.MendChecks;
import org.restante.app.identity.MxSets;
import org.restante.app.identity.OwnNames;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.logging.MailLog;
import org.restante.app.metrics.EventTally;
import org.restante.app.metrics.Exposition;
import org.restante.app.notice.Notices;
import org.restante.app.tracing.TraceSettings;
import org.restante.app.tracing.Traces;
import org.restante.app.warmup.Warmups;
import org.restante.dns.Families;
import org.restante.dns.Resolver;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.meaning.verdict.Judge;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.sending.dispatch.Dispatch;
import org.restante.sending.dispatch.TlsMeans;
import org.restante.sending.dispatch.Trial;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.queue.By;
import org.restante.sending.queue.Queue;
import org.restante.sending.queue.QueueSettings;
import org.restante.sending.reception.Brakes;
import org.restante.sending.reception.Handover;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.Reception;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.spool.Spool;
import org.restante.sending.spool.SpoolHealth;
import org.restante.sending.spool.SpoolSettings;
import org.restante.sending.suppression.Suppressions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One sending server: spool, queue, lanes, reception and the copying of events. Several may run in one process.
public final class Server implements AutoCloseable {
    /// What was given up at the stop is noted within so long.
    private static final Duration FOR_NOTES = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// Each takes a core and some memory while it is made.
    private static final int HASHES_AT_ONCE = 2;

    private static final Duration IN_FLIGHT = Duration.ofSeconds(30);

    /// What a server needs to be told.
    ///
    /// @param name how it names itself
    /// @param data its folder
    /// @param pacing whether lanes go by the law
    /// @param stopWithin how long a stop waits for what is in flight
    /// @param traces who is told of messages' lives, if anybody
    /// @param namesEach how often the DNS is asked what it says of us; empty for never
    /// @param terms what may change while it runs
    public record Settings(
            String name,
            Path data,
            List<ListenerSettings> listeners,
            QueueSettings queue,
            SpoolSettings spool,
            JournalSettings journal,
            Conduct pacing,
            Duration stopWithin,
            Safeguards safeguards,
            Optional<TraceSettings> traces,
            Optional<Duration> namesEach,
            Terms terms) {
        public Settings {
            listeners = List.copyOf(listeners);
        }

        /// The defaults, but for these.
        public static Settings usual(
                String name,
                Path data,
                List<ListenerSettings> listeners,
                Ways ways,
                Pools pools,
                Users users) {
            return new Settings(
                    name,
                    data,
                    listeners,
                    QueueSettings.defaults(),
                    SpoolSettings.defaults(),
                    JournalSettings.defaults(),
                    Conduct.ACTS,
                    IN_FLIGHT,
                    Safeguards.usual(),
                    Optional.empty(),
                    Optional.empty(),
                    Terms.usual(ways, pools, users));
        }
    }

    private final Spool spool;
    private final FileJournal journal;
    private final EventCopying events;
    private final TlsReports tlsReports;
    private final StsMemory policies;
    private final Queue queue;
    private final Beliefs beliefs;
    private final SpoolKeepsakes keepsakes;
    private final Warmups warmups;
    private final LaneCourses courses;
    private final QueueCourse queueCourse;
    private final Duty duty;
    private final OwnNames names;
    private final Checks checks;
    private final Hooks hooks;
    private final Notices notices;
    private final Dispatch dispatch;
    private final Brakes brakes;
    private final Handover handover;
    private final Reception reception;
    private final ServerMetrics metrics;
    private final Optional<Traces> traces;
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final LongSupplier ticker;
    private final Duration stopWithin;
    private final PasswordDoor passwords;

    private final AtomicBoolean draining = new AtomicBoolean();

    /// What is in force; changed as a whole.
    private volatile Terms terms;

    private final NamedSites named = new NamedSites(() -> terms);

    private volatile Optional<ServerCertificate> web;

    private final Path data;
    private final Knowledge knowledge;

    private Server(Settings settings, Knowledge knowledge, InstantSource clock, LongSupplier ticker)
            throws IOException {
        this.ticker = ticker;
        stopWithin = settings.stopWithin();
        this.data = settings.data();
        this.knowledge = knowledge;
        var random = new SecureRandom();
        DataFolder.open(data);
        spool =
                Spool.open(
                        settings.data().resolve("spool"), settings.spool(), clock, ticker, random);
        terms = settings.terms();
        web = terms.web();
        passwords = new PasswordDoor(settings.terms().users(), ticker, random, HASHES_AT_ONCE);
        var tally = new EventTally();
        traces =
                settings.traces()
                        .map(to -> new Traces(to, settings.name(), ServerMetrics.version()));
        journal =
                new FileJournal(
                        settings.data().resolve("events"),
                        settings.journal(),
                        clock,
                        event -> {
                            MailLog.tell(event);
                            tally.count(event);
                            traces.ifPresent(to -> to.offer(event));
                        });
        events = new EventCopying(spool, journal, ticker);
        policies =
                new StsMemory(
                        settings.data().resolve("sts-policies.json"),
                        clock,
                        () -> policies(terms.ways()));
        tlsReports = new TlsReports(settings.data().resolve("tls-reports"), clock);
        queue =
                new Queue(
                        spool,
                        settings.queue(),
                        settings.terms().pools(),
                        settings.name(),
                        clock,
                        ticker,
                        random,
                        settings.data().resolve("index"));
        queue.sign(terms.signatures());
        queue.suppress(
                Suppressions.open(
                        settings.data().resolve("suppression"), clock, random.nextLong()));
        queue.suppression().use(terms.suppression());
        beliefs =
                new Beliefs(
                        settings.data().resolve("pacing.json"),
                        settings.pacing(),
                        clock,
                        ticker,
                        random);
        queue.heed(beliefs);
        keepsakes = new SpoolKeepsakes(spool, clock, random);
        warmups =
                new Warmups(
                        settings.data().resolve("warmup.json"),
                        () -> terms.warmup(),
                        (act, by, reason) -> keepsakes.keep("warmup", null, act, by, reason),
                        clock);
        duty =
                new Duty(
                        settings.data(),
                        settings.data().resolve("events"),
                        knowledge,
                        keepsakes::tell,
                        queue.control(),
                        () -> terms.response(),
                        () -> terms.pools(),
                        clock);
        checks =
                duty.checks(
                        new MendChecks(
                                () -> dns(terms.ways()).map(Resolver.class::cast),
                                () -> terms.pools(),
                                () -> terms.signatures(),
                                new ReceiverTrial(
                                        new Trial(
                                                new WaysInForce(() -> terms, named),
                                                TlsMeans.usual(clock, ticker),
                                                ticker,
                                                random)),
                                ticker));
        names =
                new OwnNames(
                        () -> dns(terms.ways()).map(Resolver.class::cast),
                        () -> terms.pools(),
                        () -> terms.signatures(),
                        this::tell,
                        settings.data().resolve("names.json"),
                        random);
        hooks = new Hooks(settings.data(), settings.data().resolve("events"), clock, random);
        dispatch =
                new Dispatch(
                        new WaysInForce(() -> terms, named),
                        new LearntPaces(
                                beliefs,
                                way -> new LimitsInForce(() -> terms, named, knowledge, way)),
                        warmups,
                        knowledge.providers(),
                        () -> new Judge(knowledge.rules()),
                        () -> terms.delivery(),
                        TlsMeans.usual(clock, ticker),
                        tlsReports.counts(),
                        new HopRecord(keepsakes, ticker),
                        ticker,
                        random);
        courses = new LaneCourses(dispatch::lanes, clock);
        queueCourse =
                new QueueCourse(
                        settings.data().resolve("queue-course.json"),
                        () -> queue.ages(QueueCourse.STEPS),
                        clock);
        brakes =
                new Brakes(
                        settings.safeguards().logins(),
                        settings.safeguards().bounces(),
                        keepsakes,
                        clock,
                        ticker);
        queue.watchSenders(new SenderRecord(brakes));
        long handles = FileHandles.most().orElse(Long.MAX_VALUE);
        FileHandles.check(terms.reception(), handles);
        handover =
                new Handover(
                        settings.name(),
                        () -> FileHandles.bound(terms.reception(), handles),
                        queue,
                        brakes,
                        settings.safeguards().gates(),
                        clock);
        notices =
                new Notices(
                        settings.data(),
                        settings.name(),
                        duty.casebook(),
                        duty.responder(),
                        hooks,
                        Optional.of(handover),
                        new CoveredLanes(() -> terms.ways()),
                        () -> terms.notices(),
                        clock);
        reception =
                new Reception(
                        settings.name(),
                        () -> FileHandles.bound(terms.reception(), handles),
                        new KnownClients(() -> terms.networks(), passwords),
                        () -> terms.tls().map(ShownCertificates::context),
                        queue,
                        brakes,
                        settings.safeguards().gates(),
                        clock,
                        ticker);
        metrics =
                new ServerMetrics(
                        spool,
                        queue,
                        dispatch,
                        reception,
                        brakes,
                        events,
                        tally,
                        passwords,
                        duty.casebook(),
                        settings.data(),
                        clock::millis);
    }

    /// Starts it: what the spool holds is filed, then mail leaves, then mail comes in.
    ///
    /// @throws IOException when the folder or an address cannot be had; nothing runs then
    public static Server start(
            Settings settings, Knowledge knowledge, InstantSource clock, LongSupplier ticker)
            throws IOException {
        var server = new Server(settings, knowledge, clock, ticker);
        try {
            server.begin(settings);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void begin(Settings settings) throws IOException {
        var found = spool.recovered();
        LOG.info(
                "the spool holds {} messages for {} recipients",
                found.messages(),
                found.recipients());
        found.damages().forEach(damage -> LOG.error("damage in the spool: {}", damage));
        queue.start(dispatch);
        traces.ifPresent(Traces::start);
        events.start();
        tlsReports.start();
        policies.start();
        named.start();
        beliefs.start();
        warmups.start();
        courses.start();
        queueCourse.start();
        duty.start();
        dns(terms.ways()).ifPresent(it -> it.tell(this::tell));
        settings.namesEach().ifPresent(names::start);
        hooks.use(settings.terms().hooks());
        notices.start();
        for (var listener : settings.listeners()) {
            addresses.add(reception.listen(listener));
        }
    }

    /// From now on it works by these; sessions under way go on as they began, but for the limits of their lanes.
    public void use(Terms others) {
        policies(others.ways())
                .ifPresent(next ->
                        policies(terms.ways())
                                .ifPresent(before -> before.all().forEach(next::restore)));
        dns(others.ways()).ifPresent(next -> dns(terms.ways()).ifPresent(next::goOnWith));
        terms = others;
        web = others.web().or(() -> web);
        passwords.replace(others.users());
        queue.use(others.pools());
        queue.sign(others.signatures());
        queue.suppression().use(others.suppression());
        hooks.use(others.hooks());
        dispatch.forgetWays();
        Thread.ofVirtual().name("named sites").start(named::look);
    }

    /// What the settings in force do to mail that waits, and may not be meant to.
    List<String> warnings() {
        var usual = terms.pools().usual().name();
        return queue.waitingForNoPool().entrySet().stream()
                .map(one ->
                        one.getValue()
                                + " recipients wait for pool '"
                                + one.getKey()
                                + "', which is none any more: their mail leaves by '"
                                + usual
                                + "'; 'restante queue hold --pool "
                                + one.getKey()
                                + "' would keep it")
                .toList();
    }

    /// Its clock has moved otherwise than this machine's, as in a demonstration: whoever waits looks at it anew.
    public void lookAtTheClock() {
        queue.lookAtTheClock();
        dispatch.lookAtTheClock();
        courses.look();
        queueCourse.look();
    }

    /// What HTTP shows now; a reload that would end with TLS changes nothing.
    Optional<ServerCertificate> webCertificate() {
        return web;
    }

    private static Optional<MxSets> dns(Ways ways) {
        return ways instanceof RoutedWays routed ? routed.dns() : Optional.empty();
    }

    private static Optional<StsPolicies> policies(Ways ways) {
        return ways instanceof RoutedWays routed ? routed.policies() : Optional.empty();
    }

    /// Where it listens for SMTP.
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// For programs that hand in whole messages.
    public Handover handover() {
        return handover;
    }

    /// Writes its numbers.
    public void writeMetrics(Exposition page) {
        metrics.write(page);
        hooks.write(page);
        traces.ifPresent(it -> it.write(page));
    }

    /// How the spool does.
    public SpoolHealth health() {
        return spool.health();
    }

    /// The routes about what waits, and what is done about it.
    Endpoint.Group queueRoutes(InstantSource clock, Scans scans) {
        return new QueueRoutes(
                queue.control(),
                names(),
                this::siteOf,
                new RecordedHistory(spool, data.resolve("events")),
                () -> new Judge(knowledge.rules()),
                clock,
                scans);
    }

    /// The site that mail for the domain goes to now; empty where there is no way.
    private Optional<String> siteOf(String domain) {
        return Domain.of(domain).isPresent()
                        && terms.ways().of(domain, Families.BOTH) instanceof Way.Open open
                ? Optional.of(open.site())
                : Optional.empty();
    }

    /// What receivers meant by their refusals.
    RefusalWords refusalWords() {
        return new RefusalWords(() -> new Judge(knowledge.rules()), knowledge::providers);
    }

    /// The names there are, as they are in force.
    KnownNames names() {
        return new KnownNames(
                () ->
                        terms.pools().all().stream()
                                .flatMap(pool -> pool.members().stream())
                                .map(member -> member.source().name())
                                .distinct()
                                .toList(),
                () -> terms.pools().all().stream().map(Pool::name).toList(),
                () -> KnownNames.words(knowledge.providers()));
    }

    /// The sources that share mail, as they are in force.
    Pools pools() {
        return terms.pools();
    }

    /// The routes about incidents.
    Endpoint.Group incidentRoutes(InstantSource clock) {
        return new IncidentRoutes(
                duty.casebook(),
                duty.responder(),
                duty.letters(),
                checks,
                knowledge::providers,
                clock);
    }

    public Queue queue() {
        return queue;
    }

    /// What holds clients back.
    public Brakes brakes() {
        return brakes;
    }

    /// Forgets what was learnt of a receiver's site, or of it as one source sees it, for good; on record.
    ///
    /// @return whether there was anything
    boolean forget(String site, Optional<String> source, String by, String reason)
            throws IOException {
        boolean had = beliefs.forget(site, source);
        dispatch.forget(site, source);
        if (had) {
            var act = "forget site=" + site + source.map(name -> " source=" + name).orElse("");
            LOG.info("{} by {}: {}", act, by, reason);
            keepsakes.tell(
                    EventType.ACTION, event -> event.act(act).actor(by).reason(reason).site(site));
        }
        return had;
    }

    LaneCourses courses() {
        return courses;
    }

    QueueCourse queueCourse() {
        return queueCourse;
    }

    /// Sources that are being warmed up.
    public Warmups warmups() {
        return warmups;
    }

    /// Programs that are told what happens.
    public Hooks hooks() {
        return hooks;
    }

    /// Its incidents.
    public Casebook incidents() {
        return duty.casebook();
    }

    /// What would be done about them.
    Shadow shadow() {
        return duty.shadow();
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    /// Puts on record what was done to the server.
    void tell(String act, By by) {
        keepsakes.tell(
                EventType.ACTION, event -> event.act(act).actor(by.actor()).reason(by.reason()));
    }

    /// Puts on record what the DNS says now.
    private void tell(DnsChange change) {
        tell(change.act(), new By("restante", change.words()));
    }

    /// The keys that are shown and signed with.
    KeysInForce keys() {
        return KeysInForce.of(terms);
    }

    /// Takes no new mail from now on, and delivers what waits; it ends when it is stopped.
    public void drain() {
        if (!draining.getAndSet(true)) {
            handover.stop();
            LOG.info("no new mail is taken; {} recipients wait", queue.waiting());
            reception.stopListening();
        }
    }

    public boolean isDraining() {
        return draining.get();
    }

    /// Stops: no new mail in, what is under way ends, all is on disk.
    @Override
    public void close() {
        handover.stop();
        reception.stopListening();
        named.close();
        names.close();
        queue.close();
        dispatch.close();
        awaitSessions(stopWithin);
        if (dispatch.giveUp() > 0) {
            awaitSessions(FOR_NOTES);
        }
        reception.close();
        queue.suppression().close();
        List.<Closing>of(
                        policies::close,
                        beliefs::close,
                        courses::close,
                        queueCourse::close,
                        warmups::close,
                        notices::close,
                        duty::close,
                        hooks::close,
                        tlsReports::close,
                        events::close,
                        journal::close,
                        this::closeTraces,
                        spool::close)
                .forEach(Server::close);
    }

    private void closeTraces() throws InterruptedException {
        if (traces.isPresent()) {
            traces.get().close();
        }
    }

    /// Whatever became of the others: what fails on a full or broken disk must not keep the rest open.
    private static void close(Closing part) {
        try {
            part.close();
        } catch (IOException e) {
            LOG.error("the server did not stop cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Closing {
        void close() throws IOException, InterruptedException;
    }

    private void awaitSessions(Duration patience) {
        long deadline = ticker.getAsLong() + patience.toNanos();
        while (dispatch.sessions() + reception.sessions() > 0 && ticker.getAsLong() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
