package org.restante.insight.response;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.NextStep;

/// What the protocol would do.
///
/// @param slowBy percent by which concurrency and rate go down, 0 for none
/// @param connectionsOnly whether only connections need to become fewer: the sender's standing is not in question
/// @param pauseAtLeast how long no canary may go, as a rule demands; null where none does
/// @param oneCanary whether one message at a time tries the way while paused
/// @param keepTransactional whether transactional mail may go on alone
/// @param share the lower bound of the share that was counted
/// @param counted messages of which it is the share
/// @param stair the highest stair of persistence reached, null below the first
/// @param reason one sentence
public record Recommendation(
        Action action,
        int slowBy,
        boolean connectionsOnly,
        @Nullable Duration retryAtLeast,
        @Nullable Duration pauseAtLeast,
        boolean oneCanary,
        boolean keepTransactional,
        double share,
        long counted,
        @Nullable Stair stair,
        List<NextStep> next,
        List<String> look,
        String reason) {
    public Recommendation {
        next = List.copyOf(next);
        look = List.copyOf(look);
    }

    public Severity severity() {
        return action.severity();
    }
}
