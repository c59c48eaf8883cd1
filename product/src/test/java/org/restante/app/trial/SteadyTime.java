package org.restante.app.trial;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A time that passes faster than the machine's, moved by one thread. Where the machine is too busy to look at it often enough, it
/// passes slower, so that a busy machine makes no difference to what is tried.
final class SteadyTime implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-11-02T00:00:00Z");

    /// Of the machine's time no more passes between two looks.
    private static final long MOST = Duration.ofMillis(25).toNanos();

    /// So long, in nanoseconds of its own, it passes slower by this factor: what starts and is not compiled yet would else stall for minutes.
    private static final long SLOW_UNTIL = Duration.ofMinutes(6).toNanos();

    private static final double SLOWER = 5;

    private final double speed;
    private long looked = System.nanoTime();
    private volatile long passed;

    SteadyTime(double speed) {
        this.speed = speed;
    }

    /// Lets the time pass. One thread's.
    void look() {
        long now = System.nanoTime();
        passed +=
                (long)
                        (Math.min(now - looked, MOST)
                                * (passed < SLOW_UNTIL ? speed / SLOWER : speed));
        looked = now;
    }

    long nanos() {
        return passed;
    }

    double minutes() {
        return passed / 60e9;
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(passed);
    }

    static Instant at(double minutes) {
        return BEGIN.plusNanos((long) (minutes * 60e9));
    }

    /// How long a wait is by the machine's time.
    long ours(double nanos) {
        return (long) (nanos / speed);
    }
}
