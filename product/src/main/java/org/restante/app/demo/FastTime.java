package org.restante.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// A time that passes faster than the machine's until it has caught up with it, and as the machine's from then on. It begins so far in
/// the past that nothing it shows lies in the future. Only [#skip] changes it.
final class FastTime implements InstantSource {
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final double speed;
    private final Instant first;
    private final long begin;

    /// Nanoseconds of the story, and those of ours that they last.
    private final long story;

    private final long lasts;

    /// Passed before the beginning, for nobody to see.
    private volatile long skipped;

    /// @param story how much time passes fast
    /// @param speed how many times as fast
    /// @param ticker the machine's monotonic nanoseconds
    FastTime(Duration story, double speed, InstantSource clock, LongSupplier ticker) {
        if (!(speed >= 1 && speed <= 1_000)) {
            throw new IllegalArgumentException(
                    "time passes 1 to 1,000 times as fast, not " + speed);
        }
        this.clock = clock;
        this.ticker = ticker;
        this.speed = speed;
        this.story = story.toNanos();
        begin = ticker.getAsLong();
        lasts = (long) (this.story / speed);
        first = clock.instant().minusNanos(this.story - lasts);
    }

    /// Monotonic nanoseconds of this time.
    long nanos() {
        return skipped + passed();
    }

    private long passed() {
        long ours = ticker.getAsLong() - begin;
        return ours < lasts ? (long) (ours * speed) : story + ours - lasts;
    }

    @Override
    public Instant instant() {
        long passed = passed();
        return passed < story ? first.plusNanos(passed) : clock.instant();
    }

    /// How much of the story has passed.
    Duration sinceBegin() {
        return Duration.ofNanos(passed());
    }

    /// How long a wait of this time is by the machine's; at the end of the story it is a little short.
    long ours(long nanos) {
        return passed() < story ? (long) (nanos / speed) : nanos;
    }

    /// Only for what counts nanoseconds: so much time is held to have passed.
    void skip(Duration time) {
        skipped += time.toNanos();
    }
}
