package org.restante.simulation.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.simulation.world.Lane;

/// What a policy keeps of each lane, made when first asked for.
final class PerLane<S> {
    private final Supplier<S> fresh;
    private final List<@Nullable S> kept = new ArrayList<>();

    PerLane(Supplier<S> fresh) {
        this.fresh = fresh;
    }

    S of(Lane lane) {
        while (kept.size() <= lane.index()) {
            kept.add(null);
        }
        var state = kept.get(lane.index());
        if (state == null) {
            state = fresh.get();
            kept.set(lane.index(), state);
        }
        return state;
    }
}
