package org.restante.app.duty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How people stand to an incident.
///
/// @param assignee whose it is
/// @param mutedUntil nobody is told of it before then
/// @param reviewAt when somebody should look at it again
public record Work(
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable String assignee,
        @Nullable Instant mutedUntil,
        @Nullable String mutedBy,
        @Nullable Instant reviewAt) {
    static final Work NONE = new Work(null, null, null, null, null, null);

    Work acknowledged(String by, Instant at) {
        return new Work(by, at, assignee, mutedUntil, mutedBy, reviewAt);
    }

    Work assigned(@Nullable String to) {
        return new Work(acknowledgedBy, acknowledgedAt, to, mutedUntil, mutedBy, reviewAt);
    }

    Work muted(@Nullable Instant until, @Nullable String by) {
        return new Work(acknowledgedBy, acknowledgedAt, assignee, until, by, reviewAt);
    }

    Work reviewedAt(@Nullable Instant at) {
        return new Work(acknowledgedBy, acknowledgedAt, assignee, mutedUntil, mutedBy, at);
    }

    /// Whether nobody is to be told of it now.
    public boolean isMuted(Instant now) {
        return mutedUntil != null && now.isBefore(mutedUntil);
    }
}
