package org.restante.sending.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Families;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.Judge;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.delivery.Wiretaps;
import org.restante.sending.pacing.HostCircuits;
import org.restante.sending.routing.Choice;
import org.restante.sending.routing.Login;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Standing;
import org.restante.sending.routing.Target;

/// The lanes. The queue says which buckets have due mail; each finds its way and its lane, and sessions carry it. Shared by all
/// threads.
public final class Dispatch implements AutoCloseable {
    /// How long a way that was found is good for.
    private static final long WAY_IS_GOOD = Duration.ofMinutes(5).toNanos();

    private static final int MOST_WAYS = 200_000;

    /// A lane that nobody has used for so long leaves memory: no window in which a receiver counts is longer.
    private static final long IDLE = Duration.ofDays(1).toNanos();

    /// One with something in it that people want to see stays longer, but of those no more than so many.
    private static final long SHOWN = Duration.ofDays(30).toNanos();

    private static final int MOST_SHOWN = 2_000;

    private static final long SWEEP_MINUTES = 10;

    private record Lanekey(String site, Source source) {}

    private record Asked(String domain, Families families) {}

    private record Found(Way way, long at) {}

    private final Ways ways;
    private final Paces paces;
    private final Providers providers;
    private final Judges judges;
    private final Supplier<DeliverySettings> settings;
    private final TlsMeans tls;
    private final TlsAccount account;
    private final LongSupplier ticker;
    private final Wiretaps wiretaps;
    private final RandomGenerator chance;
    private final Allowances allowances;
    private final HostOrder hosts;
    private final SiteHolds holds = new SiteHolds();
    private final Hops hops;
    private final Map<Lanekey, Lane> lanes = new ConcurrentHashMap<>();

    /// The way each lane was made for.
    private final Map<Lanekey, Way.Open> made = new ConcurrentHashMap<>();

    private final Map<Asked, Found> found = new ConcurrentHashMap<>();

    private final Unfound<Asked> unfound = new Unfound<>();

    /// Rings when a domain is to be asked for anew.
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("ways").daemon().factory());

    private volatile List<LaneOrder> orders = List.of();
    private final Set<LaneSession> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /// @param paces makes the pace of a new lane
    /// @param settings those in force; asked by each session
    /// @param counts what becomes of TLS, session by session
    /// @param hops is told when a source steps in for another
    /// @param ticker a monotonic clock in nanoseconds
    /// @param chance which of several equal hosts a session goes to; used by several threads
    public Dispatch(
            Ways ways,
            Paces paces,
            Providers providers,
            Supplier<Judge> judge,
            Supplier<DeliverySettings> settings,
            TlsMeans tls,
            TlsCounts counts,
            Hops hops,
            LongSupplier ticker,
            RandomGenerator chance) {
        this(
                ways,
                paces,
                Allowances.NONE,
                providers,
                judge,
                settings,
                tls,
                counts,
                hops,
                ticker,
                chance);
    }

    /// @param allowances of sources that are being warmed up
    public Dispatch(
            Ways ways,
            Paces paces,
            Allowances allowances,
            Providers providers,
            Supplier<Judge> judge,
            Supplier<DeliverySettings> settings,
            TlsMeans tls,
            TlsCounts counts,
            Hops hops,
            LongSupplier ticker,
            RandomGenerator chance) {
        this.allowances = allowances;
        this.ways = ways;
        this.paces = paces;
        this.providers = providers;
        this.judges = new Judges(judge);
        this.settings = settings;
        this.tls = tls;
        account = new TlsAccount(counts);
        this.hops = hops;
        this.ticker = ticker;
        wiretaps = new Wiretaps(ticker);
        this.chance = chance;
        hosts = new HostOrder(new HostCircuits<>(), ticker, chance);
        timer.scheduleWithFixedDelay(this::sweep, SWEEP_MINUTES, SWEEP_MINUTES, TimeUnit.MINUTES);
    }

    /// The bucket has due mail. Returns at once; what must be asked of the DNS is asked on a thread of its own.
    public void ready(Bucket bucket) {
        if (stopped) {
            return;
        }
        var source = bucket.source();
        var asked = new Asked(bucket.domain(), source.families());
        if (unfound.waits(asked, bucket, ticker.getAsLong())) {
            return;
        }
        var known = found.get(asked);
        if (known != null && ticker.getAsLong() - known.at() < WAY_IS_GOOD) {
            go(bucket, source, known.way());
        } else {
            Thread.ofVirtual().name("way").start(() -> go(bucket, source, find(asked)));
        }
    }

    /// Ways that were found are asked for anew: routes may be others now.
    public void forgetWays() {
        found.clear();
        unfound.forget().forEach(this::ready);
    }

    private Way find(Asked asked) {
        var way = ways.of(asked.domain(), asked.families());
        if (found.size() >= MOST_WAYS) {
            found.clear();
        }
        if (!(way instanceof Way.None none) || none.isPermanent()) {
            unfound.found(asked);
            found.put(asked, new Found(way, ticker.getAsLong()));
        }
        return way;
    }

    private void go(Bucket bucket, Source source, Way way) {
        switch (way) {
            case Way.Open open -> go(sender(bucket, source, open), bucket, open);
            case Way.None none when none.isForOthers() -> goWithAnother(bucket, source, none);
            case Way.None none -> nowhere(bucket, none);
        }
    }

    private void go(Source source, Bucket bucket, Way.Open way) {
        while (true) {
            var lane = lane(way, source);
            switch (lane.ready(bucket, way)) {
                case BEGINS -> start(lane);
                case WAITS -> {}
                case ENDED -> {
                    continue;
                }
            }
            return;
        }
    }

    /// Lanes that nobody has used for long leave memory; what they have learnt comes back when they are used again.
    public void sweep() {
        long now = ticker.getAsLong();
        List<Idle> shown = new ArrayList<>();
        lanes.forEach((key, lane) -> {
            long idle = lane.idle(now);
            if (idle >= IDLE) {
                if (idle < SHOWN && lane.isWorthShowing(now)) {
                    shown.add(new Idle(key, idle));
                } else {
                    leave(key, now);
                }
            }
        });
        shown.stream()
                .sorted(Comparator.comparingLong(Idle::since))
                .skip(MOST_SHOWN)
                .forEach(one -> leave(one.key(), now));
    }

    /// @param since nanoseconds since it was used
    private record Idle(Lanekey key, long since) {}

    /// Under the map's lock for the key, so that the next lane begins after this one has told what it learnt.
    private void leave(Lanekey key, long now) {
        lanes.computeIfPresent(
                key,
                (same, lane) -> {
                    long idle = lane.idle(now);
                    if (idle < IDLE || !lane.ends()) {
                        return lane;
                    }
                    made.remove(key);
                    paces.leaves(key.site(), key.source(), lane.pace(), Duration.ofNanos(idle));
                    return null;
                });
    }

    /// The source that was drawn; where the site has refused it and the pool's operator allows it, another.
    private Source sender(Bucket bucket, Source drawn, Way.Open way) {
        if (!bucket.pool().mayHop() || !isRefused(way, drawn)) {
            return drawn;
        }
        var choice =
                bucket.pool()
                        .chooseFor(
                                key(bucket),
                                one -> isRefused(way, one) ? Standing.CLOSED : Standing.OPEN);
        return switch (choice) {
            case Choice.Sends(var other) -> steppingIn(bucket, way, drawn, other);
            case Choice.StepsIn(var other, var closed) -> steppingIn(bucket, way, drawn, other);
            case Choice.Waits _, Choice.NoSource _ -> drawn;
        };
    }

    private Source steppingIn(Bucket bucket, Way.Open way, Source closed, Source other) {
        hops.stepsIn(bucket.pool(), way.site(), closed, other);
        return other;
    }

    private boolean isRefused(Way.Open way, Source source) {
        var lane = lanes.get(new Lanekey(way.site(), source));
        return lane != null && lane.isRefused();
    }

    private static long key(Bucket bucket) {
        return 31L * bucket.domain().hashCode() + bucket.stream().hashCode();
    }

    /// The source has no address family in common with the hosts: those of the pool that have one share its mail.
    private void goWithAnother(Bucket bucket, Source drawn, Way.None none) {
        var choice =
                bucket.pool()
                        .chooseFor(
                                key(bucket),
                                one ->
                                        one.families() == drawn.families()
                                                ? Standing.ABSENT
                                                : Standing.OPEN);
        if (choice instanceof Choice.Sends(var other)
                && find(new Asked(bucket.domain(), other.families())) instanceof Way.Open open) {
            go(other, bucket, open);
        } else {
            nowhere(bucket, none);
        }
    }

    /// Bulk mail waits that the plan of its source has no room for: warm sources of its pool may take it too. The lane holds its lock, so
    /// this is done on a thread of its own.
    private void spill(Source cold, BulkPlan plan, List<Turns.Ready> bulk) {
        Thread.ofVirtual()
                .name("warm-up overflow")
                .start(() -> {
                    for (var one : bulk) {
                        if (plan.spills(one.bucket())) {
                            spill(cold, plan, one);
                        }
                    }
                });
    }

    private void spill(Source cold, BulkPlan plan, Turns.Ready one) {
        var bucket = one.bucket();
        var choice =
                bucket.pool()
                        .chooseFor(
                                key(bucket),
                                source ->
                                        source.equals(cold)
                                                        || allowances.of(one.way(), source).left()
                                                                < Integer.MAX_VALUE
                                                ? Standing.ABSENT
                                                : isRefused(one.way(), source)
                                                        ? Standing.CLOSED
                                                        : Standing.OPEN);
        if (choice instanceof Choice.Sends(var other)
                && find(new Asked(bucket.domain(), other.families())) instanceof Way.Open way
                && way.site().equals(one.way().site())) {
            go(other, new Spilling(bucket, plan), way);
        }
    }

    /// What keeps the bucket's mail waiting, where its lane has heard something.
    public Optional<LastWord> lastWord(Bucket bucket) {
        var asked = new Asked(bucket.domain(), bucket.source().families());
        var known = found.get(asked);
        return known != null && known.way() instanceof Way.Open open
                ? Optional.ofNullable(lanes.get(new Lanekey(open.site(), bucket.source())))
                        .map(Lane::lastWord)
                : unfound.why(asked);
    }

    /// What an outcome of earlier means.
    ///
    /// @param provider who gave it, as the word of `knowledge/providers`; null when unknown
    public Settled judged(Outcome outcome, @Nullable String provider) {
        var by = provider == null ? null : providers.byWord(provider);
        return new Settled(outcome, judges.verdict(outcome, by), false);
    }

    private Lane lane(Way.Open way, Source source) {
        var key = new Lanekey(way.site(), source);
        var known = lanes.get(key);
        if (known != null) {
            return known;
        }
        var lane =
                lanes.computeIfAbsent(
                        key,
                        ignored -> {
                            made.put(key, way);
                            return begin(way, source);
                        });
        lane.order(orders);
        return lane;
    }

    private Lane begin(Way.Open way, Source source) {
        return new Lane(
                way.site(),
                source,
                way.provider(),
                paces.of(way, source),
                new BulkPlan(allowances.of(way, source), (plan, bulk) -> spill(source, plan, bulk)),
                holds,
                hops,
                ticker);
    }

    private void start(Lane lane) {
        var session = new LaneSession(lane, this);
        running.add(session);
        Thread.ofVirtual().name("lane " + lane.site).start(session);
    }

    void ended(LaneSession session) {
        running.remove(session);
    }

    /// Another session begins where there is more to do than the lane's sessions have taken.
    void another(Lane lane) {
        if (lane.wantsAnother()) {
            start(lane);
        }
    }

    /// A session ended by a bug of ours, which the next may meet too: another takes its place a little later.
    void anotherSoon(Lane lane) {
        try {
            timer.schedule(() -> another(lane), 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // The server stops; mail is where it was.
        }
    }

    /// There is no way. For good: all that is due is told so. For now: one message is told, for the record and for nothing; all keep their
    /// places, and the way is asked for after a pause.
    private void nowhere(Bucket bucket, Way.None none) {
        var outcome =
                none.isPermanent()
                        ? new Outcome.Unfit(none.status(), none.text())
                        : new Outcome.Broken(Stage.CONNECT, Trouble.DNS, none.text());
        var settled = new Settled(outcome, judges.verdict(outcome, null), none.isPermanent());
        var facts =
                new Facts("", bucket.domain(), null, null, null, bucket.source(), null, null, null);
        if (none.isPermanent()) {
            boolean isMore = true;
            while (isMore) {
                isMore = tell(bucket, settled, facts);
            }
            return;
        }
        var asked = new Asked(bucket.domain(), bucket.source().families());
        unfound.failed(asked, bucket, new LastWord(settled, facts), ticker.getAsLong())
                .ifPresent(pause -> {
                    tell(bucket, settled, facts);
                    again(asked, pause);
                });
    }

    private void again(Asked asked, long pause) {
        try {
            timer.schedule(
                    () -> unfound.over(asked).forEach(this::ready), pause, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server stops; mail is where it was.
        }
    }

    /// Tells the next due message; false when there is none, or our disk is in trouble.
    private static boolean tell(Bucket bucket, Settled settled, Facts facts) {
        var next = bucket.take(1000, Preference.ANY);
        if (next.isEmpty()) {
            return false;
        }
        var consignment = next.get();
        try {
            int recipients = consignment.mail().envelope().recipients().size();
            if (recipients > 0) {
                consignment.begins();
                consignment.settle(Collections.nCopies(recipients, settled), facts);
            }
            return true;
        } catch (IOException e) {
            consignment.putBack();
            return false;
        }
    }

    @Nullable Provider provider(Way.Open way) {
        var word = way.provider();
        return word == null ? null : providers.byWord(word);
    }

    Judges judges() {
        return judges;
    }

    SiteHolds holds() {
        return holds;
    }

    Hops hops() {
        return hops;
    }

    HostOrder hosts() {
        return hosts;
    }

    DeliverySettings settings() {
        return settings.get();
    }

    TlsMeans tls() {
        return tls;
    }

    TlsAccount account() {
        return account;
    }

    Optional<Login> login(Way.Open way) {
        return ways.login(way.route());
    }

    Demand demand(Way.Open way, Target target) {
        return ways.demand(way.domain(), way.route(), target);
    }

    RandomGenerator chance() {
        return chance;
    }

    LongSupplier ticker() {
        return ticker;
    }

    /// Where to listen to conversations with receivers.
    public Wiretaps wiretaps() {
        return wiretaps;
    }

    public List<LaneStanding> lanes() {
        return lanes.values().stream().map(Lane::standing).toList();
    }

    /// The clock has moved otherwise than this machine's: whoever waits looks at it anew.
    public void lookAtTheClock() {
        lanes.values().forEach(Lane::lookAtTheClock);
    }

    /// What people have ordered for lanes, from now on, in place of what they ordered before.
    public void order(List<LaneOrder> all) {
        orders = List.copyOf(all);
        for (var lane : lanes.values()) {
            lane.order(orders);
            another(lane);
        }
    }

    /// The way that mail for the domain last took; empty where none has gone, or none is open.
    public Optional<Way.Open> known(String domain) {
        for (var families : Families.values()) {
            var known = found.get(new Asked(domain, families));
            if (known != null && known.way() instanceof Way.Open open) {
                return Optional.of(open);
            }
        }
        return Optional.empty();
    }

    /// The lanes of the site, or the one from the source, begin again with fresh paces; whoever makes those has forgotten before.
    public void forget(String site, Optional<String> source) {
        made.forEach((key, way) -> {
            boolean isMeant =
                    key.site().equals(site)
                            && source.filter(name -> !name.equals(key.source().name())).isEmpty();
            var lane = isMeant ? lanes.get(key) : null;
            if (lane != null) {
                lane.forget(paces.of(way, key.source()));
                another(lane);
            }
        });
    }

    /// Sessions that stand in all lanes.
    public int sessions() {
        return lanes.values().stream().mapToInt(lane -> lane.standing().sessions()).sum();
    }

    /// Waits no longer for the last word of hosts that have all of a message; it counts as tried.
    ///
    /// @return how many were waited for
    public long giveUp() {
        return running.stream().filter(LaneSession::giveUp).count();
    }

    /// No new message leaves; those under way go on to their end.
    @Override
    public void close() {
        stopped = true;
        timer.shutdownNow();
        lanes.values().forEach(Lane::stop);
    }
}
