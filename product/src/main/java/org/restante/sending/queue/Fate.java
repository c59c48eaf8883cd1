package org.restante.sending.queue;

import java.time.Instant;

/// What becomes of a recipient after an attempt.
sealed interface Fate {
    /// The next host has it.
    record Delivered() implements Fate {}

    /// Tried again then, by its own schedule.
    record Retried(Instant due) implements Fate {}

    /// The lane was refused: it keeps its place and its attempts.
    record Kept() implements Fate {}

    /// Refused for good: returned to its sender.
    record Bounced() implements Fate {}

    /// Its time is over.
    record Expired() implements Fate {}
}
