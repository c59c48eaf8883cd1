package org.restante.app.server;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.sending.dispatch.Way;
import org.restante.sending.pacing.LaneLimits;

/// What a lane may do by the terms in force; worked out anew when they have changed. Used by the lane that owns it alone.
final class LimitsInForce implements Supplier<LaneLimits> {
    private final Supplier<Terms> terms;
    private final String site;
    private final @Nullable String provider;
    private final LaneLimits profile;
    private @Nullable Terms known;
    private LaneLimits limits;

    LimitsInForce(Supplier<Terms> terms, Knowledge knowledge, Way.Open way) {
        this.terms = terms;
        site = way.site();
        provider = way.provider();
        var profiled = provider == null ? null : knowledge.providers().byWord(provider);
        profile = profiled == null ? LaneLimits.UNKNOWN : LaneLimits.of(profiled.limits());
        limits = profile;
    }

    @Override
    public LaneLimits get() {
        var latest = terms.get();
        if (latest != known) {
            limits = latest.limits().of(site, provider, profile);
            known = latest;
        }
        return limits;
    }
}
