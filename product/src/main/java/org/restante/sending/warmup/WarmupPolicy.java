package org.restante.sending.warmup;

import java.time.Duration;

/// What the operator has decided for the warming up of a source.
///
/// @param spread over how much of the day its plan is let go evenly, from the day's first mail on
/// @param waitAtMost how long mail waits before it leaves by a warm source, where [WhenFull#WAIT] holds
/// @param mostDeferred refusals that speak of us among all attempts of a clean day, at most; a share
/// @param mostComplaints complaints among the delivered of a clean day, at most; a share
public record WarmupPolicy(
        Plan plan,
        Duration spread,
        WhenFull whenFull,
        Duration waitAtMost,
        WithoutComplaints withoutComplaints,
        double mostDeferred,
        double mostComplaints) {
    /// Six hours: a newsletter of the morning is out by the afternoon. A day: a third of the lifetime of bulk mail. Five per cent: below
    /// it receivers are as they always are. 0.05 per cent: half of what the largest of them ask bulk senders to stay below.
    public static WarmupPolicy of(Plan plan) {
        return new WarmupPolicy(
                plan,
                Duration.ofHours(6),
                WhenFull.WAIT,
                Duration.ofHours(24),
                WithoutComplaints.HOLD,
                0.05,
                0.0005);
    }

    public WarmupPolicy with(Plan other) {
        return new WarmupPolicy(
                other,
                spread,
                whenFull,
                waitAtMost,
                withoutComplaints,
                mostDeferred,
                mostComplaints);
    }
}
