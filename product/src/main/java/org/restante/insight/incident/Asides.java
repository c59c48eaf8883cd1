package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// When a host was set aside of late. One thread's.
final class Asides {
    private static final Duration LATE = Standstills.QUIET;
    private static final int MOST = 64;

    /// Sessions that stood before it was set aside are over by then: whoever takes mail later serves again, though nobody said so.
    private static final Duration SESSIONS_LAST = Duration.ofMinutes(10);

    private record Span(Instant from, Instant until) {}

    private final Deque<Span> past = new ArrayDeque<>();

    /// Since when it is set aside; null when it is not.
    private @Nullable Instant since;

    private @Nullable Streak streak;

    /// @param cause what it did
    void begin(Instant at, Cause cause, @Nullable Stage stage, int reply) {
        if (since == null) {
            since = at;
        }
        if (streak == null) {
            streak = new Streak(at);
        }
        streak.refused(at, cause, stage, reply, 0);
    }

    /// What it did, each time it was set aside.
    Streak streak() {
        return Objects.requireNonNull(streak);
    }

    void end(Instant at) {
        if (since != null) {
            past.addLast(new Span(since, at));
            since = null;
            if (past.size() > MOST) {
                past.removeFirst();
            }
        }
    }

    /// It took a message.
    void took(Instant at) {
        if (since != null && at.isAfter(since.plus(SESSIONS_LAST))) {
            end(at);
        }
    }

    /// For how long in the last quarter of an hour.
    Duration within(Instant now) {
        var from = now.minus(LATE);
        var sum = since == null ? Duration.ZERO : between(since, now, from);
        for (var span : past) {
            sum = sum.plus(between(span.from(), span.until(), from));
        }
        return sum;
    }

    boolean isNow() {
        return since != null;
    }

    /// How often in the last quarter of an hour.
    int times(Instant now) {
        var from = now.minus(LATE);
        return (since == null ? 0 : 1)
                + (int) past.stream().filter(span -> span.until().isAfter(from)).count();
    }

    private static Duration between(Instant begin, Instant end, Instant from) {
        var late = begin.isBefore(from) ? from : begin;
        return late.isBefore(end) ? Duration.between(late, end) : Duration.ZERO;
    }

    /// Whether it was not set aside for a quarter of an hour.
    boolean areOver(Instant now) {
        return since == null && (past.isEmpty() || past.getLast().until().plus(LATE).isBefore(now));
    }

    /// When it answered last.
    Instant lastEnd(Instant now) {
        return past.isEmpty() ? now : past.getLast().until();
    }
}
