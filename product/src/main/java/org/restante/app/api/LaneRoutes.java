package org.restante.app.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;

/// What people do to what was learnt of lanes. Pausing and limiting them are acts of the queue.
public final class LaneRoutes implements Endpoint.Group {
    /// Forgets.
    @FunctionalInterface
    public interface Forgetting {
        /// @return whether there was anything
        boolean forget(String site, Optional<String> source, String by, String reason)
                throws IOException;
    }

    private final Forgetting forgetting;

    public LaneRoutes(Forgetting forgetting) {
        this.forgetting = forgetting;
    }

    /// What a person wants forgotten.
    ///
    /// @param source null for the whole site
    /// @param actor heeded from the person beside the server alone
    public record Wish(
            @Nullable String site,
            @Nullable String source,
            @Nullable String actor,
            @Nullable String reason) {}

    /// What was forgotten.
    public record Forgotten(String site, @Nullable String source, boolean undoable) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/api/v1/lanes/forget", Scope.OPERATE, this::forget));
    }

    private Answer forget(Call call) throws Problem, IOException {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "lanes are shared; this token is one tenant's");
        }
        var wish = call.json(Wish.class);
        var site = required(wish.site(), "site", "names a site as GET /api/v1/lanes does");
        var reason = required(wish.reason(), "reason", "says why, for the record");
        var by = QueueRoutes.by(call, Optional.ofNullable(wish.actor()), Optional.empty()).actor();
        if (!forgetting.forget(site, Optional.ofNullable(wish.source()), by, reason)) {
            throw Problem.of(
                    ProblemKind.NOT_FOUND,
                    "nothing was learnt of '"
                            + site
                            + "'"
                            + (wish.source() == null ? "" : " from '" + wish.source() + "'")
                            + "; GET /api/v1/lanes names sites and sources");
        }
        return Answer.ok(new Forgotten(site, wish.source(), false));
    }

    private static String required(@Nullable String text, String field, String what)
            throws Problem {
        if (text == null || text.isBlank()) {
            throw Problem.field(field, what);
        }
        return text;
    }
}
