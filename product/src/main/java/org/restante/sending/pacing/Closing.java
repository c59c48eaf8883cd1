package org.restante.sending.pacing;

import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Decision.Kind;

/// How a lane closes when it is refused, for how long, and how it opens again.
final class Closing {
    /// Seconds until the next canary, when one came to nothing.
    private static final double AGAIN = 15;

    /// The first pause after a refusal that gives no reason, at least.
    private static final double WITHOUT_REASON = 30;

    /// Where a quota is likely, a window that ends within so many times the pause that is due is waited for.
    private static final double NEARLY = 1.2;

    /// The pause where others hold the receiver's connections.
    private static final double ALONE = 20;

    final Gate gate = new Gate();
    private final Site site;
    private final ReceiverPrior prior;
    private final Speed speed;
    private final Jitter jitter;
    private final Decisions decisions;
    private boolean isByPace;

    /// What sufficed after a refusal that measured nothing: a pause to be remembered if the next shows that there is a limit.
    private @Nullable Sufficed unjudged;

    /// Seconds after the last refusal, and after the first of them, at which a canary passed.
    private record Sufficed(double gap, double sinceFirst) {}

    Closing(Site site, ReceiverPrior prior, Speed speed, Jitter jitter, Decisions decisions) {
        this.site = site;
        this.prior = prior;
        this.speed = speed;
        this.jitter = jitter;
        this.decisions = decisions;
    }

    /// Seconds a refusal closes the lane for.
    double clearing() {
        return site.pauses.clearing() > 0
                ? site.pauses.clearing()
                : Seconds.of(prior.clearing().toNanos());
    }

    /// Whether it may be a quota that closes a lane here.
    boolean mayBeQuota() {
        return prior.hasQuotas();
    }

    void broke(long startedAt, long now) {
        if (gate.isCanary(startedAt)) {
            gate.postpone(AGAIN, now);
        }
    }

    /// The limit was met while it was open.
    ///
    /// @param carries messages a second that the lane's connections can carry
    void refused(Law lane, double carries, Verdict verdict, long now) {
        double clearing = clearing();
        double before = speed.perSecond();
        boolean isFirst = speed.limit.refusals() == 0;
        boolean hadToldNothing = speed.limit.toldNothing();
        String said =
                speed.refused(
                        carries,
                        site.pauses.clearing() > 0 && clearing <= Pauses.CHEAP,
                        clearing > Pauses.DEAR,
                        now);
        if (hadToldNothing && !speed.limit.toldNothing() && unjudged != null) {
            site.pauses.canaryPassed(unjudged.gap(), unjudged.sinceFirst());
        }
        unjudged = null;
        double pause = Math.max(pause(verdict.cause(), isFirst), speed.interval());
        gate.close(Math.max(jitter.on(pause), asked(verdict)), now);
        isByPace = true;
        if (isFirst) {
            site.warn(lane, before, speed.ran(), now);
        }
        decisions.add(Kind.CLOSED, now, "%s; closed for %.0f s", said, gate.pause());
    }

    /// Where the last refusal measured nothing, twice as long as before.
    private double pause(Cause cause, boolean isFirst) {
        double twice = speed.limit.toldNothing() && !isFirst ? 2 * gate.pause() : 0;
        return twice > 0
                ? Math.min(twice, Seconds.HOUR)
                : site.pauses.first(likely(cause), speed.limit.quota.isKnown());
    }

    private double likely(Cause cause) {
        double rate = Seconds.of(prior.pauseAfterRate().toNanos());
        return switch (Complaint.of(cause)) {
            case PACE -> rate;
            case SOURCE -> Seconds.of(prior.pauseAfterBlock().toNanos());
            case CONNECTIONS, MESSAGES_PER_CONNECTION, CONNECTION_RATE, NONE ->
                    Math.max(rate, WITHOUT_REASON);
        };
    }

    private static double asked(Verdict verdict) {
        long hint = verdict.retryAfter() == null ? 0 : verdict.retryAfter().toNanos();
        long floor = verdict.minimumPause() == null ? 0 : verdict.minimumPause().toNanos();
        return Seconds.of(Math.max(hint, floor));
    }

    /// Refused once more: the canary, or what was in flight.
    void refusedWhileClosed(Verdict verdict, long startedAt, long now) {
        boolean wasCanary = gate.isCanary(startedAt);
        double pause = gate.pause();
        if (wasCanary) {
            site.pauses.canaryRefused(gate.sinceLast(now));
            double window =
                    prior.hasQuotas()
                            ? speed.untilWindowEnds(gate, 1.1 * pause, now)
                            : Double.POSITIVE_INFINITY;
            double longer =
                    Pauses.next(
                            pause,
                            costOfRefusal(verdict.cause(), now),
                            gate.failures() + 1,
                            Double.isFinite(window));
            if (site.pauses.clearing() >= Pauses.CHEAP) {
                longer = Math.max(longer, site.pauses.enough());
            }
            // Where no window is to end, an early canary asks whether there is a box at all: in one
            // it costs no more than that minute.
            pause =
                    prior.hasQuotas()
                            ? untilWindowEnds(window, longer)
                            : Math.max(longer, Seconds.of(prior.clearing().toNanos()));
        }
        pause = Math.max(pause, asked(verdict));
        gate.refusedAgain(pause, wasCanary, now);
        if (wasCanary) {
            decisions.add(
                    Kind.STAYS_CLOSED,
                    now,
                    "the canary was refused too; the next leaves in %.0f s",
                    pause);
        }
    }

    /// A window's end is waited for where it comes within the pause that is due, or a little later where a quota is likely.
    private double untilWindowEnds(double window, double due) {
        double most = speed.isLikelyQuota() ? NEARLY * due : due;
        return window <= most ? window : due;
    }

    /// Seconds, where next to nothing had passed and it is the pace that is meant; else nothing.
    private double costOfRefusal(Cause cause, long now) {
        if (!speed.limit.toldNothing()) {
            return 0;
        }
        return switch (Complaint.of(cause)) {
            case PACE, SOURCE -> ValueOfProbe.refusal(speed.seen(gate.sinceFirst(now)));
            case CONNECTIONS, MESSAGES_PER_CONNECTION, CONNECTION_RATE, NONE -> 0;
        };
    }

    /// Only those are taken that had been refused before: a greylist that does not say so. The rate is not to blame, and those go first.
    void refusedAsStranger(Verdict verdict, long now) {
        isByPace = false;
        gate.close(Math.max(jitter.on(WITHOUT_REASON), asked(verdict)), now);
        decisions.add(
                Kind.CLOSED,
                now,
                "only messages that had been refused before are taken; closed for %.0f s",
                gate.pause());
    }

    /// Too many connections, where none stands: others of ours hold them, or it means something else. The rate is not to blame.
    void refusedAlone(Verdict verdict, long startedAt, long now) {
        if (gate.isClosed()) {
            refusedWhileClosed(verdict, startedAt, now);
            return;
        }
        isByPace = false;
        gate.close(Math.max(jitter.on(ALONE), asked(verdict)), now);
        decisions.add(
                Kind.CLOSED,
                now,
                "too many connections, and none of ours stands; closed for %.0f s",
                gate.pause());
    }

    /// The canary passed.
    ///
    /// @return what it is now held to be, or nothing new; null where it was not the pace that had closed it
    @Nullable String reopen(long now) {
        if (!isByPace) {
            gate.open();
            return null;
        }
        if (!speed.limit.toldNothing()) {
            site.pauses.canaryPassed(gate.sinceLast(now), gate.sinceFirst(now));
        } else {
            unjudged = new Sufficed(gate.sinceLast(now), gate.sinceFirst(now));
        }
        String said = speed.reopened(gate, prior.hasQuotas(), now);
        gate.open();
        return said;
    }
}
