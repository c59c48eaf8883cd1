package org.restante.record.store;

import java.sql.SQLException;
import java.util.Arrays;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.report.DelaySteps;

/// Events counted by hour, cut, type, attempt and step of delay, before they are written. One thread's.
final class HourCounts {
    /// The attempt from which on all are counted together.
    private static final int LATER = 3;

    static final int NONE = Integer.MIN_VALUE;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    /// What is counted together, in three numbers each: letter and route; outcome and hours since 1970; attempt and step.
    private long[] keys = new long[3 * 1024];

    /// How often, at the same places; 0 where there is no key.
    private int[] counts = new int[1024];

    private int count;

    /// @param letter the numbers of what it shares with others
    void add(Event event, int letter, int route, int outcome) {
        add(event.time().toEpochMilli(), letter, route, outcome, tries(event), step(event));
    }

    /// @param tries the number of the attempt, or [#NONE]
    /// @param step of delay, or [#NONE]
    void add(long millis, int letter, int route, int outcome, int tries, int step) {
        if (2 * count >= counts.length) {
            grow();
        }
        put(
                pair(letter, route),
                pair(outcome, (int) Math.floorDiv(millis, HOUR_MILLIS)),
                pair(tries == NONE ? NONE : Math.min(tries, LATER), step),
                1);
    }

    private void put(long a, long b, long c, int times) {
        int at = slot(a, b, c);
        while (counts[at] != 0
                && (keys[3 * at] != a || keys[3 * at + 1] != b || keys[3 * at + 2] != c)) {
            at = at + 1 & counts.length - 1;
        }
        if (counts[at] == 0) {
            keys[3 * at] = a;
            keys[3 * at + 1] = b;
            keys[3 * at + 2] = c;
            count++;
        }
        counts[at] += times;
    }

    private int slot(long a, long b, long c) {
        long mixed = (a * 0x9e3779b97f4a7c15L ^ b) * 0xff51afd7ed558ccdL ^ c;
        mixed *= 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & counts.length - 1;
    }

    private void grow() {
        var before = keys;
        var times = counts;
        keys = new long[2 * before.length];
        counts = new int[2 * times.length];
        count = 0;
        for (int i = 0; i < times.length; i++) {
            if (times[i] != 0) {
                put(before[3 * i], before[3 * i + 1], before[3 * i + 2], times[i]);
            }
        }
    }

    private static long pair(int high, int low) {
        return (long) high << 32 | low & 0xffffffffL;
    }

    private static int high(long pair) {
        return (int) (pair >> 32);
    }

    private static int low(long pair) {
        return (int) pair;
    }

    /// Writes them, one row each, in the order of the columns of `hours`.
    void write(DuckDBAppender row) throws SQLException {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                write(row, i, began(i));
            }
        }
    }

    /// Whether there are some of hours before this, in milliseconds.
    boolean hasBefore(long end) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0 && began(i) < end) {
                return true;
            }
        }
        return false;
    }

    /// Writes those of hours before `end` as of their days.
    void writeDays(DuckDBAppender row, long end) throws SQLException {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0 && began(i) < end) {
                write(row, i, Math.floorDiv(began(i), DAY_MILLIS) * DAY_MILLIS);
            }
        }
    }

    /// When the hour began, in milliseconds.
    private long began(int i) {
        return low(keys[3 * i + 1]) * HOUR_MILLIS;
    }

    private void write(DuckDBAppender row, int i, long began) throws SQLException {
        row.beginRow();
        row.appendEpochMicros(began * 1_000);
        row.append(high(keys[3 * i]));
        row.append(low(keys[3 * i]));
        row.append(high(keys[3 * i + 1]));
        int tries = high(keys[3 * i + 2]);
        if (tries == NONE) {
            row.appendNull();
        } else {
            row.append((byte) tries);
        }
        int step = low(keys[3 * i + 2]);
        if (step == NONE) {
            row.appendNull();
        } else {
            row.append((short) step);
        }
        row.append((long) counts[i]);
        row.endRow();
    }

    void clear() {
        Arrays.fill(counts, 0);
        count = 0;
    }

    static boolean isSuspended(Event event) {
        return event.type() == EventType.HELD && event.attempt() != null;
    }

    /// The step of a delivery's delay, or [#NONE].
    private static int step(Event event) {
        var delay = delay(event);
        return delay == null ? NONE : DelaySteps.of(delay);
    }

    static @Nullable Long delay(Event event) {
        var tried = event.attempt();
        return event.type() == EventType.DELIVERED && tried != null ? tried.delayMs() : null;
    }

    private static int tries(Event event) {
        var tried = event.attempt();
        return event.type() == EventType.DELIVERED && tried != null && tried.number() != null
                ? tried.number()
                : NONE;
    }
}
