package org.restante.app.hooks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after a failed try: 5 s, 15 s, 45 s, 2 min 15 s, 7 min, 20 min, 1 h, 3 h, then 4 h each, a fifth more or less by chance.
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int FACTOR = 3;
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final double JITTER = 0.2;

    private Backoff() {}

    /// @param failures so far, from 1 up
    static Duration after(int failures, RandomGenerator chance) {
        double millis = FIRST.toMillis() * Math.pow(FACTOR, Math.max(0, failures - 1));
        double bound = Math.min(millis, (double) LONGEST.toMillis());
        return Duration.ofMillis((long) (bound * (1 - JITTER + 2 * JITTER * chance.nextDouble())));
    }
}
