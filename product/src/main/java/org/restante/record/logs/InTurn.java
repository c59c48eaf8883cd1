package org.restante.record.logs;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts what several threads made of numbered blocks back into the order of the numbers 0, 1, 2 … Whoever brings the one that is
/// next takes it and all that wait behind it, one at a time; the others go on with their work, and wait while four for each thread are
/// ready. When one fails, all do. Guarded by itself.
public final class InTurn<T> {
    private static final int AHEAD = 4;

    /// Takes one after the other, never two at once.
    @FunctionalInterface
    public interface Taker<T> {
        void take(T one) throws IOException;
    }

    private final int most;
    private final Taker<T> taker;
    private final Map<Long, T> ready = new HashMap<>();
    private long next;
    private boolean taking;
    private @Nullable Throwable failure;

    /// @param threads that bring, 1 or more
    public InTurn(int threads, Taker<T> taker) {
        this.most = AHEAD * threads;
        this.taker = taker;
    }

    /// Does the work of a thread that brings. What it throws ends the others too, for the number it was to bring never comes.
    public void during(SideBySide.Work work) throws IOException {
        try {
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /// Hands one over. Throws what the taker threw, or another thread's work, whoever brings.
    public void bring(long number, T one) throws IOException {
        synchronized (ready) {
            awaitRoom(number);
            ready.put(number, one);
            if (taking) {
                return;
            }
            taking = true;
        }
        for (var turn = turn(); turn != null; turn = turn()) {
            try {
                taker.take(turn);
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
                throw e;
            }
        }
    }

    /// The one that is next never waits: the others wait for it.
    private void awaitRoom(long number) throws IOException {
        try {
            while (failure == null && number != next && ready.size() > most) {
                ready.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading was interrupted", e);
        }
        refuseAfterFailure();
    }

    private void refuseAfterFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException io -> throw io;
            case RuntimeException bug -> throw bug;
            case Throwable other -> throw new IOException(other);
        }
    }

    /// Null when the next is not there yet.
    private @Nullable T turn() throws IOException {
        synchronized (ready) {
            refuseAfterFailure();
            T turn = ready.remove(next);
            if (turn == null) {
                taking = false;
                return null;
            }
            next++;
            ready.notifyAll();
            return turn;
        }
    }

    private void fail(Throwable e) {
        synchronized (ready) {
            if (failure == null) {
                failure = e;
                ready.clear();
            }
            ready.notifyAll();
        }
    }
}
