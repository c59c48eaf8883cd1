package org.restante.app.warmup;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.sending.warmup.Plan;
import org.restante.sending.warmup.WarmupPolicy;

/// What the settings say of warming up.
///
/// @param bySource how each source is warmed up that is named, or is of a pool that is
/// @param plans by name: shipped ones and the operator's
public record WarmupSettings(Map<String, WarmupPolicy> bySource, Map<String, Plan> plans) {
    public WarmupSettings {
        bySource = Map.copyOf(bySource);
        plans = Map.copyOf(plans);
    }

    Optional<WarmupPolicy> of(String source) {
        return Optional.ofNullable(bySource.get(source));
    }

    @Nullable Plan plan(String name) {
        return plans.get(name);
    }
}
