package org.restante.app.server;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.sending.dispatch.Way;
import org.restante.sending.pacing.LaneLimits;

/// What a lane may do by the terms in force; worked out anew when they have changed, or a domain that they name is of another site. Used by the lane that owns it alone.
final class LimitsInForce implements Supplier<LaneLimits> {
    private final Supplier<Terms> terms;
    private final String site;
    private final @Nullable String provider;
    private final LaneLimits profile;
    private final NamedSites named;
    private @Nullable Terms known;
    private int version;
    private LaneLimits limits;

    LimitsInForce(Supplier<Terms> terms, NamedSites named, Knowledge knowledge, Way.Open way) {
        this.terms = terms;
        this.named = named;
        site = way.site();
        provider = way.provider();
        var profiled = provider == null ? null : knowledge.providers().byWord(provider);
        profile = profiled == null ? LaneLimits.UNKNOWN : LaneLimits.of(profiled.limits());
        limits = profile;
    }

    @Override
    public LaneLimits get() {
        var latest = terms.get();
        int now = named.version();
        if (latest != known || now != version) {
            limits = latest.limits().of(site, named.of(site), provider, profile);
            known = latest;
            version = now;
        }
        return limits;
    }
}
