package org.restante.sending.pacing;

/// What is believed of a hidden limit, in messages a second: at least `certified`, which was seen to pass; below `refused`, where it
/// did not. Between them, and a little beyond as time goes by, it may be anywhere.
final class Bracket {
    /// How far the logarithm of a limit drifts in an hour (standard deviation: its square grows with time), while nothing is known of it
    /// and at least.
    private static final double DRIFT = 0.10;

    private static final double LEAST_DRIFT = 0.05;

    /// How much less it drifts than was thought, when it is met where it was.
    private static final double STEADIER = 0.8;

    /// What is met no farther from what was certified is where it was.
    private static final double SAME = 0.06;

    /// What passed although it was held to be refused, for as long as a bucket may hide that, moves the bound by no more.
    private static final double A_LITTLE = 1.02;

    /// In so many hours a limit has been set anew with odds of e - 1.
    private static final double JUMP_HOURS = 24;

    private static final double JUMP_FACTOR = Math.log(4);

    /// Of a limit nobody has met yet, any of so many times the present rate is as likely as another.
    private static final double OPEN_FACTOR = Math.log(30);

    /// From this many times another on, a rate is no longer the same.
    static final double OTHER = 1.005;

    private static final int MOST_RISES = 2;

    /// Odds that one refusal had another reason than the pace, where the lane had room for much more and went at its ease.
    static final double DOUBTFUL = 0.5;

    private double certified;
    private double refused = Double.POSITIVE_INFINITY;
    private long refusedAt;

    /// What `refused` was when it was set, before what passed moved it a little.
    private double held = Double.POSITIVE_INFINITY;

    private double drift = DRIFT;

    /// How often in a row what was refused before has passed.
    private int rises;

    /// Odds that nothing is refused at `refused`.
    private double doubt;

    double certified() {
        return certified;
    }

    double refused() {
        return refused;
    }

    /// What was held to be refused when the limit was met.
    double held() {
        return held;
    }

    boolean isOpen() {
        return Double.isInfinite(refused);
    }

    long refusedAt() {
        return refusedAt;
    }

    double doubt() {
        return doubt;
    }

    /// Until it is met again, or more has passed than it would let pass.
    void doubts(double odds) {
        doubt = odds;
    }

    void between(double low, double high, long now) {
        certified = low;
        refuses(Math.max(high, low * 1.0001), now);
        rises = 0;
    }

    void refusedAt(double rate, long now) {
        refuses(rate, now);
        certified = Math.min(certified, rate);
        rises = 0;
    }

    private void refuses(double rate, long now) {
        refused = rate;
        held = rate;
        refusedAt = now;
        doubt = 0;
    }

    void is(double low, double high, long now) {
        certified = low;
        refuses(high, now);
    }

    void atMost(double rate) {
        certified = Math.min(certified, rate);
    }

    /// A quota is a number somebody has written down: it is set anew, but does not drift.
    void holdsStill() {
        drift = 0;
    }

    /// What was held to be refused had another reason.
    void isOpenAgain() {
        refused = Double.POSITIVE_INFINITY;
        held = refused;
        doubt = 0;
    }

    void forgetCertified() {
        certified = 0;
    }

    /// A rate has been kept up without a refusal.
    ///
    /// @param isBeyond whether more has passed than `refused` and a bucket would explain: the limit has risen
    void certify(double rate, boolean isBeyond, long now) {
        if (rate <= certified) {
            return;
        }
        certified = rate;
        if (isOpen() || rate < refused) {
            return;
        }
        if (isBeyond) {
            rises = Math.min(rises + 1, MOST_RISES);
            refuses(rate * Math.pow(4, rises), now);
            drift = DRIFT;
        } else {
            refused = A_LITTLE * rate;
        }
    }

    /// It was met once more.
    ///
    /// @param before what had been certified; 0 where nothing had
    /// @param found the rate to go on at
    void met(double before, double found) {
        boolean isThere = before > 0 && Math.abs(Math.log(found / before)) < SAME;
        drift = isThere ? Math.max(Math.min(drift, LEAST_DRIFT), STEADIER * drift) : DRIFT;
    }

    /// How many times `refused` is `certified`; infinite when either is unknown.
    double width() {
        return certified <= 0 ? Double.POSITIVE_INFINITY : refused / certified;
    }

    /// Odds that the limit is below a rate that is `1 + step` times the present one.
    double oddsOfRefusal(double rate, double step, long now) {
        double more = Math.log1p(step);
        double ofNone = Math.min(1, more / OPEN_FACTOR);
        return isOpen() ? ofNone : doubt * ofNone + (1 - doubt) * oddsOfMet(rate, more, now);
    }

    private double oddsOfMet(double rate, double more, long now) {
        double hours = Math.max(0, Seconds.of(now - refusedAt)) / Seconds.HOUR;
        double low =
                Math.log(
                        Math.max(
                                1e-9, Math.min(certified <= 0 ? rate : certified, refused * 0.98)));
        double high = Math.log(refused);
        double deviation = Math.sqrt((high - low) * (high - low) / 12 + drift * drift * hours);
        double jumped = 1 - Math.exp(-hours / JUMP_HOURS);
        double stayed =
                Normal.below(
                        (Math.log(rate) + more - (low + high) / 2) / Math.max(1e-6, deviation));
        return (1 - jumped) * stayed + jumped * Math.min(1, 0.5 + 0.5 * more / JUMP_FACTOR);
    }
}
