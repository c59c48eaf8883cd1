package org.restante.record.report;

import java.time.Duration;

/// Delays in steps of an eighth of an octave, as a [DelaySketch] counts them: counts by step add up over any hours, and a quantile of them is
/// within 6.3 % of the true one.
public final class DelaySteps {
    private DelaySteps() {}

    /// The step a delay belongs to; what is beyond 24 days counts as 24 days.
    public static int of(long millis) {
        return DelaySketch.bucket((int) Math.clamp(millis, 0, Integer.MAX_VALUE));
    }

    /// The delay that stands for a step.
    public static Duration middle(int step) {
        return Duration.ofMillis(Math.round(DelaySketch.middle(step)));
    }
}
