package org.restante.record.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one thread already asked of the [Combinations] that all share.
final class KnownPlaces {
    private final Combinations all;
    private @Nullable Combination[] known = new Combination[1024];

    KnownPlaces(Combinations all) {
        this.all = all;
    }

    @Nullable String provider(int combination) {
        return get(combination).provider();
    }

    private Combination get(int id) {
        if (id >= known.length) {
            known = Arrays.copyOf(known, Math.max(id + 1, known.length * 2));
        }
        var combination = known[id];
        if (combination == null) {
            combination = all.get(id);
            known[id] = combination;
        }
        return combination;
    }
}
