package org.restante.app.server;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.restante.sending.dispatch.Paces;
import org.restante.sending.dispatch.Way;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Pace;
import org.restante.sending.routing.Source;

/// Paces that go by what was learnt, within the limits in force.
record LearntPaces(Beliefs beliefs, Function<Way.Open, Supplier<LaneLimits>> limits)
        implements Paces {
    @Override
    public Pace of(Way.Open way, Source source) {
        return beliefs.of(way, source, limits.apply(way));
    }

    @Override
    public void leaves(String site, Source source, Pace pace, Duration idle) {
        beliefs.leaves(site, source, pace, idle);
    }
}
