package org.restante.sending.warmup;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a warming up stands, for people.
///
/// @param today plan and actual of today
/// @param days of the whole plan
/// @param underWay recipients that are being tried
/// @param room recipients that may leave now
/// @param nextIn until there is room; zero when there is
/// @param isOver whether the source is warm
public record WarmupStanding(
        String plan,
        DayCount today,
        int days,
        int underWay,
        int room,
        Duration nextIn,
        boolean isOver,
        @Nullable Complaints complaints,
        List<Turned> history) {
    public WarmupStanding {
        history = List.copyOf(history);
    }
}
