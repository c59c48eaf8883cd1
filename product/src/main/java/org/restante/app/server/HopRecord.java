package org.restante.app.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.EventType;
import org.restante.sending.dispatch.Hops;
import org.restante.sending.pacing.Decision;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of each source that steps in for a refused one, once an hour for each site and pair, and of each host that is set aside, again while
/// it goes on failing, until it serves again; and puts both on record, with each step of a lane's pace.
final class HopRecord implements Hops {
    private static final Logger LOG = LoggerFactory.getLogger(HopRecord.class);
    private static final long EACH = Duration.ofHours(1).toNanos();
    private static final int MOST = 10_000;

    /// Whoever reads of a host knows by this that it is still tried: one that its siblings make needless is silent alike.
    private static final long AGAIN = Duration.ofMinutes(15).toNanos();

    /// Characters of what a host did; what it says itself may be long.
    private static final int MOST_WORDS = 500;

    private record Hop(String site, String closed, String other) {}

    private final SpoolKeepsakes keepsakes;
    private final LongSupplier ticker;
    private final Map<Hop, Long> told = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Aside> aside = new ConcurrentHashMap<>();

    /// @param since it is out, when that was told last, and until it is tried again, by the ticker
    private record Aside(long since, long told, long until) {
        /// It was not tried for long after it might have been: there is no mail for it any more.
        boolean isForgotten(long now) {
            return now - until >= EACH;
        }
    }

    HopRecord(SpoolKeepsakes keepsakes, LongSupplier ticker) {
        this.keepsakes = keepsakes;
        this.ticker = ticker;
    }

    @Override
    public void stepsIn(Pool pool, String site, Source closed, Source other) {
        long now = ticker.getAsLong();
        if (told.size() >= MOST) {
            told.values().removeIf(at -> now - at >= EACH);
        }
        var hop = new Hop(site, closed.name(), other.name());
        var before = told.get(hop);
        boolean isNew =
                before == null
                        ? told.putIfAbsent(hop, now) == null
                        : now - before >= EACH && told.replace(hop, before, now);
        if (isNew) {
            var words =
                    site
                            + " has refused the source "
                            + closed.name()
                            + "; its mail goes by "
                            + other.name()
                            + ", as the pool "
                            + pool.name()
                            + " allows. Receivers take this for evasion.";
            LOG.warn("{}", words);
            keepsakes.keep("hop", null, "source-steps-in", "pool " + pool.name(), words);
        }
    }

    /// Of ten thousand hosts that are out at once the others are not told of.
    @Override
    public void setsAside(
            String site, @Nullable String provider, Target host, String why, Duration until) {
        if (!isNews(host.socket(), until)) {
            return;
        }
        act(
                site,
                provider,
                SETS_ASIDE + named(host),
                named(host)
                        + " "
                        + (why.length() > MOST_WORDS ? why.substring(0, MOST_WORDS) + "…" : why)
                        + "; one connection tries it in "
                        + until.toSeconds()
                        + " s and from then on at longer intervals; meanwhile mail goes to other hosts of "
                        + site
                        + ", where one answers");
    }

    /// Several sessions may find out at once; one of them tells.
    private synchronized boolean isNews(InetSocketAddress host, Duration until) {
        long now = ticker.getAsLong();
        if (aside.size() >= MOST) {
            aside.values().removeIf(one -> one.isForgotten(now));
        }
        var before = aside.get(host);
        if (before == null && aside.size() >= MOST) {
            return false;
        }
        long again = now + until.toNanos();
        if (before != null && !before.isForgotten(now)) {
            boolean isToldAgain = now - before.told() >= AGAIN;
            aside.put(host, new Aside(before.since(), isToldAgain ? now : before.told(), again));
            return isToldAgain;
        }
        aside.put(host, new Aside(now, now, again));
        return true;
    }

    @Override
    public void servesAgain(String site, @Nullable String provider, Target host) {
        var was = aside.remove(host.socket());
        if (was != null) {
            long seconds = Duration.ofNanos(ticker.getAsLong() - was.since()).toSeconds();
            act(
                    site,
                    provider,
                    USES_AGAIN + named(host),
                    named(host) + " answers again after " + seconds + " s");
        }
    }

    /// The lane has told it in the log.
    @Override
    public void steps(
            String site,
            @Nullable String provider,
            Source source,
            Decision decision,
            Duration ago) {
        var kind = decision.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var act = PACES + kind + " site=" + site + " source=" + source.name();
        tell(ago, site, provider, act, decision.sentence());
    }

    private void act(String site, @Nullable String provider, String act, String reason) {
        LOG.info("{}: {}", site, reason);
        tell(Duration.ZERO, site, provider, act, reason);
    }

    private void tell(
            Duration ago, String site, @Nullable String provider, String act, String reason) {
        keepsakes.tell(
                EventType.ACTION,
                ago,
                event ->
                        event.site(site)
                                .provider(provider)
                                .act(act)
                                .actor("restante")
                                .reason(reason));
    }

    private static String named(Target host) {
        return host.host().name() + "[" + host.address().getHostAddress() + "]";
    }
}
