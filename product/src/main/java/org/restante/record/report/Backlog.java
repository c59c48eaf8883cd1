package org.restante.record.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Recipients still waiting when the log ended.
///
/// @param key a provider or a recipient domain, as `by` says
/// @param perHour growth over the last hour of the log; negative when it drains, null when the log is too short to tell
/// @param oldest when the oldest of them entered the queue, null when unknown
/// @param listed whether this comes from a queue listing given beside the log, not from the log itself
public record Backlog(
        By by,
        String key,
        long waiting,
        @Nullable Double perHour,
        @Nullable Instant oldest,
        boolean listed) {
    /// What the key is.
    public enum By {
        PROVIDER,
        DOMAIN
    }
}
