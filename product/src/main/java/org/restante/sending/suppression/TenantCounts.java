package org.restante.sending.suppression;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many entries each tenant has of its own. Shared.
final class TenantCounts {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    void added(Suppressed who) {
        who.tenant().ifPresent(tenant -> counts.merge(tenant, 1, Integer::sum));
    }

    void removed(Suppressed who) {
        who.tenant()
                .ifPresent(tenant ->
                        counts.computeIfPresent(
                                tenant, (key, count) -> count == 1 ? null : count - 1));
    }

    int of(String tenant) {
        return counts.getOrDefault(tenant, 0);
    }
}
