package org.restante.record.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.record.report.DelaySteps;

/// Events counted by hour, cut, type, attempt and step of delay, before they are written. One thread's.
final class HourCounts {
    /// The attempt from which on all are counted together.
    private static final int LATER = 3;

    private static final List<Cut> CUTS =
            Arrays.stream(Cut.values()).filter(Cut::isCountedByHour).toList();

    /// What is counted together.
    private record Key(
            long hour,
            List<@Nullable String> cuts,
            EventType type,
            boolean isSuspended,
            int tries,
            int step) {}

    private static final int NONE = Integer.MIN_VALUE;

    private final Map<Key, long[]> counts = new HashMap<>();

    void add(Event event) {
        int tries = tries(event);
        int step = step(event);
        counts.computeIfAbsent(
                        new Key(
                                hour(event.time()),
                                cuts(event),
                                event.type(),
                                isSuspended(event),
                                tries,
                                step),
                        ignored -> new long[1])[0]++;
    }

    /// Writes them, one row each, in the order of the columns of `hours`; then there are none.
    void write(DuckDBAppender row) throws SQLException {
        for (var count : counts.entrySet()) {
            var key = count.getKey();
            row.beginRow();
            row.appendEpochMicros(key.hour() * 1_000);
            for (var value : key.cuts()) {
                EventColumn.append(row, value);
            }
            row.append(key.type().word());
            row.append(key.isSuspended());
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

    private static List<@Nullable String> cuts(Event event) {
        var values = new ArrayList<@Nullable String>(CUTS.size());
        for (var cut : CUTS) {
            values.add(value(cut, event, event.attempt()));
        }
        return values;
    }

    private static @Nullable String value(Cut cut, Event event, @Nullable Attempt tried) {
        return switch (cut) {
            case PROVIDER -> event.provider();
            case DOMAIN -> event.recipientDomain();
            case SITE -> event.site();
            case TENANT -> event.tenant();
            case STREAM -> event.stream();
            case CAMPAIGN -> event.campaign();
            case MX_HOST -> tried == null ? null : tried.mxHost();
            case SOURCE -> tried == null ? null : tried.source();
            case POOL -> tried == null ? null : tried.pool();
            case CAUSE -> tried == null ? null : tried.cause();
            case STAGE -> tried == null || tried.stage() == null ? null : tried.stage().word();
        };
    }
}
