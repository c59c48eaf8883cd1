package org.restante.sending.pacing;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Decision.Kind;

/// Certify and probe: the pace of a lane by what was measured of its receiver. A refusal closes the lane half-open and measures the
/// limit; going faster is tried when it is worth a refusal; limits of connections are learnt apart and never touch the rate.
public final class Law implements Pace {
    private static final int FIRST_CONNECTIONS = 5;
    private static final int MOST_CONNECTIONS = 50;
    private static final int CLEAN_FOR_ONE_MORE = 100;
    private static final double FIRST_OUTAGE = 15;
    private static final double LONGEST_OUTAGE = 60;

    /// Until the next canary, when one came to nothing.
    private static final double AGAIN = 15;

    private static final double WITHOUT_REASON = 30;
    private static final double ALONE = 20;
    private static final double JITTER = 0.05;

    /// Seconds a message takes until some have been seen.
    private static final double LIKELY_LATENCY = 0.6;

    private final Site site;
    private final Supplier<LaneLimits> inForce;
    private final ReceiverPrior prior;
    private final Conduct conduct;
    private final RandomGenerator chance;
    private final Speed speed;
    private final Pacer pacer = new Pacer();
    private final Gate gate = new Gate();
    private final Gate outage = new Gate();
    private final ConnectRate connectRate = new ConnectRate();
    private final Unexplained unexplained = new Unexplained();
    private LaneLimits limits;
    private double latency = LIKELY_LATENCY;
    private int measured;
    private long waiting;
    private int connections = FIRST_CONNECTIONS;
    private int clean;
    private boolean closedByRate;
    private @Nullable Decision latest;

    public Law(
            Site site,
            Supplier<LaneLimits> inForce,
            ReceiverPrior prior,
            Conduct conduct,
            RandomGenerator chance) {
        this.site = site;
        this.inForce = inForce;
        this.prior = prior;
        this.conduct = conduct;
        this.chance = chance;
        speed = new Speed(prior.firstRate());
        limits = inForce.get();
        site.join(this);
        pace();
    }

    Speed speed() {
        return speed;
    }

    boolean isRefused() {
        return gate.isClosed();
    }

    void isWarned(double siblings, double refused, long now) {
        if (!gate.isClosed()) {
            speed.warned(siblings, refused, now);
            pace();
        }
    }

    private double published() {
        return limits.messagesPerHour().isPresent()
                ? limits.messagesPerHour().getAsInt() / Seconds.HOUR
                : Double.POSITIVE_INFINITY;
    }

    private void pace() {
        pacer.rate(Math.min(speed.perSecond(), published()));
    }

    private void heed() {
        var latestLimits = inForce.get();
        if (latestLimits != limits) {
            limits = latestLimits;
            pace();
        }
    }

    private boolean obeys() {
        return conduct == Conduct.ACTS;
    }

    @Override
    public void waiting(long messages) {
        waiting = messages;
    }

    @Override
    public long due(boolean isTransactional, long now) {
        synchronized (site) {
            heed();
            if (!obeys()) {
                return Long.MIN_VALUE;
            }
            if (!gate.isClosed() && !outage.isClosed()) {
                return pacer.due(isTransactional);
            }
            return Math.max(
                    gate.isClosed() ? gate.due() : Long.MIN_VALUE,
                    outage.isClosed() ? outage.due() : Long.MIN_VALUE);
        }
    }

    @Override
    public long connectDue(long now) {
        synchronized (site) {
            return obeys() ? connectRate.due(now) : Long.MIN_VALUE;
        }
    }

    @Override
    public void connecting(long now) {
        synchronized (site) {
            connectRate.opening(now);
        }
    }

    @Override
    public void opened(int standing, long now) {
        synchronized (site) {
            site.connections.opened(standing, now);
            connectRate.opened();
            outage.open();
        }
    }

    @Override
    public void started(boolean isTransactional, long now) {
        synchronized (site) {
            speed.begin(now);
            pacer.took(now);
            if (gate.isClosed() && now - gate.until() >= 0) {
                gate.canaryLeaves();
            }
            if (outage.isClosed() && now - outage.until() >= 0) {
                outage.canaryLeaves();
            }
        }
    }

    @Override
    public void withdrawn(long startedAt, long now) {
        synchronized (site) {
            pacer.gaveBack();
            bringBack(startedAt);
        }
    }

    private void bringBack(long startedAt) {
        if (gate.isCanary(startedAt)) {
            gate.canaryIsBack();
        }
        if (outage.isCanary(startedAt)) {
            outage.canaryIsBack();
        }
    }

    @Override
    public void passed(boolean wasTaken, long startedAt, long now) {
        synchronized (site) {
            outage.open();
            unexplained.passed();
            if (wasTaken) {
                measure(Seconds.of(now - startedAt));
                speed.passed(startedAt);
            }
            if (gate.isClosed()) {
                if (gate.isCanary(startedAt)) {
                    reopen(now);
                }
                return;
            }
            if (!wasTaken) {
                return;
            }
            if (++clean >= CLEAN_FOR_ONE_MORE) {
                clean = 0;
                connections = Math.min(connections + 1, MOST_CONNECTIONS);
            }
            if (speed.isProven(clearing(), now)) {
                ask(now);
            }
        }
    }

    private void measure(double seconds) {
        measured = Math.min(50, measured + 1);
        latency += (seconds - latency) / measured;
    }

    @Override
    public void broke(long startedAt, long now) {
        synchronized (site) {
            if (gate.isCanary(startedAt)) {
                gate.postpone(AGAIN, now);
            }
            if (outage.isCanary(startedAt)) {
                outage.postpone(FIRST_OUTAGE, now);
            }
        }
    }

    @Override
    public void unreachable(long now) {
        synchronized (site) {
            if (gate.isClosed() && now - gate.until() >= 0) {
                gate.canaryIsBack();
            }
            if (!outage.isClosed()) {
                outage.close(jittered(FIRST_OUTAGE), now);
                decided(
                        Kind.OUTAGE,
                        now,
                        "no host of the site answers; one connection at a time tries it");
            } else if (now - outage.until() >= 0) {
                outage.refusedAgain(
                        jittered(Math.min(LONGEST_OUTAGE, 2 * outage.pause())), true, now);
            }
        }
    }

    private double jittered(double seconds) {
        return seconds * (1 + JITTER * chance.nextDouble());
    }

    @Override
    public Whom refused(Refused refused, long now) {
        synchronized (site) {
            outage.open();
            return switch (refused.verdict().cause()) {
                case CONNECTIONS -> tooManyConnections(refused, now);
                case MESSAGES_PER_CONNECTION -> tooManyMessages(refused, now);
                case CONNECTION_RATE -> tooManyConnects(refused, now);
                case RATE, REPUTATION, BLOCKLIST, POLICY, RDNS, RECIPIENT_RATE ->
                        lane(refused, now);
                case GREYLIST,
                        AUTH,
                        SENDER_INVALID,
                        CONTENT,
                        VIRUS,
                        MAILBOX_FULL,
                        NO_SUCH_USER,
                        MAILBOX_DISABLED,
                        SIZE,
                        SERVER_ERROR,
                        DNS,
                        NETWORK,
                        TLS,
                        RELAY,
                        LOOP,
                        PROTOCOL,
                        TOO_MANY_RECIPIENTS,
                        OTHER_TEMPORARY,
                        OTHER_PERMANENT ->
                        unexplained(refused, now);
            };
        }
    }

    private Whom tooManyConnections(Refused refused, long now) {
        if (!refused.atGreeting() && refused.carried() > 0) {
            return tooManyMessages(refused, now);
        }
        int beside = refused.atGreeting() ? refused.standing() : refused.standing() - 1;
        if (beside + refused.opening() < 1) {
            return noneAtAll(refused, now);
        }
        site.connections.refused(beside, now);
        bringBack(refused.startedAt());
        decided(
                Kind.CONNECTIONS,
                now,
                "at most %d connections: refused when %d stood",
                site.connections.most(),
                beside);
        return Whom.CONNECTION;
    }

    /// Too many, where none stands: others of ours hold them, or it means something else. The rate is not to blame.
    private Whom noneAtAll(Refused refused, long now) {
        var verdict = refused.verdict();
        if (gate.isClosed()) {
            refusedWhileClosed(verdict, refused.startedAt(), now);
        } else {
            closedByRate = false;
            gate.close(Math.max(jittered(ALONE), asked(verdict)), now);
            decided(
                    Kind.CLOSED,
                    now,
                    "too many connections, and none of ours stands; closed for %.0f s",
                    gate.pause());
        }
        return Whom.LANE;
    }

    private Whom tooManyMessages(Refused refused, long now) {
        site.messagesPerConnection.told(refused.carried());
        bringBack(refused.startedAt());
        decided(
                Kind.MESSAGES_PER_CONNECTION,
                now,
                "at most %d messages a connection: refused after so many",
                messagesPerConnection());
        return Whom.CONNECTION;
    }

    private Whom tooManyConnects(Refused refused, long now) {
        connectRate.refused(now);
        bringBack(refused.startedAt());
        decided(
                Kind.CONNECTION_RATE,
                now,
                "at most %.0f connections a minute: refused after so many",
                connectRate.perMinute());
        return Whom.CONNECTION;
    }

    private Whom unexplained(Refused refused, long now) {
        if (gate.isClosed() || refused.atGreeting()) {
            return lane(refused, now);
        }
        boolean isOfTheLane = unexplained.refused();
        boolean closes = refused.verdict().code() == 421 && refused.carried() > 0;
        if (closes && site.messagesPerConnection.closedAfter(refused.carried())) {
            return tooManyMessages(refused, now);
        }
        if (isOfTheLane) {
            return lane(refused, now);
        }
        return closes ? Whom.CONNECTION : Whom.MESSAGE;
    }

    private Whom lane(Refused refused, long now) {
        var verdict = refused.verdict();
        if (gate.isClosed()) {
            refusedWhileClosed(verdict, refused.startedAt(), now);
        } else if (speed.limit.refusals() == 0 || refused.startedAt() - gate.lastRefusal() >= 0) {
            close(verdict, now);
        }
        return Whom.LANE;
    }

    private void refusedWhileClosed(Verdict verdict, long startedAt, long now) {
        boolean wasCanary = gate.isCanary(startedAt);
        double pause = gate.pause();
        if (wasCanary) {
            site.pauses.canaryRefused(gate.sinceLast(now));
            double longer = Pauses.next(pause, gate.failures() + 1);
            double round =
                    prior.hasQuotas()
                            ? speed.untilWindowEnds(gate, 1.1 * pause, now)
                            : Double.POSITIVE_INFINITY;
            pause = Math.min(longer, round);
        }
        pause = Math.max(pause, asked(verdict));
        gate.refusedAgain(pause, wasCanary, now);
        if (wasCanary) {
            decided(
                    Kind.STAYS_CLOSED,
                    now,
                    "the canary was refused too; the next leaves in %.0f s",
                    pause);
        }
    }

    private void close(Verdict verdict, long now) {
        double clearing = clearing();
        double before = speed.perSecond();
        boolean isFirst = speed.limit.refusals() == 0;
        String said =
                speed.refused(
                        site.pauses.clearing() > 0 && clearing <= Pauses.CHEAP,
                        clearing > Pauses.DEAR,
                        now);
        unexplained.forget();
        clean = 0;
        double again = speed.limit.toldNothing() && !isFirst ? 2 * gate.pause() : 0;
        double pause =
                Math.max(
                        jittered(
                                again > 0
                                        ? Math.min(again, Seconds.HOUR)
                                        : site.pauses.first(
                                                priorPause(verdict.cause()),
                                                speed.limit.quota.isKnown())),
                        asked(verdict));
        gate.close(pause, now);
        closedByRate = true;
        pace();
        if (isFirst) {
            site.warn(this, before, now);
        }
        decided(Kind.CLOSED, now, "%s; closed for %.0f s", said, pause);
    }

    private double priorPause(Cause cause) {
        double rate = Seconds.of(prior.pauseAfterRate().toNanos());
        return switch (cause) {
            case RATE, RECIPIENT_RATE -> rate;
            case REPUTATION, BLOCKLIST, POLICY, RDNS ->
                    Seconds.of(prior.pauseAfterBlock().toNanos());
            case CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    GREYLIST,
                    AUTH,
                    SENDER_INVALID,
                    CONTENT,
                    VIRUS,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    MAILBOX_DISABLED,
                    SIZE,
                    SERVER_ERROR,
                    DNS,
                    NETWORK,
                    TLS,
                    RELAY,
                    LOOP,
                    PROTOCOL,
                    TOO_MANY_RECIPIENTS,
                    OTHER_TEMPORARY,
                    OTHER_PERMANENT ->
                    Math.max(rate, WITHOUT_REASON);
        };
    }

    private static double asked(Verdict verdict) {
        long hint = verdict.retryAfter() == null ? 0 : verdict.retryAfter().toNanos();
        long floor = verdict.minimumPause() == null ? 0 : verdict.minimumPause().toNanos();
        return Seconds.of(Math.max(hint, floor));
    }

    private double clearing() {
        return site.pauses.clearing() > 0
                ? site.pauses.clearing()
                : Seconds.of(prior.clearing().toNanos());
    }

    private void reopen(long now) {
        if (!closedByRate) {
            gate.open();
            pacer.restart(now);
            return;
        }
        if (!speed.limit.toldNothing()) {
            site.pauses.canaryPassed(gate.sinceLast(now), gate.sinceFirst(now));
        }
        String said = speed.reopened(gate, prior.hasQuotas(), now);
        double closed = gate.sinceFirst(now);
        gate.open();
        pacer.restart(now);
        if (speed.limit.isSearched(clearing())) {
            ask(now);
        }
        pace();
        decided(
                Kind.REOPENED,
                now,
                "a canary passed after %.0f s; goes on at %s%s",
                closed,
                Rate.text(speed.perSecond()),
                said);
    }

    /// Whether it pays to go faster.
    private void ask(long now) {
        if (site.isFrozenFor(this)) {
            speed.stay(now);
            return;
        }
        var leader = site.leader(this);
        if (leader != this) {
            double limit = leader.provenFor(speed.perSecond());
            if (leader.gate.isClosed() || limit <= 1.005 * speed.perSecond()) {
                speed.stay(now);
                return;
            }
            speed.follow(limit, now);
            pace();
            return;
        }
        speed.heed(site.leastRefusedOf(this), now);
        double clearing = clearing();
        double rate = speed.perSecond();
        double step =
                ValueOfProbe.bestStep(
                        speed.limit.bracket, rate, waiting, clearing, mostStep(clearing), now);
        boolean isDear = clearing > Pauses.DEAR && speed.hasMetALimit();
        if (step > 0 && rate < published() && site.mayProbe(isDear, now)) {
            speed.raise(step, now);
            pace();
            decided(
                    Kind.FASTER,
                    now,
                    "tries %s instead of %s: nothing was refused, %d wait",
                    Rate.text(speed.perSecond()),
                    Rate.text(rate),
                    waiting);
        }
    }

    private double provenFor(double least) {
        double certified = speed.limit.bracket.certified();
        return speed.limit.refusals() == 0 && certified > 0
                ? Math.max(least, Math.min(certified, 0.8 * speed.perSecond()))
                : Math.max(least, certified);
    }

    private double mostStep(double clearing) {
        if (speed.limit.bracket.isOpen()) {
            return clearing <= Pauses.CHEAP ? 1 : clearing <= 2 * Pauses.DEAR ? 0.6 : 0.3;
        }
        return speed.limit.isSearched(clearing) && clearing <= 10 ? 15 : 1;
    }

    private void decided(Kind kind, long now, String format, Object... values) {
        latest = new Decision(kind, now, String.format(Locale.ROOT, format, values));
    }

    @Override
    public void mistaken(long startedAt, long now) {
        synchronized (site) {
            speed.mistaken(now);
            pace();
            bringBack(startedAt);
        }
    }

    @Override
    public int connections(long now) {
        synchronized (site) {
            heed();
            int most = limits.connections().orElse(MOST_CONNECTIONS);
            if (!obeys()) {
                return most;
            }
            if (gate.isClosed() || outage.isClosed()) {
                return 1;
            }
            int wanted =
                    speed.isBounded()
                            ? needed()
                            : limits.connections().isPresent() ? most : connections;
            return Math.clamp(site.connections.allowed(Math.min(wanted, most), now), 1, most);
        }
    }

    /// What Little's law asks for, and some.
    private int needed() {
        return (int) Math.min(MOST_CONNECTIONS, Math.ceil(1.2 * speed.perSecond() * latency)) + 1;
    }

    @Override
    public int messagesPerConnection() {
        return Math.min(limits.messagesPerConnection(), site.messagesPerConnection.most());
    }

    @Override
    public int recipientsPerMessage() {
        return limits.recipientsPerMessage();
    }

    @Override
    public long closedUntil() {
        synchronized (site) {
            if (!obeys()) {
                return Long.MIN_VALUE;
            }
            return Math.max(
                    gate.isClosed() ? gate.until() : Long.MIN_VALUE,
                    outage.isClosed() ? outage.until() : Long.MIN_VALUE);
        }
    }

    @Override
    public @Nullable Decision latest() {
        return latest;
    }

    @Override
    public Belief belief(long now) {
        synchronized (site) {
            double rate = Math.min(speed.perSecond(), published());
            long until = closedUntil();
            return Beliefs.of(
                    speed,
                    site,
                    connectRate,
                    connections(now),
                    messagesPerConnection(),
                    binding(now),
                    rate,
                    clearing(),
                    until == Long.MIN_VALUE ? 0 : Math.max(0, Seconds.of(until - now)),
                    waiting);
        }
    }

    private Binding binding(long now) {
        if (outage.isClosed()) {
            return Binding.OUTAGE;
        }
        if (gate.isClosed()) {
            return gate.due() == Long.MAX_VALUE ? Binding.CANARY : Binding.PAUSE;
        }
        if (connectRate.isKnown() && connectRate.due(now) > now) {
            return Binding.CONNECTION_RATE;
        }
        if (speed.isBounded() && site.connections.allowed(needed(), now) < needed()) {
            return Binding.CONNECTIONS;
        }
        if (published() < speed.perSecond()) {
            return Binding.PUBLISHED_LIMIT;
        }
        if (!speed.isBounded()) {
            return Binding.NOTHING;
        }
        return speed.limit.quota.isKnown() ? Binding.QUOTA : Binding.RATE;
    }

    public LaneState save(long now) {
        synchronized (site) {
            var bracket = speed.limit.bracket;
            return new LaneState(
                    speed.perSecond(),
                    bracket.certified(),
                    bracket.refused(),
                    bracket.isOpen() ? 0 : Seconds.of(now - bracket.refusedAt()),
                    speed.limit.bucket.size(),
                    speed.limit.refusals(),
                    speed.limit.quota.messages(),
                    speed.limit.quota.window(),
                    gate.isClosed() ? Math.max(0, Seconds.of(gate.until() - now)) : 0,
                    gate.isClosed() ? gate.pause() : 0,
                    connectRate.perMinute(),
                    latency);
        }
    }

    public void restore(LaneState state, long now) {
        synchronized (site) {
            speed.restore(state, now);
            latency = state.latency();
            if (state.pause() > 0) {
                gate.close(state.pauseLeft(), now);
            }
            if (!Double.isInfinite(state.connectsPerMinute())) {
                connectRate.restore(state.connectsPerMinute(), now);
            }
            pace();
        }
    }
}
