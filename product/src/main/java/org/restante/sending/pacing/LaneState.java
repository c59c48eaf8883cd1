package org.restante.sending.pacing;

/// What a lane has learnt, to be kept between restarts. Rates are messages a second; times are seconds that had passed, or were
/// left, when it was saved.
///
/// @param rate infinite before the first refusal where no first rate is known
/// @param burst messages taken at once after a rest; below 0 when unknown
/// @param refusedAge since the limit was last met
/// @param pauseLeft 0 when the lane was open
/// @param pause the whole of it
/// @param connectsPerMinute infinite when none is known
/// @param doubt odds that `refused` is no limit
public record LaneState(
        double rate,
        double certified,
        double refused,
        double refusedAge,
        double burst,
        int refusals,
        int quotaMessages,
        double quotaWindow,
        double pauseLeft,
        double pause,
        double connectsPerMinute,
        double latency,
        double doubt) {
    /// The same so many seconds later.
    public LaneState aged(double passed) {
        return new LaneState(
                rate,
                certified,
                refused,
                refusedAge + passed,
                burst,
                refusals,
                quotaMessages,
                quotaWindow,
                Math.max(0, pauseLeft - passed),
                pause,
                connectsPerMinute,
                latency,
                doubt);
    }

    /// The same, when whatever pause there was has passed.
    public LaneState opened() {
        return new LaneState(
                rate,
                certified,
                refused,
                refusedAge,
                burst,
                refusals,
                quotaMessages,
                quotaWindow,
                0,
                0,
                connectsPerMinute,
                latency,
                doubt);
    }
}
