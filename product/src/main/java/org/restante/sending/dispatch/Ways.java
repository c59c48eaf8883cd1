package org.restante.sending.dispatch;

import org.restante.dns.Families;

/// Finds how mail for a domain leaves; may take as long as the DNS does.
@FunctionalInterface
public interface Ways {
    /// @param families what the source can connect to
    Way of(String domain, Families families);
}
