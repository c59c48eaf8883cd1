package org.restante.sending.warmup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a warming up stands, to be kept between restarts.
///
/// @param day of the plan, from 1
/// @param date the day that is counted (UTC)
/// @param first when the day's first mail left; null before
/// @param lastUsed the last day with mail
/// @param isOver whether the source is warm at this receiver
/// @param history the latest days last
public record WarmupState(
        int day,
        LocalDate date,
        int used,
        int attempts,
        int refused,
        @Nullable Instant first,
        @Nullable Complaints complaints,
        LocalDate lastUsed,
        boolean isOver,
        List<Turned> history) {
    public WarmupState {
        history = List.copyOf(history);
    }

    /// On the plan's first day, or a later one.
    public static WarmupState at(int day, LocalDate today) {
        return new WarmupState(day, today, 0, 0, 0, null, null, today, false, List.of());
    }
}
