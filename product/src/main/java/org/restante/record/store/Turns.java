package org.restante.record.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.restante.record.store.Wire.Ask;

/// Answers questions, so many at once; the others wait for their turn. Of one whose time is over by then nobody waits for the answer any more, and
/// it is not looked up.
final class Turns implements AutoCloseable {
    /// Finds an answer.
    @FunctionalInterface
    interface Answering {
        byte[] answer(Ask ask, Deadline deadline);
    }

    private final ExecutorService threads;
    private final Answering answering;
    private final Consumer<byte[]> told;

    /// @param told gets the answers, from several threads
    Turns(int atOnce, Answering answering, Consumer<byte[]> told) {
        threads = Executors.newFixedThreadPool(atOnce, Thread.ofPlatform().daemon().factory());
        this.answering = answering;
        this.told = told;
    }

    /// Takes a question in, and waits for nothing.
    ///
    /// @param deadline since the question came
    void take(Ask ask, Deadline deadline) {
        threads.execute(() -> told.accept(answer(ask, deadline)));
    }

    private byte[] answer(Ask ask, Deadline deadline) {
        return deadline.isOver()
                ? Wire.trouble(
                        ask.number(),
                        "the store had other questions to answer for " + ask.boundMillis() + " ms")
                : answering.answer(ask, deadline);
    }

    /// Waits for what was taken in.
    @Override
    public void close() {
        threads.close();
    }
}
