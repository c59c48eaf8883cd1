package org.restante.record.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.report.DelaySteps;

/// Events counted by hour, cut, type, attempt and step of delay, before they are written. One thread's.
final class HourCounts {
    /// The attempt from which on all are counted together.
    private static final int LATER = 3;

    private static final int NONE = Integer.MIN_VALUE;

    /// What is counted together.
    private record Key(long hour, int letter, int route, int outcome, int tries, int step) {}

    private final Map<Key, long[]> counts = new HashMap<>();

    /// @param letter the numbers of what it shares with others
    void add(Event event, int letter, int route, int outcome) {
        var key = new Key(hour(event.time()), letter, route, outcome, tries(event), step(event));
        counts.computeIfAbsent(key, ignored -> new long[1])[0]++;
    }

    /// Writes them, one row each, in the order of the columns of `hours`; then there are none.
    void write(DuckDBAppender row) throws SQLException {
        for (var count : counts.entrySet()) {
            var key = count.getKey();
            row.beginRow();
            row.appendEpochMicros(key.hour() * 1_000);
            row.append(key.letter());
            row.append(key.route());
            row.append(key.outcome());
            if (key.tries() == NONE) {
                row.appendNull();
            } else {
                row.append((byte) key.tries());
            }
            if (key.step() == NONE) {
                row.appendNull();
            } else {
                row.append((short) key.step());
            }
            row.append(count.getValue()[0]);
            row.endRow();
        }
        clear();
    }

    void clear() {
        counts.clear();
    }

    /// In milliseconds.
    static long hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS).toEpochMilli();
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
                ? Math.min(tried.number(), LATER)
                : NONE;
    }
}
