package org.restante.insight.incident;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was counted lately: each of the last minutes for itself, and, further back, stretches of a quarter of an hour.
final class Minutes {
    static final int KEPT = 128;
    static final int STRETCH = 15;
    private static final int STRETCHES = 16;

    private final Minute[] minutes = new Minute[KEPT];
    private final Stretch[] stretches = new Stretch[STRETCHES];

    static final class Minute {
        long minute = Long.MIN_VALUE;
        int[] attempts = new int[64];

        /// Of these, attempts of messages already counted among the refused.
        int[] repeats = new int[64];

        final Refusals refusals = new Refusals();

        void attempt(int crossing, boolean repeat) {
            attempts = Crossings.roomFor(attempts, crossing);
            attempts[crossing]++;
            if (repeat) {
                repeats = Crossings.roomFor(repeats, crossing);
                repeats[crossing]++;
            }
        }

        int attemptsAt(int crossing) {
            return crossing < attempts.length ? attempts[crossing] : 0;
        }

        int repeatsAt(int crossing) {
            return crossing < repeats.length ? repeats[crossing] : 0;
        }

        private void begin(long epochMinute) {
            minute = epochMinute;
            Arrays.fill(attempts, 0);
            Arrays.fill(repeats, 0);
            refusals.clear();
        }
    }

    static final class Stretch {
        long number = Long.MIN_VALUE;
        int[] attempts = new int[64];
        int[] repeats = new int[64];
        final int[][] refused = new int[Family.COUNT][];

        private void begin(long stretch) {
            number = stretch;
            Arrays.fill(attempts, 0);
            Arrays.fill(repeats, 0);
            Arrays.fill(refused, null);
        }

        void count(int crossing, boolean repeat, @Nullable Family family) {
            attempts = Crossings.roomFor(attempts, crossing);
            attempts[crossing]++;
            if (repeat) {
                repeats = Crossings.roomFor(repeats, crossing);
                repeats[crossing]++;
            }
            if (family != null) {
                int f = family.ordinal();
                var counts = refused[f] == null ? new int[attempts.length] : refused[f];
                refused[f] = Crossings.roomFor(counts, crossing);
                refused[f][crossing]++;
            }
        }

        int attemptsAt(int crossing) {
            return crossing < attempts.length ? attempts[crossing] : 0;
        }

        int repeatsAt(int crossing) {
            return crossing < repeats.length ? repeats[crossing] : 0;
        }

        int refusedAt(Family family, int crossing) {
            var counts = refused[family.ordinal()];
            return counts == null || crossing >= counts.length ? 0 : counts[crossing];
        }
    }

    /// The minute to count into; it must not be older than what is kept.
    Minute open(long epochMinute) {
        int i = (int) Math.floorMod(epochMinute, (long) KEPT);
        var minute = minutes[i];
        if (minute == null) {
            minute = minutes[i] = new Minute();
        }
        if (minute.minute != epochMinute) {
            minute.begin(epochMinute);
        }
        return minute;
    }

    /// What was counted in that minute, null when nothing was or it is too long ago.
    @Nullable Minute at(long epochMinute) {
        var minute = minutes[(int) Math.floorMod(epochMinute, (long) KEPT)];
        return minute == null || minute.minute != epochMinute ? null : minute;
    }

    Stretch openStretch(long number) {
        int i = (int) Math.floorMod(number, (long) STRETCHES);
        var stretch = stretches[i];
        if (stretch == null) {
            stretch = stretches[i] = new Stretch();
        }
        if (stretch.number != number) {
            stretch.begin(number);
        }
        return stretch;
    }

    @Nullable Stretch stretch(long number) {
        var stretch = stretches[(int) Math.floorMod(number, (long) STRETCHES)];
        return stretch == null || stretch.number != number ? null : stretch;
    }
}
