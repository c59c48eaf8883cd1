package org.restante.app.duty;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.insight.response.Action;

/// Something that was done about an incident.
///
/// @param id of the order that the queue follows
/// @param slowBy percent; 100 for a pause
/// @param source whose mail it concerns, null for all
/// @param by `restante`, or the person
/// @param until when it ends by itself
/// @param undoneBy who took it back; null while it stands, or when its time was over
public record Deed(
        UUID id,
        Action action,
        int slowBy,
        @Nullable String source,
        String words,
        String by,
        String reason,
        Instant at,
        @Nullable Instant until,
        boolean stands,
        @Nullable String undoneBy) {
    boolean isOurs() {
        return by.equals(Casebook.SELF);
    }

    /// Whether it does as much as is asked for.
    boolean covers(Action asked, int percent) {
        return stands && action.compareTo(asked) >= 0 && slowBy >= percent;
    }

    /// It does not stand any more.
    Deed over(@Nullable String undone) {
        return new Deed(id, action, slowBy, source, words, by, reason, at, until, false, undone);
    }
}
