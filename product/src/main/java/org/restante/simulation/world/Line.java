package org.restante.simulation.world;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Letters of one stream that may go now. Those that came back come first, the oldest before the others, but for a canary that is rather to be one that
/// was not just refused.
final class Line {
    private final Queue<Letter> returned =
            new PriorityQueue<>(Comparator.comparingInt(Letter::number));
    private final Queue<Letter> waiting = new ArrayDeque<>();

    void add(Letter letter) {
        waiting.add(letter);
    }

    void giveBack(Letter letter) {
        returned.add(letter);
    }

    private Queue<Letter> next(boolean fresh) {
        if (fresh) {
            return waiting.isEmpty() ? returned : waiting;
        }
        return returned.isEmpty() ? waiting : returned;
    }

    @Nullable Letter peek(boolean fresh) {
        return next(fresh).peek();
    }

    void removeFirst(boolean fresh) {
        next(fresh).remove();
    }

    boolean hasReturned() {
        return !returned.isEmpty();
    }

    int size() {
        return returned.size() + waiting.size();
    }
}
