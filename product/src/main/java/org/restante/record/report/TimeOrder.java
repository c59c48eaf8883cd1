package org.restante.record.report;

import java.time.Duration;

/// How often time goes back within a file. Lines of one minute may be mixed, as where several programs or hosts log into one
/// file; files may cover the same time. Batches are taken in order, by one thread.
final class TimeOrder {
    private static final long MIXED_MS = 60_000;

    private long stepsBack;
    private long furthestBack;
    private int file = -1;
    private long last;

    /// Counts the steps back among the rows of a batch: each thread's for its own.
    static void within(RowBatch batch) {
        batch.stepsBack = 0;
        batch.furthestBack = 0;
        var time = batch.time;
        for (int i = 1; i < batch.size; i++) {
            long back = time[i - 1] - time[i];
            if (back > MIXED_MS) {
                batch.stepsBack++;
                batch.furthestBack = Math.max(batch.furthestBack, back);
            }
        }
    }

    /// Adds what was counted within a batch, and the step from the batch before to this one.
    void follow(RowBatch batch) {
        if (batch.size == 0) {
            return;
        }
        stepsBack += batch.stepsBack;
        furthestBack = Math.max(furthestBack, batch.furthestBack);
        long back = last - batch.time[0];
        if (batch.file == file && back > MIXED_MS) {
            stepsBack++;
            furthestBack = Math.max(furthestBack, back);
        }
        file = batch.file;
        last = batch.time[batch.size - 1];
    }

    long stepsBack() {
        return stepsBack;
    }

    Duration furthestBack() {
        return Duration.ofMillis(furthestBack);
    }
}
