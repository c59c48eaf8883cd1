package org.restante.sending.pacing;

import java.util.Locale;

/// How fast a lane goes, and what its refusals have shown of the limit. A bucket is empty when it refuses: what passes between two
/// refusals *is* what flowed in, whatever its size, and needs no guess.
final class Speed {
    /// Below what was measured.
    private static final double MARGIN = 0.02;

    private static final double SLOWEST = 1.0 / 900;

    /// What is measured over a longer time than this says little of the limit now.
    private static final double STALE = 30 * Seconds.MINUTE;

    /// A bucket met at full speed is held to fill in so many seconds until more is known.
    private static final double LIKELY_FILL = 45;

    private static final int LIKELY_BUCKET = 80;
    private static final int LIKELY_DEAR_BUCKET = 200;

    /// Fewer accepted messages measure nothing.
    private static final int FEWEST = 5;

    /// A rate is proven, and a refusal measures it, only where so much of it was used.
    private static final double USED = 0.75;

    /// So many messages make a quota likelier than a box.
    private static final int MANY = 300;

    /// Where a receiver refuses before it has taken anything.
    private static final double CAREFUL = 0.5;

    /// A bucket that was full must explain so many times what the count between two refusals does.
    private static final double OVERFLOWED = 1.1;

    /// From this many times `certified` on, the limit is searched for rather than kept to.
    private static final double WIDE = 1.5;

    final Bracket bracket = new Bracket();
    final Quota quota = new Quota();
    private final Profile first = new Profile();
    private final Profile run = new Profile();

    /// Infinite: no bound.
    private double rate;

    private double burst = -1;
    private int refusals;
    private boolean isWarned;
    private boolean beganUnbounded;

    /// Rate, certified and refused before the last refusal and the one before.
    private final double[] before = new double[6];

    private boolean toldNothing;
    private boolean hasBegun;

    /// Since the last refusal.
    private long cycleAt;

    private int cyclePassed;

    /// Of it, seconds closed.
    private double closedFor;

    /// Since the lane opened.
    private long openAt;

    private int openPassed;
    private double openFor;

    /// Messages the rates in force have allowed since the lane opened, but for the one in force.
    private double allowed;

    private long allowedAt;

    /// Since the rate was set, and since it was last looked at.
    private long steadyAt;

    private long spanAt;
    private int spanPassed;

    Speed(double first) {
        rate = first > 0 ? first : Double.POSITIVE_INFINITY;
    }

    double perSecond() {
        return rate;
    }

    boolean isBounded() {
        return !Double.isInfinite(rate);
    }

    int refusals() {
        return refusals;
    }

    /// Itself, or by a sibling.
    boolean hasMetALimit() {
        return refusals > 0 || isWarned;
    }

    double burst() {
        return burst;
    }

    void begin(long now) {
        if (!hasBegun) {
            hasBegun = true;
            cycleAt = now;
            openAt = now;
            allowedAt = now;
            steady(now);
        }
    }

    private double allowedFor(long now) {
        return allowed + rate * Seconds.of(now - allowedAt);
    }

    private void go(double faster, long now) {
        allowed = isBounded() ? allowedFor(now) : 0;
        allowedAt = now;
        rate = faster;
        steady(now);
    }

    private void steady(long now) {
        steadyAt = now;
        look(now);
    }

    private void look(long now) {
        spanAt = now;
        spanPassed = 0;
    }

    void passed(long startedAt) {
        if (startedAt - cycleAt >= 0) {
            cyclePassed++;
        }
        openPassed++;
        spanPassed++;
    }

    /// The limit was met.
    ///
    /// @return what shows it
    String refused(boolean isCheap, boolean isDear, long now) {
        double cycle = Math.max(0.001, Seconds.of(now - cycleAt));
        openFor = Math.max(0.001, Seconds.of(now - openAt));
        run.add(openFor, openPassed);
        double last = rate;
        remember();
        boolean tellsNothing = refusals == 0 && cyclePassed < FEWEST;
        String reason =
                tellsNothing
                        ? beforeAnything(now)
                        : refusals == 0
                                ? first(cycle, isDear, now)
                                : again(cycle, isCheap, isDear, now);
        rate = Math.max(SLOWEST, rate * (1 - MARGIN));
        toldNothing = tellsNothing || cyclePassed < FEWEST;
        refusals += tellsNothing ? 0 : 1;
        cycleAt = now;
        cyclePassed = 0;
        closedFor = 0;
        return text(
                "%s from %s to %s: %s",
                rate < last ? "slowed" : "goes on", perSecond(last), perSecond(rate), reason);
    }

    /// Refused before anything was taken: that was not the pace.
    private String beforeAnything(long now) {
        rate = Math.min(rate, CAREFUL);
        hasBegun = false;
        return "refused before anything was accepted";
    }

    private void remember() {
        System.arraycopy(before, 0, before, 3, 3);
        before[0] = rate;
        before[1] = bracket.certified();
        before[2] = bracket.refused();
    }

    /// The last two refusals were a message's own: as if they had not been.
    void mistaken(long now) {
        if (before[3] > 0 && !Double.isInfinite(before[3])) {
            go(before[3], now);
            bracket.is(before[4], before[5], now);
        }
    }

    /// Whether the last refusal came after next to nothing, so that it measured nothing.
    boolean toldNothing() {
        return toldNothing;
    }

    private String first(double cycle, boolean isDear, long now) {
        double mean = cyclePassed / cycle;
        first.copy(run);
        if (!isBounded()) {
            beganUnbounded = true;
            bracket.refusedAt(Math.max(SLOWEST, mean), now);
            burst = cyclePassed;
            rate = Math.max(1, cyclePassed) / (cycle + LIKELY_FILL);
        } else {
            double likely =
                    Math.min(
                            0.95 * rate,
                            run.rateEmptying(isDear ? LIKELY_DEAR_BUCKET : LIKELY_BUCKET));
            double certified = bracket.certified();
            if (certified > 0 && certified < rate) {
                likely = Math.max(likely, 0.6 * certified);
            }
            bracket.refusedAt(Math.max(rate, mean), now);
            rate = Math.max(likely, 0.2 * rate);
        }
        bracket.forgetCertified();
        return text("first refused after %d accepted in %.0f s", cyclePassed, cycle);
    }

    private String again(double cycle, boolean isCheap, boolean isDear, long now) {
        double inflow = cyclePassed / cycle;
        double outflow = openPassed / openFor;
        double error = quota.isKnown() ? 0.06 : Math.max(0.012, 3.0 / Math.max(1, cyclePassed));
        boolean isTelling =
                !quota.isKnown()
                        && outflow >= USED * allowedFor(now) / openFor
                        && cyclePassed >= FEWEST
                        && cycle < STALE;
        if (isTelling && closedFor < 0.5 * cycle) {
            double full = isCheap ? flow() : 0;
            if (full > OVERFLOWED * inflow) {
                bracket.between(
                        Math.max(inflow, emptying(1.3 * burst)),
                        Math.max(1.1 * full, emptying(0.7 * burst)),
                        now);
                rate = full;
                return text(
                        "%d accepted in %.0f s, %.0f of them saved up at a slower pace",
                        openPassed, openFor, burst);
            }
            boolean overflowed = burst >= 0 && inflow * closedFor > burst;
            bracket.between(
                    (1 - error) * inflow, (1 + error) * (overflowed ? outflow : inflow), now);
            sizeBucket(inflow);
            rate = inflow;
            return text("%d accepted in %.0f s between two refusals", cyclePassed, cycle);
        }
        double flow = quota.isKnown() || cyclePassed < FEWEST ? 0 : flow();
        double least = openFor > STALE ? 0.7 : 0.3;
        if (flow > least * rate && flow < 1.05 * rate && (isDear || openFor < STALE)) {
            bracket.between(0.95 * flow, 1.05 * flow, now);
            rate = Math.min(rate, flow);
            return text(
                    "%d accepted in %.0f s after a rest, %.0f of them saved up",
                    openPassed, openFor, burst);
        }
        if (isTelling && isCheap && bracket.width() > WIDE) {
            double low = Math.max(bracket.certified(), (1 - error) * inflow);
            double high = Math.min(bracket.refused(), Math.max(outflow, 1.1 * low));
            bracket.between(low, high, now);
            rate = Math.sqrt(low * high);
            return text("the limit lies between %s and %s", perSecond(low), perSecond(high));
        }
        if (bracket.certified() > 0 && rate > 1.02 * bracket.certified()) {
            bracket.refusedAt(rate, now);
            rate = bracket.certified();
            return "a faster pace was tried and refused";
        }
        if (cyclePassed < FEWEST) {
            rate *= 0.85;
            return text("refused again after %d accepted in %.0f s", cyclePassed, cycle);
        }
        bracket.refusedAt(rate, now);
        bracket.forgetCertified();
        rate *= isDear ? 0.7 : 0.85;
        return text("the limit fell: %d accepted in %.0f s", cyclePassed, cycle);
    }

    /// The rate at which a bucket filled that was full at some time since the lane opened; 0 when nobody can tell.
    private double flow() {
        if (!first.isEmpty()) {
            double both = run.rateExplaining(first, 0.3 * rate, 1.05 * rate);
            burst = both > 0 ? run.bucketFor(both) : burst;
            return both > 0 ? both : emptying(burst);
        }
        return emptying(burst);
    }

    /// The same for a bucket of that size; 0 when too little has passed.
    private double emptying(double bucket) {
        return bucket > 0 && openPassed > 1.5 * bucket ? run.rateEmptying(bucket) : 0;
    }

    /// How much the bucket held at first contact, now that it is known what flowed into it.
    private void sizeBucket(double inflow) {
        if (!first.isEmpty() && (burst < 0 || cyclePassed >= LIKELY_BUCKET)) {
            burst = Math.max(0, first.bucketFor(inflow));
            first.clear();
        }
    }

    /// @return what it is now held to be, or nothing new
    String reopened(Gate gate, boolean mayBeQuota, long now) {
        double closed = gate.sinceFirst(now);
        closedFor = closed;
        String said = "";
        boolean isMeasured = bracket.certified() > 0 && bracket.width() < WIDE;
        if (mayBeQuota
                && (quota.isKnown() || !isMeasured)
                && quota.guess(openPassed, openFor, gate.refusedFor(), closed, rate)) {
            double quotaRate = quota.rate();
            boolean isMany = quota.messages() >= MANY;
            double likely = isMany ? quotaRate : Math.sqrt(quotaRate * rate);
            rate = Math.max(SLOWEST, likely * (1 - MARGIN));
            if (isMany) {
                bracket.refusedAt(Math.max(1.1 * quota.highestRate(), 1.05 * rate), now);
            }
            bracket.forgetCertified();
            said = text(", held to be %d messages in %.0f s", quota.messages(), quota.window());
        }
        openAt = now;
        openPassed = 0;
        run.clear();
        allowed = 0;
        allowedAt = now;
        steady(now);
        return said;
    }

    /// The pause until the next window that people configure has ended, if it may have been a quota that was used up.
    ///
    /// @param least no shorter one is meant
    double untilWindowEnds(Gate gate, double least, long now) {
        return openPassed < LIKELY_BUCKET
                ? Double.POSITIVE_INFINITY
                : Quota.untilRound(openFor + gate.sinceFirst(now), least);
    }

    /// Whether the rate has been kept up for long enough, and fully used, to be certified; then it is time to ask for more.
    boolean isProven(double clearing, long now) {
        if (!isBounded()) {
            return false;
        }
        double steady = Seconds.of(now - steadyAt);
        double enough = enough(clearing);
        if (steady < enough) {
            return false;
        }
        if (quota.isRefutedBy(openPassed, Seconds.of(now - openAt))) {
            bracket.certify(rate, now);
        }
        double span = Seconds.of(now - spanAt);
        if (span < Math.min(10, enough) || spanPassed < 8) {
            return false;
        }
        boolean wasUsed = spanPassed >= USED * rate * span;
        look(now);
        if (!wasUsed) {
            return false;
        }
        bracket.certify(isSearching(clearing) ? shown(steady, now) : rate, now);
        return true;
    }

    /// What surely flowed in, whatever had been saved up.
    private double shown(double steady, long now) {
        double sinceRefusal = cyclePassed / Math.max(0.001, Seconds.of(now - cycleAt));
        return Math.min(rate, Math.max(sinceRefusal, rate - Math.max(0, burst) / steady));
    }

    boolean isSearching(double clearing) {
        return beganUnbounded
                && refusals > 0
                && clearing <= Pauses.CHEAP
                && bracket.width() > WIDE
                && !quota.isKnown();
    }

    private double enough(double clearing) {
        double few = 15 / rate;
        if (!hasMetALimit()) {
            return Math.max(Math.clamp(clearing / 20, 12, 90), few);
        }
        double base = Math.max(45, few);
        if (quota.isKnown()) {
            return Math.max(base, Math.min(quota.messages() < 300 ? 600 : 3_600, quota.window()));
        }
        if (isSearching(clearing)) {
            return Math.clamp(8 / rate, 1, base);
        }
        if (clearing <= Pauses.CHEAP) {
            return base;
        }
        double bucket = burst > 0 ? burst : LIKELY_BUCKET;
        return Math.max(base, Math.min(3_600, Math.max(clearing / 4, bucket / (0.05 * rate))));
    }

    /// What a sibling was refused at is refused here too, more likely than not.
    void heed(double siblings, long now) {
        double likely = 1.1 * siblings;
        if (bracket.refused() > likely && likely > 1.02 * Math.max(rate, bracket.certified())) {
            bracket.refusedAt(likely, now);
        }
    }

    void raise(double step, long now) {
        run.add(Seconds.of(now - openAt), openPassed);
        go(rate * (1 + step), now);
    }

    void follow(double limit, long now) {
        go(Math.min(limit, 1.3 * rate), now);
    }

    void stay(long now) {
        steadyAt = now;
    }

    /// A sibling has met a limit this one has not.
    void warned(double siblings, double refused, long now) {
        if (refusals == 0 && rate > 0.9 * siblings) {
            bracket.refusedAt(Math.min(bracket.refused(), refused), now);
            go(0.9 * siblings, now);
            bracket.atMost(rate);
            isWarned = true;
        }
    }

    void restore(LaneState state, long now) {
        rate = state.certified() > 0 ? Math.min(state.rate(), state.certified()) : state.rate();
        double refused =
                Double.isInfinite(state.refused())
                        ? state.refused()
                        : Math.max(state.refused(), 1.02 * rate);
        if (!Double.isInfinite(refused)) {
            bracket.between(
                    state.certified() > 0 ? rate : 0,
                    refused,
                    now - Seconds.nanos(state.refusedAge()));
        } else {
            bracket.certify(state.certified(), now);
        }
        burst = state.burst();
        refusals = state.refusals();
        if (state.quotaMessages() > 0) {
            quota.restore(state.quotaMessages(), state.quotaWindow());
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /// Such as `3.1/s`, `12/min` or `unbounded`.
    static String perSecond(double rate) {
        if (Double.isInfinite(rate)) {
            return "unbounded";
        }
        return rate >= 1
                ? text("%.1f/s", rate)
                : rate >= 1 / Seconds.MINUTE
                        ? text("%.1f/min", rate * Seconds.MINUTE)
                        : text("%.1f/h", rate * Seconds.HOUR);
    }
}
