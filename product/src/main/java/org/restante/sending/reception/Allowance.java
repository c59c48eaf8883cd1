package org.restante.sending.reception;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// How many recipients a client has had: in the last sixty minutes, in the last twenty-four hours. Counted by the minute and by the hour.
/// Guarded by itself.
final class Allowance {
    private static final int VERSION = 1;
    private static final int MINUTES = 60;
    private static final int HOURS = 24;
    private static final long MINUTE = 60_000_000_000L;
    private static final int OCTETS = 1 + Long.BYTES + (MINUTES + HOURS) * Integer.BYTES;

    private final Window hour = new Window(MINUTES, MINUTE);
    private final Window day = new Window(HOURS, 60 * MINUTE);
    private boolean isChanged;

    /// Takes one recipient; false when there is none left.
    ///
    /// @param now nanoseconds of a monotonic clock
    synchronized boolean take(OptionalLong hourly, OptionalLong daily, long now) {
        if (hourly.isPresent() && hour.sum(now) >= hourly.getAsLong()
                || daily.isPresent() && day.sum(now) >= daily.getAsLong()) {
            return false;
        }
        hour.add(0, 1, now);
        day.add(0, 1, now);
        isChanged = true;
        return true;
    }

    /// Gives back what a message that came to nothing had taken.
    synchronized void giveBack(int recipients, long now) {
        hour.takeBack(recipients, now);
        day.takeBack(recipients, now);
        isChanged = true;
    }

    /// Whether something was taken since this was last asked.
    synchronized boolean isChanged() {
        boolean was = isChanged;
        isChanged = false;
        return was;
    }

    /// The counts as they are kept through a restart.
    ///
    /// @param wall milliseconds of the clock that goes on while the server is down
    synchronized byte[] toBytes(long now, long wall) {
        var bytes = ByteBuffer.allocate(OCTETS).put((byte) VERSION).putLong(wall);
        hour.write(bytes, now);
        day.write(bytes, now);
        return bytes.array();
    }

    /// What was kept, older by the time that has passed since.
    static Allowance of(byte[] kept, long now, long wall) {
        var allowance = new Allowance();
        var bytes = ByteBuffer.wrap(kept);
        if (kept.length == OCTETS && bytes.get() == VERSION) {
            // A clock that was set back makes nothing younger.
            long past = Math.max(0, wall - bytes.getLong()) * 1_000_000;
            allowance.hour.read(bytes, past, now);
            allowance.day.read(bytes, past, now);
        }
        return allowance;
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

        /// @param age in stretches
        void add(int age, int count, long now) {
            pass(now);
            counts[slot(age)] += count;
            sum += count;
        }

        /// Out of the newest first.
        void takeBack(int count, long now) {
            pass(now);
            int left = count;
            for (int age = 0; age < counts.length && left > 0; age++) {
                int here = Math.min(left, counts[slot(age)]);
                counts[slot(age)] -= here;
                sum -= here;
                left -= here;
            }
        }

        private int slot(int age) {
            return (int) Math.floorMod(newest - age, (long) counts.length);
        }

        void write(ByteBuffer bytes, long now) {
            pass(now);
            for (int age = 0; age < counts.length; age++) {
                bytes.putInt(counts[slot(age)]);
            }
        }

        void read(ByteBuffer bytes, long past, long now) {
            for (int age = 0; age < counts.length; age++) {
                int count = Math.max(0, bytes.getInt());
                long older = age + past / length;
                if (older < counts.length) {
                    add((int) older, count, now);
                }
            }
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
