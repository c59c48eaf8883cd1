package org.restante.app.terminal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A lane as the running server tells of it.
///
/// @param state `open`, `closed` or `paused`
/// @param delivered recipients since the server started, as the next two
/// @param closedUntil when the next canary goes
/// @param cause what its last refusal means
/// @param refusal the reply
public record LaneRow(
        String site,
        String source,
        @Nullable String provider,
        String state,
        long waiting,
        int sessions,
        int connections,
        long delivered,
        long deferred,
        long bounced,
        @Nullable Instant closedUntil,
        @Nullable String cause,
        @Nullable String refusal) {
    String name() {
        return site + "@" + source;
    }

    long attempts() {
        return delivered + deferred + bounced;
    }
}
