package org.restante.record.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.restante.record.store.Question.Narrowing;

/// A search of everything whose time, ten minutes, is eight minutes on at one of its queries for candidates.
final class TimedSearch extends ScheduledThreadPoolExecutor {
    private static final Instant END = SomeEvents.BEGIN.plus(SomeEvents.LENGTH).plusSeconds(86_400);
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final Duration LATE = Duration.ofMinutes(8);

    private long now;
    private long shortest;
    private int queries;
    private boolean isLate;

    TimedSearch() {
        super(1);
        setRemoveOnCancelPolicy(true);
    }

    /// The least nanoseconds that a query had left.
    long shortest() {
        return shortest;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        shortest = Math.min(shortest, unit.toNanos(delay));
        if (isLate) {
            now = LATE.toNanos();
        }
        return super.schedule(task, delay, unit);
    }

    /// @param lateAt the query for candidates that takes long, the first is 1; 0 for late from the beginning
    /// @param isCalledOff whether it is called off; else it ends, and what looks at its candidates takes long
    Found.Page search(StoreOfEvents store, @Nullable String cursor, int lateAt, boolean isCalledOff)
            throws SQLException {
        var asked =
                new Question.Search(
                        SomeEvents.BEGIN,
                        END,
                        null,
                        null,
                        List.of(),
                        Narrowing.NOTHING,
                        cursor,
                        Question.MOST_ROWS);
        var connection = connection(store, lateAt, isCalledOff);
        return new Searching(connection, deadline(), asked).answer();
    }

    /// The same for what was done, called off.
    Found.Deeds deeds(StoreOfEvents store, @Nullable String cursor, int lateAt)
            throws SQLException {
        var asked =
                new Question.Deeds(
                        SomeEvents.BEGIN, END, null, Narrowing.NOTHING, cursor, Question.MOST_ROWS);
        return new Deeds(connection(store, lateAt, true), deadline(), asked).answer();
    }

    private Deadline deadline() {
        return Deadline.in(this, () -> now, BOUND);
    }

    private Connection connection(StoreOfEvents store, int lateAt, boolean isCalledOff) {
        now = 0;
        queries = 0;
        isLate = false;
        shortest = Long.MAX_VALUE;
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (self, method, values) -> {
                            if (method.getName().equals("prepareStatement")) {
                                prepared(String.valueOf(values[0]), lateAt, isCalledOff);
                            }
                            try {
                                return method.invoke(store.file.connection(), values);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void prepared(String sql, int lateAt, boolean isCalledOff) throws SQLException {
        boolean isOfCandidates = sql.contains("LIMIT");
        queries += isOfCandidates ? 1 : 0;
        if (lateAt == 0) {
            now = LATE.toNanos();
        } else if (queries == lateAt && isOfCandidates == isCalledOff) {
            isLate = true;
            if (isCalledOff) {
                now = LATE.toNanos();
                throw new SQLException("INTERRUPT Error: Interrupted!");
            }
        }
    }

    @Override
    public void close() {
        shutdownNow();
    }
}
