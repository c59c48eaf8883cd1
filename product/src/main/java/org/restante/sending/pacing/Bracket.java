package org.restante.sending.pacing;

/// What is believed of a hidden limit, in messages a second: at least `certified`, which was seen to pass; below `refused`, where it
/// did not. Between them, and a little beyond as time goes by, it may be anywhere.
final class Bracket {
    /// How far the logarithm of a limit drifts in an hour (standard deviation: its square grows with time).
    private static final double DRIFT = 0.10;

    /// In so many hours a limit has been set anew with odds of e - 1.
    private static final double JUMP_HOURS = 24;

    private static final double JUMP_FACTOR = Math.log(4);

    /// Of a limit nobody has met yet, any of so many times the present rate is as likely as another.
    private static final double OPEN_FACTOR = Math.log(30);

    private static final int MOST_RISES = 2;

    private double certified;
    private double refused = Double.POSITIVE_INFINITY;
    private long refusedAt;

    /// How often in a row what was refused before has passed.
    private int rises;

    double certified() {
        return certified;
    }

    double refused() {
        return refused;
    }

    boolean isOpen() {
        return Double.isInfinite(refused);
    }

    long refusedAt() {
        return refusedAt;
    }

    void between(double low, double high, long now) {
        certified = low;
        refused = Math.max(high, low * 1.0001);
        refusedAt = now;
        rises = 0;
    }

    void refusedAt(double rate, long now) {
        refused = rate;
        certified = Math.min(certified, rate);
        refusedAt = now;
        rises = 0;
    }

    void is(double low, double high, long now) {
        certified = low;
        refused = high;
        refusedAt = now;
    }

    void atMost(double rate) {
        certified = Math.min(certified, rate);
    }

    void forgetCertified() {
        certified = 0;
    }

    /// A rate has been kept up without a refusal.
    ///
    /// @return whether it has passed what was refused before: the limit has risen
    boolean certify(double rate, long now) {
        if (rate <= certified) {
            return false;
        }
        certified = rate;
        if (isOpen() || rate < refused) {
            return false;
        }
        rises = Math.min(rises + 1, MOST_RISES);
        refused = rate * Math.pow(4, rises);
        refusedAt = now;
        return true;
    }

    /// How many times `refused` is `certified`; infinite when either is unknown.
    double width() {
        return certified <= 0 ? Double.POSITIVE_INFINITY : refused / certified;
    }

    /// Odds that the limit is below a rate that is `1 + step` times the present one.
    double oddsOfRefusal(double rate, double step, long now) {
        double more = Math.log1p(step);
        if (isOpen()) {
            return Math.min(1, more / OPEN_FACTOR);
        }
        double hours = Math.max(0, Seconds.of(now - refusedAt)) / Seconds.HOUR;
        double low =
                Math.log(
                        Math.max(
                                1e-9, Math.min(certified <= 0 ? rate : certified, refused * 0.98)));
        double high = Math.log(refused);
        double deviation = Math.sqrt((high - low) * (high - low) / 12 + DRIFT * DRIFT * hours);
        double jumped = 1 - Math.exp(-hours / JUMP_HOURS);
        double stayed =
                Normal.below(
                        (Math.log(rate) + more - (low + high) / 2) / Math.max(1e-6, deviation));
        return (1 - jumped) * stayed + jumped * Math.min(1, 0.5 + 0.5 * more / JUMP_FACTOR);
    }
}
