package org.restante.samples;

import java.util.Comparator;
import java.util.PriorityQueue;

/// Attempts in the order of their times, each of which may ask for another one later.
final class Retries {
    /// Makes an attempt; returns how long to wait for the next, or 0 when none is needed.
    @FunctionalInterface
    interface Attempt {
        long at(long time, int number);
    }

    private record Due(long time, int order, int number, Attempt attempt) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::time).thenComparing(Due::order));
    private int order;

    void add(long time, Attempt attempt) {
        due.add(new Due(time, order++, 1, attempt));
    }

    void run(long end) {
        for (var next = due.poll(); next != null && next.time < end; next = due.poll()) {
            long wait = next.attempt.at(next.time, next.number);
            if (wait > 0) {
                due.add(new Due(next.time + wait, order++, next.number + 1, next.attempt));
            }
        }
    }
}
