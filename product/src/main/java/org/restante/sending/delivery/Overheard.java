package org.restante.sending.delivery;

import java.util.Optional;
import java.util.UUID;

/// A line of a conversation with a receiver.
///
/// @param atNanos by the monotonic clock
/// @param session one connection's id, as events have it
/// @param message the one under way; empty before and between
public record Overheard(
        long atNanos,
        String session,
        String site,
        String source,
        String host,
        Optional<UUID> message,
        Side side,
        String text) {
    /// Who spoke.
    public enum Side {
        /// We did.
        US,
        /// The receiver did.
        THEM,
        /// Nobody: what happened beside the words.
        NOTE
    }
}
