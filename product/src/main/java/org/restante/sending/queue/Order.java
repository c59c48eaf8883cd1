package org.restante.sending.queue;

import java.time.Instant;
import java.util.UUID;

/// An act on record, and how far it has come.
///
/// @param done recipients it was done to
/// @param seen messages it has looked at
public record Order(UUID id, Act act, By by, Instant at, long done, long seen, Progress progress) {
    /// How it stands.
    public enum Progress {
        /// It holds until it is taken back or its time is over.
        STANDS,
        /// It is going through the mail.
        RUNS,
        OVER
    }

    Order with(long nowDone, long nowSeen, Progress now) {
        return new Order(id, act, by, at, nowDone, nowSeen, now);
    }
}
