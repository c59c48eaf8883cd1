package org.restante.sending.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Belief;
import org.restante.sending.warmup.WarmupStanding;

/// How a lane stands, for people.
///
/// @param connections that may stand now
/// @param readyBuckets buckets with due mail
/// @param isPaused by a person
/// @param isClosed by a refusal; half-open when `closedFor` is over
/// @param closedFor until the next canary
/// @param lastRefusal of the lane; null when it was never refused
/// @param counts since the server began
/// @param belief what the pace holds true of the receiver; null when it holds nothing
/// @param lastStep the last automatic action of the pace; null when there was none
/// @param warmup null where the source is not being warmed up here
/// @param aside null where nothing is set aside
public record LaneStanding(
        String site,
        String source,
        @Nullable String provider,
        int sessions,
        int connections,
        int readyBuckets,
        boolean isPaused,
        boolean isClosed,
        Duration closedFor,
        @Nullable Refusal lastRefusal,
        Counts counts,
        @Nullable Belief belief,
        @Nullable Step lastStep,
        @Nullable WarmupStanding warmup,
        @Nullable Aside aside) {
    /// Mail that the site does not take for now, while it takes other: its stream is refused, or its domain asks for TLS that the hosts do not have.
    ///
    /// @param recipients that wait so
    /// @param next until one message tries
    public record Aside(long recipients, Duration next) {}

    /// @param sentence what was done, and why, in numbers
    public record Step(String sentence, Duration ago) {}

    /// Recipients tried since the server began, by what came of it.
    public record Counts(long delivered, long deferred, long bounced) {}

    /// @param text the reply, its lines joined by `\n`
    public record Refusal(String text, Verdict verdict, Duration ago) {}
}
