package org.restante.app.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Incident;
import org.restante.insight.response.Action;

/// An act that the response protocol would have done about an incident, had it been told to *act*, and what went on meanwhile without it.
///
/// @param slowBy percent; 100 for a pause
/// @param source whose mail it would have concerned, null for all
/// @param words as the queue would have been told
/// @param why what spoke for it
/// @param headline of the incident at that time
/// @param share the lower bound of the share of refusals that was counted
/// @param counted messages of which it is the share
/// @param perHour attempts an hour that it would have let through; null where it bounds connections alone
/// @param from when it would have begun
/// @param due when it would have ended by itself
/// @param until when it would have ended; null while it would stand
/// @param end why it would have ended then
/// @param attempts in the incident's scope that were made meanwhile
/// @param refusals among them
/// @param seenAttempts and seenRefusals: of the incident, when it was looked at last
public record ShadowAct(
        Action action,
        int slowBy,
        @Nullable String source,
        String words,
        String why,
        String headline,
        double share,
        long counted,
        @Nullable Integer perHour,
        Instant from,
        Instant due,
        @Nullable Instant until,
        @Nullable String end,
        long attempts,
        long refusals,
        long seenAttempts,
        long seenRefusals) {
    /// Whether it would stand.
    public boolean stands() {
        return until == null;
    }

    boolean covers(Action asked, int percent) {
        return stands() && action.compareTo(asked) >= 0 && slowBy >= percent;
    }

    /// How long it would have stood by then.
    public Duration lasted(Instant now) {
        return Duration.between(from, until == null ? now : until);
    }

    /// Attempts that it would have let through by then; empty where it bounds connections alone.
    public OptionalLong letThrough(Instant now) {
        return perHour == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(perHour * lasted(now).toMillis() / 3_600_000.0));
    }

    /// Attempts that were made and would not have been.
    public OptionalLong sparedAttempts(Instant now) {
        var through = letThrough(now);
        return through.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, attempts - through.getAsLong()));
    }

    /// Refusals among these, were they spread evenly.
    public OptionalLong sparedRefusals(Instant now) {
        var spared = sparedAttempts(now);
        return spared.isEmpty() || attempts == 0
                ? spared
                : OptionalLong.of(Math.round(spared.getAsLong() * (double) refusals / attempts));
    }

    /// With what went on since it was looked at last. The incident's counts begin anew after a restart.
    ShadowAct seeing(Incident incident) {
        return new ShadowAct(
                action,
                slowBy,
                source,
                words,
                why,
                headline,
                share,
                counted,
                perHour,
                from,
                due,
                until,
                end,
                attempts + Math.max(0, incident.attempts() - seenAttempts),
                refusals + Math.max(0, incident.refusals() - seenRefusals),
                incident.attempts(),
                incident.refusals());
    }

    ShadowAct over(Instant at, String reason) {
        return new ShadowAct(
                action,
                slowBy,
                source,
                words,
                why,
                headline,
                share,
                counted,
                perHour,
                from,
                due,
                at,
                reason,
                attempts,
                refusals,
                seenAttempts,
                seenRefusals);
    }
}
