package org.restante.sending.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How old what waits was at a moment: recipients by the highest step of a ladder of ages that they had reached.
///
/// @param recipients who wait
/// @param oldest since the message came in whose recipients wait for longest; null where nobody waits whose age is known
/// @param onStep recipients on each step, the lowest first; the others have not reached the first
/// @param unknown recipients of whom it was not found out yet when they came in
public record AgeSteps(
        Instant at, long recipients, @Nullable Duration oldest, List<Long> onStep, long unknown) {
    public AgeSteps {
        onStep = List.copyOf(onStep);
    }

    /// Recipients that are known not to have reached the first step.
    public long underFirst() {
        return recipients - unknown - onStep.stream().mapToLong(Long::longValue).sum();
    }
}
