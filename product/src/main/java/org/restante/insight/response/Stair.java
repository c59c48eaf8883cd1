package org.restante.insight.response;

import java.time.Duration;
import java.util.List;
import org.restante.meaning.verdict.NextStep;

/// A stair of persistence: what to do once refusals have lasted so long.
public record Stair(Duration after, List<NextStep> next, String step) {
    public Stair {
        next = List.copyOf(next);
    }
}
