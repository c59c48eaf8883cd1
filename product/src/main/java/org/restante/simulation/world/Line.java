package org.restante.simulation.world;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Letters of one stream that may go now. Those that came back come first, but for a canary: that is rather one that was not just
/// refused.
final class Line {
    private final ArrayDeque<Letter> returned = new ArrayDeque<>();
    private final ArrayDeque<Letter> waiting = new ArrayDeque<>();

    void add(Letter letter) {
        waiting.addLast(letter);
    }

    void giveBack(Letter letter) {
        returned.addFirst(letter);
    }

    private ArrayDeque<Letter> next(boolean fresh) {
        if (fresh) {
            return waiting.isEmpty() ? returned : waiting;
        }
        return returned.isEmpty() ? waiting : returned;
    }

    @Nullable Letter peek(boolean fresh) {
        return next(fresh).peekFirst();
    }

    void removeFirst(boolean fresh) {
        next(fresh).removeFirst();
    }

    int size() {
        return returned.size() + waiting.size();
    }
}
