package org.restante.sending.pacing;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Decision.Kind;

/// Certify and probe: the pace of a lane by what was measured of its receiver. A refusal closes the lane half-open and measures the
/// limit; going faster is tried when it is worth a refusal; limits of connections are learnt apart and never touch the rate.
public final class Law implements Pace {
    private final Site site;
    private final Supplier<LaneLimits> inForce;
    private final Conduct conduct;
    private final Speed speed;
    private final Closing closing;
    private final Gate gate;
    private final Outage outage;
    private final Prober prober;
    private final Pacer pacer = new Pacer();
    private final ConnectionNeed need = new ConnectionNeed();
    private final ConnectRate connectRate = new ConnectRate();
    private final Unexplained unexplained = new Unexplained();
    private final Decisions decisions = new Decisions();
    private final Demand demand = new Demand();
    private final Reserve reserve = new Reserve();
    private LaneLimits limits;

    public Law(
            Site site,
            Supplier<LaneLimits> inForce,
            ReceiverPrior prior,
            Conduct conduct,
            RandomGenerator chance) {
        this.site = site;
        this.inForce = inForce;
        this.conduct = conduct;
        var jitter = new Jitter(chance);
        speed = new Speed(prior.firstRate());
        closing = new Closing(site, prior, speed, jitter, decisions);
        gate = closing.gate;
        outage = new Outage(jitter);
        prober = new Prober(site, speed, decisions);
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

    void isWarned(Law lane, double refused, int passed, long now) {
        if (gate.isClosed()) {
            return;
        }
        if (closing.mayBeQuota() && !speed.hasBeenRefused()) {
            reserve.keep(lane, passed, closing.clearing(), now);
        }
        var sibling = lane.speed();
        double before = speed.perSecond();
        if (speed.isWarned(sibling, refused, now)) {
            pace();
            decisions.add(
                    Kind.SLOWER,
                    now,
                    "slowed from %s to %s: another source of ours met a limit here, and so much has not been seen to pass",
                    Rate.text(before),
                    Rate.text(speed.perSecond()));
        }
    }

    private void pace() {
        pacer.rate(Math.min(speed.perSecond(), limits.perSecond()));
        pacer.lends(speed.limit.burst(speed.perSecond()));
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
        demand.waiting(messages);
    }

    @Override
    public long due(boolean isTransactional, long now) {
        synchronized (site) {
            heed();
            if (!obeys()) {
                return Long.MIN_VALUE;
            }
            return gate.isClosed() || outage.lasts()
                    ? Math.max(gate.due(), outage.due())
                    : isTransactional ? pacer.due(true) : bulkDue(now);
        }
    }

    private long bulkDue(long now) {
        boolean hadKept = reserve.isKept();
        long kept = reserve.due(speed.ran(), now);
        if (reserve.isKept() && !hadKept) {
            decisions.add(
                    Kind.SLOWER,
                    now,
                    "bulk mail leaves the rest to transactional mail while another source of ours is closed: that was refused after %d, and %d have passed here",
                    reserve.refusedAfter(),
                    speed.ran());
        }
        return Math.max(pacer.due(false), kept);
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
            outage.isOver();
        }
    }

    @Override
    public void started(boolean isTransactional, long now) {
        synchronized (site) {
            speed.begin(now);
            pacer.took(now);
            reserve.started(isTransactional);
            gate.started(now);
            outage.started(now);
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
        gate.bringBack(startedAt);
        outage.bringBack(startedAt);
    }

    @Override
    public void passed(boolean wasTaken, long startedAt, long now) {
        synchronized (site) {
            outage.isOver();
            unexplained.passed();
            if (wasTaken) {
                need.took(Seconds.of(now - startedAt));
                speed.passed(startedAt);
                demand.taken();
            }
            if (gate.isCanary(startedAt)) {
                reopen(now);
            } else if (!gate.isClosed() && wasTaken) {
                need.passed();
                if (speed.isProven(closing.clearing(), now)) {
                    ask(now);
                }
            }
        }
    }

    private void reopen(long now) {
        double closed = gate.sinceFirst(now);
        String said = closing.reopen(now);
        pace();
        pacer.restart(speed.interval(), now);
        if (said == null) {
            return;
        }
        if (speed.limit.isSearched(closing.clearing())) {
            ask(now);
        }
        decisions.add(
                Kind.REOPENED,
                now,
                "a canary passed after %.0f s; goes on at %s%s",
                closed,
                Rate.text(speed.perSecond()),
                said);
    }

    /// Whether it pays to go faster.
    private void ask(long now) {
        prober.ask(this, closing.clearing(), demand, limits.perSecond(), now);
        pace();
    }

    @Override
    public void broke(long startedAt, long now) {
        synchronized (site) {
            closing.broke(startedAt, now);
            outage.broke(startedAt, now);
        }
    }

    @Override
    public void unreachable(long now) {
        synchronized (site) {
            gate.bringBack(now);
            if (outage.unreachable(now)) {
                decisions.add(
                        Kind.OUTAGE,
                        now,
                        "no host of the site answers; one connection at a time tries it");
            }
        }
    }

    @Override
    public Whom refused(Refused refused, long now) {
        synchronized (site) {
            outage.isOver();
            return switch (Complaint.of(refused.verdict().cause())) {
                case CONNECTIONS -> tooManyConnections(refused, now);
                case MESSAGES_PER_CONNECTION -> tooManyMessages(refused, now);
                case CONNECTION_RATE -> tooManyConnects(refused, now);
                case PACE, SOURCE -> lane(refused, now);
                case NONE -> unexplained(refused, now);
            };
        }
    }

    private Whom tooManyConnections(Refused refused, long now) {
        if (!refused.atGreeting() && refused.carried() > 0) {
            return tooManyMessages(refused, now);
        }
        int beside = refused.atGreeting() ? refused.standing() : refused.standing() - 1;
        if (beside + refused.opening() < 1) {
            closing.refusedAlone(refused.verdict(), refused.startedAt(), now);
            return Whom.LANE;
        }
        site.connections.refused(beside, now);
        bringBack(refused.startedAt());
        decisions.add(
                Kind.CONNECTIONS,
                now,
                "at most %d connections: refused when %d stood",
                site.connections.most(),
                beside);
        return Whom.CONNECTION;
    }

    private Whom tooManyMessages(Refused refused, long now) {
        bringBack(refused.startedAt());
        noMoreThan(refused.carried(), now);
        return Whom.CONNECTION;
    }

    private void noMoreThan(int carried, long now) {
        site.messagesPerConnection.told(carried);
        decisions.add(
                Kind.MESSAGES_PER_CONNECTION,
                now,
                "at most %d messages a connection: refused after so many",
                messagesPerConnection());
    }

    @Override
    public void connectionEnded(Verdict verdict, int carried, long now) {
        synchronized (site) {
            boolean isTold =
                    switch (Complaint.of(verdict.cause())) {
                        case MESSAGES_PER_CONNECTION, CONNECTIONS -> true;
                        case NONE ->
                                verdict.cause() == Cause.OTHER_TEMPORARY
                                        && site.messagesPerConnection.closedAfter(carried);
                        case CONNECTION_RATE, PACE, SOURCE -> false;
                    };
            if (isTold && carried > 0) {
                noMoreThan(carried, now);
            }
        }
    }

    private Whom tooManyConnects(Refused refused, long now) {
        connectRate.refused(refused.startedAt(), now);
        bringBack(refused.startedAt());
        decisions.add(
                Kind.CONNECTION_RATE,
                now,
                "at most %.0f connections a minute: refused after so many",
                connectRate.perMinute());
        return Whom.CONNECTION;
    }

    private Whom unexplained(Refused refused, long now) {
        if (!gate.isClosed() && refused.atGreeting() && refused.standing() > 0) {
            // Were the lane meant, those that stand would hear of it next.
            return tooManyConnections(refused, now);
        }
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
            closing.refusedWhileClosed(verdict, refused.startedAt(), now);
        } else if (speed.limit.refusals() == 0 || refused.startedAt() - gate.lastRefusal() >= 0) {
            if (refused.isStranger() && Complaint.of(verdict.cause()) == Complaint.NONE) {
                closing.refusedAsStranger(verdict, now);
                return Whom.LANE;
            }
            closing.refused(this, connections(now) / need.latency(), verdict, now);
            unexplained.forget();
            need.refused();
            pace();
        }
        return Whom.LANE;
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
            int most = limits.connections().orElse(ConnectionNeed.MOST);
            if (!obeys()) {
                return most;
            }
            if (gate.isClosed() || outage.lasts()) {
                return 1;
            }
            int wanted =
                    speed.isBounded()
                            ? need.at(speed.perSecond())
                            : limits.connections().isPresent() ? most : need.unbounded();
            return Math.clamp(site.connections.allowed(Math.min(wanted, most), now), 1, most);
        }
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
            return Math.max(gate.isClosed() ? gate.until() : Long.MIN_VALUE, outage.until());
        }
    }

    @Override
    public @Nullable Decision latest() {
        return decisions.latest();
    }

    @Override
    public Belief belief(long now) {
        synchronized (site) {
            long until = closedUntil();
            return new Beliefs(speed, site, connectRate, gate, outage, need)
                    .at(
                            limits.perSecond(),
                            connections(now),
                            messagesPerConnection(),
                            closing.clearing(),
                            until == Long.MIN_VALUE ? 0 : Math.max(0, Seconds.of(until - now)),
                            demand.waiting(),
                            now);
        }
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
                    connectRate.allowed(now),
                    need.latency(),
                    bracket.doubt());
        }
    }

    public void restore(LaneState state, long now) {
        synchronized (site) {
            speed.restore(state, now);
            need.restore(state.latency());
            if (state.pause() > 0) {
                gate.restore(state.pause(), state.pauseLeft(), now);
            }
            if (!Double.isInfinite(state.connectsPerMinute())) {
                connectRate.restore(state.connectsPerMinute(), now);
            }
            pace();
        }
    }
}
