package org.restante.record.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Until when a question is worth its answer.
///
/// @param ticker nanoseconds, monotonic
/// @param end of the ticker
record Deadline(ScheduledExecutorService clock, LongSupplier ticker, long end) {
    static Deadline in(ScheduledExecutorService clock, LongSupplier ticker, Duration time) {
        return new Deadline(clock, ticker, ticker.getAsLong() + time.toNanos());
    }

    /// One that ends when this part of what is left from now is over.
    ///
    /// @param part 0 to 1
    Deadline partly(double part) {
        long now = ticker.getAsLong();
        return new Deadline(clock, ticker, now + (long) ((end - now) * part));
    }

    boolean isOver() {
        return ticker.getAsLong() - end >= 0;
    }

    /// What ends with the statement.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// Calls the statement off when the time is over.
    Watch over(Statement statement) {
        var due =
                clock.schedule(
                        () -> {
                            try {
                                statement.cancel();
                            } catch (SQLException e) {
                                // It has ended meanwhile.
                            }
                        },
                        Math.max(0, end - ticker.getAsLong()),
                        TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }
}
