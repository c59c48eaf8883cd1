package org.restante.app.api;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Whether who reads a stream may read on, asked every now and then. For one thread.
final class Standing {
    private static final long EACH_NANOS = Duration.ofMillis(200).toNanos();

    private final BooleanSupplier stands;
    private final LongSupplier ticker;
    private long asked;
    private boolean over;

    Standing(BooleanSupplier stands, LongSupplier ticker) {
        this.stands = stands;
        this.ticker = ticker;
        asked = ticker.getAsLong();
    }

    boolean isOver() {
        long now = ticker.getAsLong();
        if (!over && now - asked >= EACH_NANOS) {
            asked = now;
            over = !stands.getAsBoolean();
        }
        return over;
    }
}
