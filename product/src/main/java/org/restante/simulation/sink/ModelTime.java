package org.restante.simulation.sink;

import java.util.function.LongSupplier;

/// The time a receiver lives in: nanoseconds since it began, which may pass faster than ours.
///
/// @param ticker our monotonic clock in nanoseconds
/// @param began when the model's time began, by that clock
/// @param speed seconds of the model in one of ours
public record ModelTime(LongSupplier ticker, long began, double speed) {
    public ModelTime {
        if (!(speed > 0 && speed <= 100_000)) {
            throw new IllegalArgumentException(
                    "time passes more than 0 and at most 100,000 times as fast as ours: " + speed);
        }
    }

    public static ModelTime beginningNow(LongSupplier ticker, double speed) {
        return new ModelTime(ticker, ticker.getAsLong(), speed);
    }

    public long now() {
        return (long) ((ticker.getAsLong() - began) * speed);
    }

    /// How long a span of the model's time is in ours.
    public long ours(double nanos) {
        return (long) (nanos / speed);
    }
}
