package org.restante.sending.dispatch;

import org.jspecify.annotations.Nullable;
import org.restante.sending.routing.Route;

/// How mail for a domain leaves.
public sealed interface Way {
    /// To the hosts of a route.
    ///
    /// @param provider who runs them, as the word of `knowledge/providers`; null when unknown
    record Open(String domain, Route.Reachable route, @Nullable String provider) implements Way {
        public String site() {
            return route.site();
        }
    }

    /// There is none.
    ///
    /// @param isPermanent whether that will stay so
    /// @param status as RFC 3463 has it
    record None(boolean isPermanent, String status, String text) implements Way {
        /// Whether another source may have one: the hosts have no address of this one's families.
        boolean isForOthers() {
            return !isPermanent && status.equals("4.4.4");
        }
    }
}
