package org.restante.app.server;

import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.restante.dns.Families;
import org.restante.insight.incident.IncidentScope;
import org.restante.mail.message.Domain;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;

/// Whether mail to a domain would leave by a lane that an incident covers. Asks the DNS.
final class CoveredLanes implements BiPredicate<IncidentScope, Domain> {
    private final Supplier<Ways> ways;

    CoveredLanes(Supplier<Ways> ways) {
        this.ways = ways;
    }

    /// An incident of one stream, of one sender or of one host covers no lane: other streams pass, and other hosts take mail.
    @Override
    public boolean test(IncidentScope scope, Domain domain) {
        if (scope.isOfSomeMail() || scope.mxHost() != null) {
            return false;
        }
        if (scope.everywhere()) {
            return true;
        }
        return ways.get().of(domain.ascii(), Families.BOTH) instanceof Way.Open open
                && (scope.providers().contains(open.site())
                        || scope.providers().contains(String.valueOf(open.provider())));
    }
}
