package org.restante.app.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Places for what lasts: so many in all, and fewer for one, so that nobody keeps everybody else out. May be shared.
final class Places {
    private final int all;
    private final int ofOne;

    /// How many each has; nobody without any. Guarded by itself.
    private final Map<String, Integer> taken = new HashMap<>();

    private int count;

    Places(int all, int ofOne) {
        this.all = all;
        this.ofOne = ofOne;
    }

    /// One that is taken. Closed once.
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /// Whether there is a place for them now.
    boolean isFree(String whose) {
        synchronized (taken) {
            return count < all && taken.getOrDefault(whose, 0) < ofOne;
        }
    }

    /// A place; empty where there is none for them.
    Optional<Place> take(String whose) {
        synchronized (taken) {
            if (!isFree(whose)) {
                return Optional.empty();
            }
            count++;
            taken.merge(whose, 1, Integer::sum);
            return Optional.of(() -> leave(whose));
        }
    }

    private void leave(String whose) {
        synchronized (taken) {
            count--;
            taken.computeIfPresent(whose, (ignored, own) -> own == 1 ? null : own - 1);
        }
    }
}
