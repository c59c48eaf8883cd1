package org.restante.record.report;

import java.util.TreeMap;

/// Counts by the hour.
final class HourCounts {
    private static final long HOUR = 3_600_000;

    private final TreeMap<Long, long[]> counts = new TreeMap<>();

    /// When the hour counted last began.
    private long lastFrom = Long.MAX_VALUE;

    private long[] last = new long[1];

    void add(long time) {
        if (time < lastFrom || time >= lastFrom + HOUR) {
            long hour = Math.floorDiv(time, HOUR);
            last = counts.computeIfAbsent(hour, ignored -> new long[1]);
            lastFrom = hour * HOUR;
        }
        last[0]++;
    }

    /// The count of `[from, to)`, milliseconds since the epoch, both on the hour.
    long between(long from, long to) {
        return counts.subMap(Math.floorDiv(from, HOUR), Math.floorDiv(to, HOUR)).values().stream()
                .mapToLong(count -> count[0])
                .sum();
    }
}
