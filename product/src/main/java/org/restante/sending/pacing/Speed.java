package org.restante.sending.pacing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How fast a lane goes: slower when its limit is met, faster when a rate has been proven.
final class Speed {
    /// Below what was measured.
    private static final double MARGIN = 0.02;

    private static final double SLOWEST = 1 / Seconds.HOUR;

    /// A rate is proven only where so much of it was used.
    private static final double USED = 0.75;

    /// Messages by which a count may be wrong.
    private static final int IN_FLIGHT = 3;

    /// So many messages make a quota likelier than a box.
    private static final int MANY = 300;

    /// Lanes that do alike differ by less than so many times.
    private static final double CLEARLY_MORE = 1.5;

    /// What was believed when the lane was refused.
    private record Before(double rate, double certified, double refused) {}

    final Limit limit = new Limit();
    private final Meter meter = new Meter();

    /// Infinite: no bound.
    private double rate;

    private boolean isWarned;

    /// At the last refusal and at the one before.
    private @Nullable Before last;

    private @Nullable Before beforeLast;

    Speed(double first) {
        rate = first > 0 ? first : Double.POSITIVE_INFINITY;
    }

    double perSecond() {
        return rate;
    }

    boolean isBounded() {
        return !Double.isInfinite(rate);
    }

    boolean hasBeenRefused() {
        return limit.refusals() > 0;
    }

    /// Itself, or by a sibling.
    boolean hasMetALimit() {
        return limit.refusals() > 0 || isWarned;
    }

    /// Messages since the lane opened; while it is closed, those before.
    int ran() {
        return meter.ran();
    }

    /// Seconds that pass until one more may have flowed in; 0 where the limit may be anywhere.
    double interval() {
        return limit.isAnywhere() ? 0 : 1 / rate;
    }

    /// Messages a second since the lane opened, its being closed included.
    ///
    /// @param closed seconds
    double seen(double closed) {
        return meter.ran() / (meter.open() + closed);
    }

    void begin(long now) {
        meter.begin(now);
    }

    void passed(long startedAt) {
        if (!isBounded()) {
            meter.note(startedAt);
        }
        meter.passed(startedAt);
    }

    /// The limit was met.
    ///
    /// @param carries messages a second that the lane's connections can carry
    /// @return what shows it
    String refused(double carries, boolean isCheap, boolean isDear, long now) {
        var reading = meter.refused(isBounded() ? rate : carries, now);
        double was = rate;
        beforeLast = last;
        last = new Before(rate, limit.bracket.certified(), limit.bracket.refused());
        var finding = limit.met(reading, meter.run, rate, isCheap, isDear, now);
        rate = Math.max(SLOWEST, finding.rate() * (1 - MARGIN));
        meter.restart(now);
        if (limit.refusals() == 0 && reading.passed() == 0) {
            meter.beginAgain();
        }
        return String.format(
                Locale.ROOT,
                "%s from %s to %s: %s",
                rate < was ? "slowed" : "goes on",
                Rate.text(was),
                Rate.text(rate),
                finding.said());
    }

    /// The last two refusals were a message's own: as if they had not been.
    void mistaken(long now) {
        if (beforeLast != null && !Double.isInfinite(beforeLast.rate())) {
            go(beforeLast.rate(), now);
            limit.bracket.is(beforeLast.certified(), beforeLast.refused(), now);
        }
    }

    private void go(double other, long now) {
        meter.mark(now);
        meter.changed(rate, now);
        rate = other;
    }

    /// @return what it is now held to be, or nothing new
    String reopened(Gate gate, boolean mayBeQuota, long now) {
        double closed = gate.sinceFirst(now);
        var quota = limit.quota;
        boolean isNew =
                mayBeQuota
                        && isQuotaPossible()
                        && quota.guess(meter.ran(), meter.open(), gate.refusedFor(), closed, rate);
        if (isNew) {
            keepTo(quota, now);
        }
        meter.reopened(closed, now);
        return isNew
                ? String.format(
                        Locale.ROOT,
                        ", held to be %d messages in %.0f s",
                        quota.messages(),
                        quota.window())
                : "";
    }

    private boolean isQuotaPossible() {
        return limit.quota.isKnown() || !limit.isMeasured();
    }

    /// Whether what closed the lane is likelier a quota that is used up than a box.
    boolean isLikelyQuota() {
        return isQuotaPossible() && meter.ran() >= MANY;
    }

    private void keepTo(Quota quota, long now) {
        boolean isMany = quota.messages() >= MANY;
        double likely = isMany ? quota.rate() : Math.sqrt(quota.rate() * rate);
        rate = Math.max(SLOWEST, likely * (1 - MARGIN));
        if (isMany) {
            limit.bracket.refusedAt(Math.max(1.1 * quota.highestRate(), 1.05 * rate), now);
        }
        limit.bracket.forgetCertified();
        limit.bracket.holdsStill();
    }

    /// The pause until the next window that people configure has ended, if it may have been a quota that was used up.
    ///
    /// @param least no shorter one is meant
    double untilWindowEnds(Gate gate, double least, long now) {
        return meter.ran() < Limit.LIKELY_BUCKET
                ? Double.POSITIVE_INFINITY
                : Quota.untilRound(meter.open() + gate.sinceFirst(now), least);
    }

    /// Whether the rate has been kept up for long enough, and fully used, to be certified; then it is time to ask for more.
    boolean isProven(double clearing, long now) {
        if (!isBounded()) {
            return false;
        }
        double steady = meter.steadyFor(now);
        double enough = enough(clearing);
        if (steady < enough) {
            return false;
        }
        if (limit.quota.isRefutedBy(meter.ran(), meter.sinceOpened(now))) {
            limit.proven(rate, true, now);
        }
        double span = meter.sinceLooked(now);
        if (span < Math.min(10, enough) || meter.seen() < 8) {
            return false;
        }
        boolean wasUsed = meter.seen() >= USED * rate * span;
        meter.look(now);
        if (!wasUsed) {
            return false;
        }
        limit.proven(
                limit.isSearched(clearing) ? shown(steady, now) : rate, isBeyond(steady, now), now);
        return true;
    }

    /// Whether more has passed than a limit at what is held to be refused would have let pass, whatever had been saved up.
    private boolean isBeyond(double steady, long now) {
        double held = limit.bracket.held();
        double counted = meter.passed() - held * meter.sinceRefusal(now);
        double saved = limit.refusals() > 0 ? IN_FLIGHT : bucket();
        return limit.quota.isKnown() || counted > saved || (rate - held) * steady > bucket();
    }

    /// What surely flowed in, whatever had been saved up.
    private double shown(double steady, long now) {
        double counted = meter.passed() / meter.sinceRefusal(now);
        return Math.min(rate, Math.max(counted, rate - Math.max(0, limit.bucket.size()) / steady));
    }

    /// Seconds for which a rate must be kept up to be proven.
    private double enough(double clearing) {
        double few = 15 / rate;
        if (!hasMetALimit()) {
            return Math.max(Math.clamp(clearing / 20, 12, 90), few);
        }
        double base = Math.max(45, few);
        var quota = limit.quota;
        if (quota.isKnown()) {
            return Math.max(base, Math.min(quota.messages() < MANY ? 600 : 3_600, quota.window()));
        }
        if (limit.isSearched(clearing)) {
            return Math.clamp(8 / rate, 1, base);
        }
        if (clearing <= Pauses.CHEAP) {
            return base;
        }
        double empties = bucket() / (excess() * rate);
        return Math.max(base, Math.min(3_600, Math.max(clearing / 4, empties)));
    }

    private double bucket() {
        return limit.bucket.size() > 0 ? limit.bucket.size() : Limit.LIKELY_BUCKET;
    }

    /// The share of the rate by which a limit is exceeded that is to show while a rate is proven: a large one where the limit may lie
    /// anywhere and the bucket that hides it is known.
    private double excess() {
        boolean isWide = limit.bracket.width() > Limit.WIDE;
        return isWide && limit.bucket.size() > 0 ? 0.2 : 0.05;
    }

    /// What a sibling was refused at is refused here too, more likely than not.
    void heed(double siblings, long now) {
        double likely = 1.1 * siblings;
        var bracket = limit.bracket;
        if (bracket.refused() > likely && likely > 1.02 * Math.max(rate, bracket.certified())) {
            bracket.refusedAt(likely, now);
        }
    }

    void raise(double step, long now) {
        go(rate * (1 + step), now);
    }

    /// What a sibling may go at that goes at `least`, by what was certified here.
    double provenFor(double least) {
        double certified = limit.bracket.certified();
        return limit.refusals() == 0 && certified > 0
                ? Math.max(least, Math.min(certified, 0.8 * rate))
                : Math.max(least, certified);
    }

    void follow(double sibling, long now) {
        go(Math.min(sibling, 1.3 * rate), now);
    }

    void stay(long now) {
        meter.stay(now);
    }

    /// A sibling has met a limit this one has not. It is the same limit for this one, until clearly more has passed than was refused there.
    ///
    /// @param refused messages a second at which the sibling was; infinite for no bound
    /// @return whether it goes slower now
    boolean isWarned(Speed sibling, double refused, long now) {
        double slower = 0.9 * sibling.rate;
        double there = Math.min(refused, sibling.limit.bracket.refused());
        if (hasBeenRefused() || rate <= slower || shown(now) > CLEARLY_MORE * there) {
            return false;
        }
        limit.bracket.refusedAt(Math.min(limit.bracket.refused(), refused), now);
        go(slower, now);
        limit.bracket.atMost(rate);
        isWarned = true;
        return true;
    }

    /// Messages a second that this lane has surely been let pass, whatever the receiver had saved up.
    private double shown(long now) {
        meter.mark(now);
        return Math.max(limit.bracket.certified(), Limit.flow(meter.run));
    }

    void restore(LaneState state, long now) {
        rate = limit.restore(state, now);
    }
}
