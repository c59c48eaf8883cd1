package org.restante.app.api;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Lets the journal be read through for an answer: by a few at once, fewer of them one's own, and for some seconds each. May be shared.
public final class Scans {
    static final int MOST = 4;
    static final int MOST_OF_ONE = 2;

    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final LongSupplier ticker;
    private final Places places = new Places(MOST, MOST_OF_ONE);

    /// @param ticker nanoseconds, monotonic
    public Scans(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// One that has begun.
    interface Scan extends AutoCloseable {
        /// Whether its time is over.
        boolean isOver();

        @Override
        void close();
    }

    /// Begins one.
    ///
    /// @throws Problem when there is no place for it now
    Scan begin(Call call) throws Problem {
        var place =
                places.take(call.holder())
                        .orElseThrow(() ->
                                Problem.of(
                                                ProblemKind.UNAVAILABLE,
                                                "the journal is read for other questions now")
                                        .retryAfter(RETRY));
        long end = ticker.getAsLong() + PATIENCE_NANOS;
        return new Scan() {
            @Override
            public boolean isOver() {
                return ticker.getAsLong() - end >= 0;
            }

            @Override
            public void close() {
                place.close();
            }
        };
    }

    /// What is said where the time was over before anything was found.
    static Problem unfinished() {
        return Problem.of(
                        ProblemKind.UNAVAILABLE,
                        "the journal could not be read through in "
                                + PATIENCE_NANOS / 1_000_000_000
                                + " seconds; so far it tells nothing of such a message")
                .retryAfter(RETRY);
    }
}
