package org.restante.record.logs;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Puts what several threads made of numbered blocks back into the order of the numbers 0, 1, 2 … Whoever brings the one that is
/// next takes it and all that wait behind it, one at a time; the others go on with their work. Guarded by itself.
public final class InTurn<T> {
    /// Takes one after the other, never two at once.
    @FunctionalInterface
    public interface Taker<T> {
        void take(T one) throws IOException;
    }

    private final Taker<T> taker;
    private final Map<Long, T> ready = new HashMap<>();
    private long next;
    private boolean taking;

    public InTurn(Taker<T> taker) {
        this.taker = taker;
    }

    /// Hands one over.
    public void bring(long number, T one) throws IOException {
        synchronized (ready) {
            ready.put(number, one);
            if (taking) {
                return;
            }
            taking = true;
        }
        while (true) {
            T turn;
            synchronized (ready) {
                turn = ready.remove(next);
                if (turn == null) {
                    taking = false;
                    return;
                }
                next++;
            }
            taker.take(turn);
        }
    }
}
