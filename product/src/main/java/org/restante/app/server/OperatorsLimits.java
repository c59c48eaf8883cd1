package org.restante.app.server;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.app.config.LimitsSection;
import org.restante.sending.pacing.LaneLimits;

/// The limits of the file of settings.
record OperatorsLimits(LimitsSection section) implements Terms.Limits {
    @Override
    public Set<String> names() {
        return section.site().keySet();
    }

    @Override
    public LaneLimits of(
            String site, Set<String> domains, @Nullable String provider, LaneLimits profile) {
        return section.of(site, domains, provider, profile);
    }
}
