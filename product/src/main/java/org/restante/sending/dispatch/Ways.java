package org.restante.sending.dispatch;

import java.util.Optional;
import org.restante.dns.Families;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.routing.Login;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;

/// Finds how mail for a domain leaves; may take as long as the DNS does.
public interface Ways {
    /// @param families what the source can connect to
    Way of(String domain, Families families);

    /// Who we are to the route's hosts; empty for nobody.
    default Optional<Login> login(Route.Reachable route) {
        return Optional.empty();
    }

    /// What TLS a session with one of the route's hosts must have to carry mail for the domain.
    Demand demand(String domain, Route.Reachable route, Target target);
}
