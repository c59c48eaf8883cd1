package org.restante.app.server;

import java.util.Optional;
import java.util.function.Supplier;
import org.restante.dns.Families;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.routing.Login;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;

/// The ways of the terms in force.
///
/// @param named hears of each that is found
record WaysInForce(Supplier<Terms> terms, NamedSites named) implements Ways {
    @Override
    public Way of(String domain, Families families) {
        var way = terms.get().ways().of(domain, families);
        named.saw(domain, way);
        return way;
    }

    @Override
    public Optional<Login> login(Route.Reachable route) {
        return terms.get().ways().login(route);
    }

    @Override
    public Demand demand(String domain, Route.Reachable route, Target target) {
        return terms.get().ways().demand(domain, route, target);
    }
}
