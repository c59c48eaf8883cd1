package org.restante.record.logs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same work on several threads at once, such as all reading from one [LogBlocks].
public final class SideBySide {
    /// What each thread does.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    private SideBySide() {}

    /// Returns when all are done. What one of them throws is thrown here; one thread is the caller's own.
    public static void run(int threads, Work work) throws IOException {
        if (threads == 1) {
            work.run();
            return;
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                running.add(
                        pool.submit(() -> {
                            work.run();
                            return null;
                        }));
            }
            for (var one : running) {
                await(one);
            }
        }
    }

    private static void await(Future<?> one) throws IOException {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading was interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IOException(e.getCause());
            }
        }
    }
}
