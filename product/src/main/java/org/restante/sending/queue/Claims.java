package org.restante.sending.queue;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Recipients in somebody's hand: an attempt is made, or an act is done to them, and their new standing is not on disk yet. Nobody
/// else touches them meanwhile. As many as sessions and acts have in hand.
final class Claims {
    private record Claim(UUID id, int ordinal) {}

    private final Set<Claim> taken = ConcurrentHashMap.newKeySet();

    /// Whether it was free.
    boolean take(UUID id, int ordinal) {
        return taken.add(new Claim(id, ordinal));
    }

    void free(UUID id, int ordinal) {
        taken.remove(new Claim(id, ordinal));
    }

    boolean isTaken(UUID id, int ordinal) {
        return taken.contains(new Claim(id, ordinal));
    }
}
