package org.restante.record.report;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Attempts by what they came to, for each number of one dimension.
final class Tally {
    private int[] delivered = new int[64];
    private int[] deferred = new int[64];
    private int[] bounced = new int[64];
    private int[] messages = new int[64];
    private int[] messagesDeferred = new int[64];
    private @Nullable DelaySketch[] delays = new DelaySketch[64];
    private int size;

    int size() {
        return size;
    }

    private void reach(int id) {
        if (id >= size) {
            size = id + 1;
        }
        if (id >= delivered.length) {
            int room = Math.max(id + 1, delivered.length * 2);
            delivered = Arrays.copyOf(delivered, room);
            deferred = Arrays.copyOf(deferred, room);
            bounced = Arrays.copyOf(bounced, room);
            messages = Arrays.copyOf(messages, room);
            messagesDeferred = Arrays.copyOf(messagesDeferred, room);
            delays = Arrays.copyOf(delays, room);
        }
    }

    void delivered(int id, long delay) {
        reach(id);
        delivered[id]++;
        if (delay >= 0) {
            sketch(id).add(delay);
        }
    }

    void deferred(int id) {
        reach(id);
        deferred[id]++;
    }

    void bounced(int id) {
        reach(id);
        bounced[id]++;
    }

    void message(int id) {
        reach(id);
        messages[id]++;
    }

    void messageDeferred(int id) {
        reach(id);
        messagesDeferred[id]++;
    }

    long attempts(int id) {
        return id < size ? (long) delivered[id] + deferred[id] + bounced[id] : 0;
    }

    long messages(int id) {
        return id < size ? messages[id] : 0;
    }

    long deferredOf(int id) {
        return id < size ? deferred[id] : 0;
    }

    long bouncedOf(int id) {
        return id < size ? bounced[id] : 0;
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
        delivered[id] += other.delivered[from];
        deferred[id] += other.deferred[from];
        bounced[id] += other.bounced[from];
        messages[id] += other.messages[from];
        messagesDeferred[id] += other.messagesDeferred[from];
        var sketch = other.delays[from];
        if (sketch != null) {
            sketch(id).addAll(sketch);
        }
    }

    TableRow row(String key, int id) {
        reach(id);
        var sketch = delays[id];
        return new TableRow(
                key,
                attempts(id),
                delivered[id],
                deferred[id],
                bounced[id],
                messages[id],
                messagesDeferred[id],
                quantile(sketch, 0.5),
                quantile(sketch, 0.9));
    }

    static @Nullable Duration quantile(@Nullable DelaySketch sketch, double q) {
        return sketch == null || sketch.count() == 0
                ? null
                : Duration.ofMillis(Math.round(sketch.quantileSeconds(q) * 1000));
    }
}
