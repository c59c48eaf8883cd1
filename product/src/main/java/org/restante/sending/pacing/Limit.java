package org.restante.sending.pacing;

import java.util.Locale;

/// A receiver's hidden limit, as refusals have shown it. A bucket is empty when it refuses: what passes between two refusals *is* what
/// flowed in, whatever its size, and needs no guess.
final class Limit {
    /// What a refusal shows: how fast to go, and why.
    record Finding(double rate, String said) {}

    /// From this many times `certified` on, the limit is searched for rather than kept to.
    static final double WIDE = 1.5;

    /// A bucket of which nothing is known.
    static final int LIKELY_BUCKET = 80;

    private static final int LIKELY_DEAR_BUCKET = 200;

    /// A bucket met at full speed is held to fill in so many seconds until more is known.
    private static final double LIKELY_FILL = 45;

    private static final double SLOWEST = 1 / Seconds.HOUR;

    /// What is measured over a longer time than this says little of the limit now.
    private static final double STALE = 30 * Seconds.MINUTE;

    /// Fewer accepted messages measure nothing.
    private static final int FEWEST = 5;

    /// A rate that is so many times what passed says nothing of the limit by itself.
    private static final double FAR = 4;

    /// In fewer than these, that they came fast may be chance.
    private static final int FEWEST_OF_A_RATE = 10;

    /// A refusal measures a rate only where so much of it was used.
    private static final double USED = 0.75;

    /// A lane without a bound that used less of what its connections carry went at its ease.
    private static final double PRESSED = 0.25;

    /// Where a receiver refuses before it has taken anything.
    private static final double CAREFUL = 0.5;

    /// The share of a quota that is used where it was met at its own rate: its window begins when the receiver says so.
    private static final double KEEPS_WITHIN = 0.98;

    /// A bucket that was full must explain so many times what the count between two refusals does.
    private static final double OVERFLOWED = 1.1;

    final Bracket bracket = new Bracket();
    final Quota quota = new Quota();
    final Bucket bucket = new Bucket();
    private final Counts together = new Counts();

    private int refusals;
    private boolean wasUnbounded;

    /// Messages that it took at once when it was first met, if what was concluded then is right. Not kept over a restart; then as many as
    /// are lent where nothing is known.
    private double burst = 2 * Pacer.BORROWED;

    private boolean toldNothing;
    private final Scarcity scarcity = new Scarcity();

    int refusals() {
        return refusals;
    }

    /// Whether the last refusal came after next to nothing, so that it measured nothing.
    boolean toldNothing() {
        return toldNothing;
    }

    /// Whether it is known well enough to be kept to.
    boolean isMeasured() {
        return bracket.certified() > 0 && bracket.width() < WIDE;
    }

    /// Whether it is looked for with great steps: nothing had bounded the lane when it was met, and a refusal is cheap.
    boolean isSearched(double clearing) {
        return clearing <= Pauses.CHEAP && isAnywhere();
    }

    /// Whether nothing had bounded the lane when it was met, and nothing has told much of it since.
    boolean isAnywhere() {
        return wasUnbounded && refusals > 0 && bracket.width() > WIDE && !quota.isKnown();
    }

    /// It was met.
    ///
    /// @param rate in force then; infinite for no bound
    /// @param run what had passed when since the lane opened
    Finding met(
            Meter.Reading reading,
            Profile run,
            double rate,
            boolean isCheap,
            boolean isDear,
            long now) {
        boolean isFirst = refusals == 0;
        boolean isEarly = reading.passed() < FEWEST;
        toldNothing = isEarly;
        if (isEarly) {
            scarcity.add(reading);
            if (scarcity.isFarBelow(rate, isFirst)) {
                refusals++;
                toldNothing = false;
                return scarce(now);
            }
        } else {
            scarcity.clear();
        }
        if (isFirst && isEarly) {
            return new Finding(Math.min(rate, CAREFUL), "refused before anything was accepted");
        }
        refusals++;
        if (!isFirst) {
            double before = bracket.certified();
            var finding = again(reading, run, rate, isCheap, isDear, now);
            bracket.met(before, finding.rate());
            return finding;
        }
        bucket.met(run);
        double slower =
                Double.isInfinite(rate)
                        ? unbounded(reading, run, now)
                        : bounded(reading, run, rate, isDear, now);
        bracket.forgetCertified();
        return found(
                slower,
                "first refused after %d accepted in %.0f s",
                reading.passed(),
                reading.seconds());
    }

    /// So much has passed without a refusal.
    ///
    /// @param isBeyond whether it is more than what was refused, and a bucket, would explain
    void proven(double rate, boolean isBeyond, long now) {
        if (isBeyond && bracket.doubt() > 0 && rate >= bracket.refused()) {
            bracket.isOpenAgain();
            bucket.forget();
            wasUnbounded = false;
            refusals = 0;
        }
        bracket.certify(rate, isBeyond, now);
    }

    /// What it takes at once: infinite while nothing was refused; where no bucket is known, no more than what is lent brings in a minute.
    double burst(double rate) {
        if (refusals == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return bucket.isKnown() ? bucket.size() : Math.min(burst, 2 * Seconds.MINUTE * rate);
    }

    /// Mail may have come slowly for hours before it came fast: only the stretch that met the limit tells of it.
    private double unbounded(Meter.Reading reading, Profile run, long now) {
        wasUnbounded = true;
        var fastest = run.busiest(0, FEWEST_OF_A_RATE);
        double reached = fastest.passed() / fastest.seconds();
        bracket.refusedAt(Math.max(SLOWEST, reached), now);
        if (reached < PRESSED * reading.possible()) {
            bracket.doubts(Bracket.DOUBTFUL);
        }
        var heaviest = run.busiest(LIKELY_FILL, FEWEST);
        bucket.is(heaviest.passed());
        return flow(heaviest);
    }

    /// Messages a second that flowed into a bucket of which nothing is known, in the stretch up to now that tells most.
    static double flow(Profile run) {
        return flow(run.busiest(LIKELY_FILL, FEWEST));
    }

    private static double flow(Profile.Stretch stretch) {
        return Math.max(1, stretch.passed()) / (stretch.seconds() + LIKELY_FILL);
    }

    private double bounded(
            Meter.Reading reading, Profile run, double rate, boolean isDear, long now) {
        double likely =
                Math.min(
                        0.95 * rate, run.rateEmptying(isDear ? LIKELY_DEAR_BUCKET : LIKELY_BUCKET));
        double certified = bracket.certified();
        if (certified > 0 && certified < rate) {
            likely = Math.max(likely, 0.6 * certified);
        }
        bracket.refusedAt(Math.max(rate, reading.inflow()), now);
        doubtUnused(reading);
        double slower = Math.max(likely, 0.2 * rate);
        burst = run.bucketFor(slower);
        return slower;
    }

    /// A slow trickle that is refused has measured nothing of the rate it was allowed.
    private void doubtUnused(Meter.Reading reading) {
        if (!isUsed(reading)) {
            bracket.doubts(Bracket.DOUBTFUL);
        }
    }

    private static boolean isUsed(Meter.Reading reading) {
        return reading.outflow() >= USED * reading.possible();
    }

    private Finding again(
            Meter.Reading reading,
            Profile run,
            double rate,
            boolean isCheap,
            boolean isDear,
            long now) {
        boolean isTelling =
                !quota.isKnown()
                        && isUsed(reading)
                        && reading.passed() >= FEWEST
                        && reading.seconds() < STALE;
        if (isTelling && reading.closed() < 0.5 * reading.seconds()) {
            double full = isCheap ? bucket.flow(run, reading.ran(), rate) : 0;
            return full > OVERFLOWED * reading.inflow()
                    ? overflowed(reading, run, full, now)
                    : counted(reading, now);
        }
        together.clear();
        double flow =
                quota.isKnown() || reading.passed() < FEWEST
                        ? 0
                        : bucket.flow(run, reading.ran(), rate);
        double least = reading.open() > STALE ? 0.7 : 0.3;
        if (flow > least * rate && flow < 1.05 * rate && (isDear || reading.open() < STALE)) {
            bracket.between(0.95 * flow, 1.05 * flow, now);
            return found(
                    Math.min(rate, flow),
                    "%d accepted in %.0f s after a rest, %.0f of them saved up",
                    reading.ran(),
                    reading.open(),
                    bucket.size());
        }
        if (isCheap && !quota.isKnown() && bracket.width() > WIDE) {
            if (isTelling) {
                return narrowed(reading, now);
            }
            if (reading.passed() < FEWEST && rate > FAR * reading.inflow()) {
                return fewPassed(reading, rate, now);
            }
        }
        return unmeasured(reading, rate, isDear, now);
    }

    /// Next to nothing passed time and again: that is what flows in.
    private Finding scarce(long now) {
        double inflow = scarcity.inflow();
        together.clear();
        bracket.between(0, 2 * inflow, now);
        return found(
                inflow,
                "no more than %d accepted in %.0f s over %d refusals",
                scarcity.passed(),
                scarcity.seconds(),
                scarcity.refusals());
    }

    /// Next to nothing passed at a rate that is far from what flowed in: the limit lies between, or nothing is known but that.
    private Finding fewPassed(Meter.Reading reading, double rate, long now) {
        double low =
                Math.max(bracket.certified(), Math.max(1, reading.passed()) / reading.seconds());
        if (low >= rate) {
            return unmeasured(reading, rate, false, now);
        }
        bracket.between(bracket.certified(), rate, now);
        return found(
                Math.sqrt(low * rate),
                "only %d accepted in %.0f s: the limit lies between %s and %s",
                reading.passed(),
                reading.seconds(),
                Rate.text(low),
                Rate.text(rate));
    }

    /// The lane had gone slower than the bucket filled, before it went faster: the count says too little.
    private Finding overflowed(Meter.Reading reading, Profile run, double full, long now) {
        together.clear();
        bracket.between(
                Math.max(reading.inflow(), bucket.flowFor(1.3, run, reading.ran())),
                Math.max(1.1 * full, bucket.flowFor(0.7, run, reading.ran())),
                now);
        return found(
                full,
                "%d accepted in %.0f s, %.0f of them saved up at a slower pace",
                reading.ran(),
                reading.open(),
                bucket.size());
    }

    private Finding counted(Meter.Reading reading, long now) {
        together.add(reading);
        double inflow = together.inflow();
        double error = error(together.passed());
        boolean hasRested = bucket.isKnown() && inflow * reading.closed() > bucket.size();
        bracket.between(
                (1 - error) * inflow, (1 + error) * (hasRested ? reading.outflow() : inflow), now);
        bucket.fills(inflow, reading.passed() >= LIKELY_BUCKET);
        return found(
                inflow,
                together.refusals() == 2
                        ? "%.0f accepted in %.0f s between two refusals"
                        : "%.0f accepted in %.0f s between %d refusals",
                together.passed(),
                together.seconds(),
                together.refusals());
    }

    private Finding narrowed(Meter.Reading reading, long now) {
        double low =
                Math.max(bracket.certified(), (1 - error(reading.passed())) * reading.inflow());
        double high = Math.min(bracket.refused(), Math.max(reading.outflow(), 1.1 * low));
        bracket.between(low, high, now);
        return found(
                Math.sqrt(low * high),
                "the limit lies between %s and %s",
                Rate.text(low),
                Rate.text(high));
    }

    private Finding unmeasured(Meter.Reading reading, double rate, boolean isDear, long now) {
        if (bracket.certified() > 0 && rate > Bracket.OTHER * bracket.certified()) {
            bracket.refusedAt(rate, now);
            return new Finding(bracket.certified(), "a faster pace was tried and refused");
        }
        if (reading.passed() < FEWEST) {
            return found(
                    0.85 * rate,
                    "refused again after %d accepted in %.0f s",
                    reading.passed(),
                    reading.seconds());
        }
        if (quota.explains(rate)) {
            double within = KEEPS_WITHIN * quota.rate();
            bracket.refusedAt(rate, now);
            bracket.atMost(within);
            return found(
                    Math.min(within, rate),
                    "the window of %d messages ended early",
                    quota.messages());
        }
        bracket.refusedAt(rate, now);
        bracket.forgetCertified();
        return found(
                (isDear ? 0.7 : 0.85) * rate,
                "the limit fell: %d accepted in %.0f s",
                reading.passed(),
                reading.seconds());
    }

    private double error(double passed) {
        return quota.isKnown() ? 0.06 : Math.max(0.012, Counts.error(passed));
    }

    private static Finding found(double rate, String format, Object... values) {
        return new Finding(rate, String.format(Locale.ROOT, format, values));
    }

    /// @return the rate to go on at
    double restore(LaneState state, long now) {
        double rate =
                state.certified() > 0 ? Math.min(state.rate(), state.certified()) : state.rate();
        if (Double.isInfinite(state.refused())) {
            bracket.certify(state.certified(), false, now);
        } else {
            bracket.between(
                    state.certified() > 0 ? rate : 0,
                    Math.max(state.refused(), 1.02 * rate),
                    now - Seconds.nanos(state.refusedAge()));
            bracket.doubts(state.doubt());
        }
        bucket.is(state.burst());
        refusals = state.refusals();
        if (state.quotaMessages() > 0) {
            quota.restore(state.quotaMessages(), state.quotaWindow());
            bracket.holdsStill();
        }
        return rate;
    }
}
