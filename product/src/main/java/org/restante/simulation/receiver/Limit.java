package org.restante.simulation.receiver;

import java.time.Duration;

/// How many messages a receiver takes from one source (or from all together).
public sealed interface Limit {
    /// As many as come.
    record None() implements Limit {}

    /// A token bucket: `perSecond` messages a second, `burst` at once.
    ///
    /// @param early whether it refuses at random already when less than half full, the more the emptier
    record Bucket(double perSecond, double burst, boolean early) implements Limit {
        public Bucket {
            positive(perSecond, "messages a second");
            positive(burst, "burst");
        }
    }

    /// So many messages in each window; windows begin at multiples of their length.
    record FixedWindow(double messages, Duration length) implements Limit {
        public FixedWindow {
            positive(messages, "messages a window");
            positive(length.toNanos(), "window");
        }
    }

    /// So many messages in any span of this length.
    record SlidingWindow(double messages, Duration length) implements Limit {
        public SlidingWindow {
            positive(messages, "messages a window");
            positive(length.toNanos(), "window");
        }
    }

    /// A quota for each day that grows after a day on which enough of it was used: a receiver that must get to know a source.
    ///
    /// @param first messages on the first day
    /// @param growth what the quota is multiplied by
    /// @param used the part of the day's quota that must have been used
    record Daily(int first, double growth, double used) implements Limit {
        public Daily {
            positive(first, "messages a day");
            positive(growth, "growth");
        }
    }

    /// Messages a second in the long run, at the base; infinite where nothing limits.
    default double perSecond() {
        return switch (this) {
            case None _ -> Double.POSITIVE_INFINITY;
            case Bucket bucket -> bucket.perSecond;
            case FixedWindow window -> window.messages / seconds(window.length);
            case SlidingWindow window -> window.messages / seconds(window.length);
            case Daily daily -> daily.first / 86_400.0;
        };
    }

    /// The same at a moment: a quota that grows is taken to have been used each day.
    default double perSecondAt(long now) {
        return switch (this) {
            case Daily daily ->
                    daily.perSecond()
                            * StrictMath.pow(daily.growth, now / (86_400L * 1_000_000_000L));
            case None _, Bucket _, FixedWindow _, SlidingWindow _ -> perSecond();
        };
    }

    private static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }

    private static void positive(double value, String what) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " must be more than 0: " + value);
        }
    }
}
