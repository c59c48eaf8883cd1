package org.restante.sending.dispatch;

import java.util.Map;
import java.util.Optional;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.routing.Login;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;

/// Who we are to next hops of the operator's, by the next hop as it is written. A password is said to a host that has shown a trusted
/// certificate for its name, or where the operator wants no more than TLS, under TLS.
public final class NextHopLogins {
    /// @param isVerified whether the host must show a trusted certificate for its name
    public record Entry(Login login, boolean isVerified) {}

    private final Map<String, Entry> entries;

    public NextHopLogins(Map<String, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    public static NextHopLogins none() {
        return new NextHopLogins(Map.of());
    }

    private Optional<Entry> of(Route.Reachable route) {
        return route.isFixed() ? Optional.ofNullable(entries.get(route.site())) : Optional.empty();
    }

    public Optional<Login> login(Route.Reachable route) {
        return of(route).map(Entry::login);
    }

    /// What a password adds to a demand; on this machine nothing.
    public Demand demand(Demand otherwise, Route.Reachable route, Target target) {
        var entry = of(route);
        if (entry.isEmpty()
                || target.address().isLoopbackAddress()
                || otherwise instanceof Demand.Authorities(_, var isEnforced, _) && isEnforced) {
            return otherwise;
        }
        var why = "a password is said to " + route.site();
        return entry.get().isVerified()
                ? new Demand.Authorities(target.host().name(), true, why)
                : new Demand.Encrypted(why);
    }
}
