package org.restante.sending.reception;

import java.util.OptionalLong;

/// How many recipients a client may still have: so many in any sixty minutes, so many in any twenty-four hours. Counted by the
/// minute and by the hour, in memory: a restart begins anew. Guarded by itself.
final class Allowance {
    private static final long MINUTE = 60_000_000_000L;

    private final OptionalLong hourly;
    private final OptionalLong daily;
    private final Window hour = new Window(60, MINUTE);
    private final Window day = new Window(24, 60 * MINUTE);

    Allowance(OptionalLong hourly, OptionalLong daily) {
        this.hourly = hourly;
        this.daily = daily;
    }

    /// Takes one recipient; false when there is none left.
    ///
    /// @param now nanoseconds of a monotonic clock
    synchronized boolean take(long now) {
        if (hourly.isPresent() && hour.sum(now) >= hourly.getAsLong()
                || daily.isPresent() && day.sum(now) >= daily.getAsLong()) {
            return false;
        }
        hour.add(now);
        day.add(now);
        return true;
    }

    /// Counts of the last stretches of time.
    private static final class Window {
        private final int[] counts;
        private final long length;
        private long newest;
        private long sum;
        private boolean begun;

        Window(int stretches, long length) {
            counts = new int[stretches];
            this.length = length;
        }

        long sum(long now) {
            pass(now);
            return sum;
        }

        void add(long now) {
            pass(now);
            counts[(int) Math.floorMod(newest, (long) counts.length)]++;
            sum++;
        }

        private void pass(long now) {
            long at = Math.floorDiv(now, length);
            if (!begun) {
                begun = true;
                newest = at;
            }
            long steps = Math.min(at - newest, counts.length);
            for (long i = 1; i <= steps; i++) {
                int slot = (int) Math.floorMod(at - steps + i, (long) counts.length);
                sum -= counts[slot];
                counts[slot] = 0;
            }
            newest = Math.max(newest, at);
        }
    }
}
