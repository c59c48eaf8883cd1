package org.restante.app.api;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// `/livez`: the process answers. `/readyz`: it takes new mail, or says why not.
public final class Health implements Endpoint.Group {
    private final Supplier<List<String>> objections;

    /// @param objections why no new mail is taken now; empty when it is
    public Health(Supplier<List<String>> objections) {
        this.objections = objections;
    }

    /// @param reasons empty when ready
    record Ready(boolean ready, List<String> reasons) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/livez", call -> Answer.ok(Map.of("alive", true))),
                Endpoint.open("/readyz", call -> ready()));
    }

    private Answer ready() {
        var reasons = objections.get();
        return Answer.of(reasons.isEmpty() ? 200 : 503, new Ready(reasons.isEmpty(), reasons));
    }
}
