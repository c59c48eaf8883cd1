package org.restante.record.report;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Attempts by what they came to, for each number of one dimension.
final class Tally {
    /// Of each number what its attempts came to and its messages, side by side.
    private static final int FIELDS = 8;

    private static final int[] NO_STEPS = {};
    private static final int MESSAGES = 4;
    private static final int MESSAGES_DEFERRED = 5;

    private int[] counts = new int[64 * FIELDS];
    private @Nullable DelaySketch[] delays = new DelaySketch[64];

    /// Of each number the counts of its sketch and which step they begin with, at hand: most deliveries need no more.
    private int[][] steps = emptyRows(64);

    private int[] lowest = new int[64];
    private int size;

    int size() {
        return size;
    }

    private static int[][] emptyRows(int count) {
        var rows = new int[count][];
        Arrays.fill(rows, NO_STEPS);
        return rows;
    }

    private void reach(int id) {
        if (id >= size) {
            size = id + 1;
            if (id >= delays.length) {
                int room = Math.max(id + 1, delays.length * 2);
                counts = Arrays.copyOf(counts, room * FIELDS);
                delays = Arrays.copyOf(delays, room);
                lowest = Arrays.copyOf(lowest, room);
                var more = emptyRows(room);
                System.arraycopy(steps, 0, more, 0, steps.length);
                steps = more;
            }
        }
    }

    /// Counts the attempts of a batch, each for the number that stands for it in `ids`.
    void count(RowBatch batch, int[] ids) {
        var outcomes = batch.outcome;
        for (int i = 0; i < batch.size; i++) {
            int outcome = outcomes[i];
            int what = outcome & RowBatch.BOUNCED;
            if (what == 0) {
                continue;
            }
            int id = ids[i];
            reach(id);
            int at = id * FIELDS;
            counts[at + what]++;
            if ((outcome & RowBatch.NEW_MESSAGE) != 0) {
                counts[at + MESSAGES]++;
                counts[at + MESSAGES_DEFERRED] += what == RowBatch.DEFERRED ? 1 : 0;
            }
            if (what == RowBatch.DELIVERED && batch.step[i] >= 0) {
                took(id, batch.delivery[i], batch.step[i]);
            }
        }
    }

    private void add(int id, int field) {
        reach(id);
        counts[id * FIELDS + field]++;
    }

    private int of(int id, int field) {
        return id < size ? counts[id * FIELDS + field] : 0;
    }

    /// A delivery, by its time as a [DelaySketch] takes it.
    ///
    /// @param step -1 when the time is not known
    void delivered(int id, int delivery, int step) {
        add(id, RowBatch.DELIVERED);
        if (step >= 0) {
            took(id, delivery, step);
        }
    }

    private void took(int id, int delivery, int step) {
        var counted = steps[id];
        int at = step - lowest[id];
        if (at >= 0 && at < counted.length) {
            counted[at]++;
            return;
        }
        var sketch = sketch(id);
        sketch.add(delivery, step);
        steps[id] = sketch.counts();
        lowest[id] = sketch.lowest();
    }

    void deferred(int id) {
        add(id, RowBatch.DEFERRED);
    }

    void bounced(int id) {
        add(id, RowBatch.BOUNCED);
    }

    void message(int id) {
        add(id, MESSAGES);
    }

    void messageDeferred(int id) {
        add(id, MESSAGES_DEFERRED);
    }

    long attempts(int id) {
        return (long) of(id, RowBatch.DELIVERED)
                + of(id, RowBatch.DEFERRED)
                + of(id, RowBatch.BOUNCED);
    }

    long messages(int id) {
        return of(id, MESSAGES);
    }

    long deferredOf(int id) {
        return of(id, RowBatch.DEFERRED);
    }

    long bouncedOf(int id) {
        return of(id, RowBatch.BOUNCED);
    }

    /// Times to delivery; null when there are none.
    @Nullable DelaySketch delays(int id) {
        return id < size ? delays[id] : null;
    }

    private DelaySketch sketch(int id) {
        var sketch = delays[id];
        if (sketch == null) {
            sketch = new DelaySketch();
            delays[id] = sketch;
        }
        return sketch;
    }

    /// Adds what `other` counted for `from` to what this counts for `id`.
    void addAll(int id, Tally other, int from) {
        if (from >= other.size) {
            return;
        }
        reach(id);
        for (int field = 0; field < FIELDS; field++) {
            counts[id * FIELDS + field] += other.counts[from * FIELDS + field];
        }
        var sketch = other.delays[from];
        if (sketch != null) {
            var mine = sketch(id);
            mine.addAll(sketch);
            steps[id] = mine.counts();
            lowest[id] = mine.lowest();
        }
    }

    TableRow row(String key, int id) {
        reach(id);
        var sketch = delays[id];
        return new TableRow(
                key,
                attempts(id),
                of(id, RowBatch.DELIVERED),
                deferredOf(id),
                bouncedOf(id),
                messages(id),
                of(id, MESSAGES_DEFERRED),
                quantile(sketch, 0.5),
                quantile(sketch, 0.9));
    }

    static @Nullable Duration quantile(@Nullable DelaySketch sketch, double q) {
        return sketch == null || sketch.count() == 0
                ? null
                : Duration.ofMillis(Math.round(sketch.quantileSeconds(q) * 1000));
    }
}
