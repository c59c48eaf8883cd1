package org.restante.simulation.receiver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/// How much of a [Limit] one source has used. `factor` is what the limit is multiplied by at the moment: the hour, a step, the
/// source's standing.
sealed interface Gauge {
    double ROUNDING = 1e-9;

    /// Whether one more message is taken; if so it is counted.
    ///
    /// @param charges whether a refused message counts too
    boolean take(long now, double factor, boolean charges, RandomGenerator chance);

    /// The message counted last came to nothing.
    void giveBack();

    /// When one more would be taken, if nothing else is sent; now when at once.
    ///
    /// @param kept messages a second that others need until the window ends
    long next(long now, double factor, double kept);

    static Gauge of(Limit limit, long now) {
        return switch (limit) {
            case Limit.None _ -> new Open();
            case Limit.Bucket bucket -> new Tokens(bucket, now);
            case Limit.FixedWindow window -> new Fixed(window);
            case Limit.SlidingWindow window -> new Sliding(window);
            case Limit.Daily daily -> new Days(daily);
        };
    }

    /// Nothing limits.
    final class Open implements Gauge {
        @Override
        public boolean take(long now, double factor, boolean charges, RandomGenerator chance) {
            return true;
        }

        @Override
        public void giveBack() {}

        @Override
        public long next(long now, double factor, double kept) {
            return now;
        }
    }

    /// The tokens of a bucket.
    final class Tokens implements Gauge {
        private final Limit.Bucket bucket;
        private double tokens;
        private long at;

        Tokens(Limit.Bucket bucket, long now) {
            this.bucket = bucket;
            tokens = bucket.burst();
            at = now;
        }

        private void fill(long now, double factor) {
            tokens =
                    Math.min(
                            bucket.burst(),
                            tokens + (now - at) / 1e9 * bucket.perSecond() * factor);
            at = now;
        }

        @Override
        public boolean take(long now, double factor, boolean charges, RandomGenerator chance) {
            fill(now, factor);
            boolean taken = tokens >= 1 - ROUNDING;
            double fullness = tokens / bucket.burst();
            if (taken && bucket.early() && fullness < 0.5) {
                taken = chance.nextDouble() >= 0.5 - fullness;
            }
            if (taken || charges) {
                tokens = Math.max(-bucket.burst(), tokens - 1);
            }
            return taken;
        }

        @Override
        public void giveBack() {
            tokens++;
        }

        @Override
        public long next(long now, double factor, double kept) {
            fill(now, factor);
            double wanted = bucket.early() ? Math.max(1, bucket.burst() / 2) : 1;
            if (tokens >= wanted - ROUNDING) {
                return now;
            }
            double rate = bucket.perSecond() * factor;
            return now + Math.max(1, (long) Math.ceil((wanted - tokens) / rate * 1e9));
        }
    }

    /// The count of the window that now is.
    final class Fixed implements Gauge {
        private final Limit.FixedWindow window;
        private final long length;
        private long index = -1;
        private int count;

        Fixed(Limit.FixedWindow window) {
            this.window = window;
            length = window.length().toNanos();
        }

        private void turn(long now) {
            if (now / length != index) {
                index = now / length;
                count = 0;
            }
        }

        private double quota(double factor) {
            return Math.floor(window.messages() * factor + ROUNDING);
        }

        @Override
        public boolean take(long now, double factor, boolean charges, RandomGenerator chance) {
            turn(now);
            boolean taken = count < quota(factor);
            if (taken || charges) {
                count++;
            }
            return taken;
        }

        @Override
        public void giveBack() {
            count--;
        }

        @Override
        public long next(long now, double factor, double kept) {
            turn(now);
            long end = (index + 1) * length;
            return count + reserve(kept, end - now, 1.3) < quota(factor) ? now : end;
        }
    }

    /// When each message of the last window was taken.
    final class Sliding implements Gauge {
        private final Limit.SlidingWindow window;
        private final long length;
        private final ArrayDeque<Long> taken = new ArrayDeque<>();

        Sliding(Limit.SlidingWindow window) {
            this.window = window;
            length = window.length().toNanos();
        }

        private void forget(long now) {
            while (!taken.isEmpty() && taken.getFirst() <= now - length) {
                taken.removeFirst();
            }
        }

        @Override
        public boolean take(long now, double factor, boolean charges, RandomGenerator chance) {
            forget(now);
            boolean fits = taken.size() < window.messages() * factor;
            if (fits || charges) {
                taken.addLast(now);
            }
            return fits;
        }

        @Override
        public void giveBack() {
            taken.pollLast();
        }

        @Override
        public long next(long now, double factor, double kept) {
            forget(now);
            boolean fits = taken.size() + reserve(kept, length, 1.3) < window.messages() * factor;
            return fits || taken.isEmpty() ? now : taken.getFirst() + length;
        }
    }

    /// The count of the day.
    final class Days implements Gauge {
        private static final long DAY = Duration.ofDays(1).toNanos();

        private final Limit.Daily daily;
        private long day;
        private double quota;
        private int count;

        Days(Limit.Daily daily) {
            this.daily = daily;
            quota = daily.first();
        }

        private void turn(long now) {
            for (; day < now / DAY; day++) {
                if (count >= quota * daily.used()) {
                    quota *= daily.growth();
                }
                count = 0;
            }
        }

        @Override
        public boolean take(long now, double factor, boolean charges, RandomGenerator chance) {
            turn(now);
            boolean taken = count < quota;
            if (taken || charges) {
                count++;
            }
            return taken;
        }

        @Override
        public void giveBack() {
            count--;
        }

        @Override
        public long next(long now, double factor, double kept) {
            turn(now);
            long end = (day + 1) * DAY;
            return count + reserve(kept, end - now, 1.2) < quota ? now : end;
        }
    }

    /// What is kept free for those who need `kept` messages a second, with `margin` and two to spare; nothing where they need none.
    private static double reserve(double kept, long span, double margin) {
        return kept == 0 ? 0 : Math.ceil(kept * span / 1e9 * margin + 2);
    }
}
