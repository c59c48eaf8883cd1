package org.restante.app.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.restante.app.access.Scope;
import org.restante.app.metrics.Exposition;

/// `/metrics`: all numbers, for Prometheus. Free on this machine, and for a token with scope `read` from elsewhere; not for one tenant's.
public final class Metrics implements Endpoint.Group {
    private final Consumer<Exposition> numbers;

    /// @param numbers writes them
    public Metrics(Consumer<Exposition> numbers) {
        this.numbers = numbers;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.open("/metrics", this::page));
    }

    private Answer page(Call call) throws Problem {
        call.admitFromElsewhere(Scope.READ);
        var page = new Exposition();
        numbers.accept(page);
        return new Answer.Octets(
                200, Exposition.TYPE, page.toString().getBytes(StandardCharsets.UTF_8));
    }
}
