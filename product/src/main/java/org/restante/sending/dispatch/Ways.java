package org.restante.sending.dispatch;

/// Finds how mail for a domain leaves; may take as long as the DNS does.
@FunctionalInterface
public interface Ways {
    Way of(String domain);
}
