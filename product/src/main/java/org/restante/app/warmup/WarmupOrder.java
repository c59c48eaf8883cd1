package org.restante.app.warmup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person has ordered for a source: to be warmed up, or not to be, whatever the settings say.
///
/// @param receiver null for all
/// @param plan by its name; null to stop
/// @param day of the plan on which it begins
record WarmupOrder(
        String source,
        @Nullable String receiver,
        @Nullable String plan,
        int day,
        String by,
        String reason,
        Instant at) {
    boolean concerns(String ofSource, String ofReceiver) {
        return source.equals(ofSource) && (receiver == null || receiver.equals(ofReceiver));
    }

    boolean starts() {
        return plan != null;
    }
}
