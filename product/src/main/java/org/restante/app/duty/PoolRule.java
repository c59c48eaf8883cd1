package org.restante.app.duty;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.restante.sending.routing.Pools;

/// At most one source of a pool is paused without a person.
final class PoolRule {
    private PoolRule() {}

    /// Why a source is not paused, null when nothing is against it.
    ///
    /// @param source null for all
    /// @param paused those that are
    static @Nullable String objection(
            @Nullable String source, Pools pools, Collection<String> paused) {
        for (var pool : pools.all()) {
            var sources = pool.members().stream().map(it -> it.source().name()).toList();
            if (source == null && sources.size() > 1) {
                return "it would pause every source of the pool " + pool.name();
            }
            for (var other : paused) {
                if (!other.equals(source) && sources.contains(source) && sources.contains(other)) {
                    return other + " of the pool " + pool.name() + " is paused already";
                }
            }
        }
        return null;
    }
}
