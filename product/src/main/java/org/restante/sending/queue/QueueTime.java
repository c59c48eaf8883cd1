package org.restante.sending.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The queue's own time: the clock's at the start, and from there on what has passed, whatever becomes of the clock.
final class QueueTime {
    private final long startMillis;
    private final long startTick;
    private final LongSupplier ticker;

    QueueTime(InstantSource clock, LongSupplier ticker) {
        startMillis = clock.millis();
        startTick = ticker.getAsLong();
        this.ticker = ticker;
    }

    long millis() {
        return startMillis + (ticker.getAsLong() - startTick) / 1_000_000;
    }

    Instant now() {
        return Instant.ofEpochMilli(millis());
    }
}
