package org.restante.app.api;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import tools.jackson.databind.JsonNode;

/// The logs of other servers that are followed, and what is said where that leaves nothing to tell: a log has no queue, no lanes and takes no mail.
public final class WatchedRoutes implements Endpoint.Group {
    /// One log.
    ///
    /// @param format what writes it, such as `postfix`; null until that is known
    /// @param octets how much of the file that is written now was read
    /// @param readAt when something was last read; null before
    /// @param trouble why it cannot be read now; null where it can
    public record Watched(
            String path,
            @Nullable String format,
            long octets,
            @Nullable String readAt,
            @Nullable String trouble) {}

    private final Supplier<List<Watched>> logs;

    /// @param logs none for a server that sends mail itself
    public WatchedRoutes(Supplier<List<Watched>> logs) {
        this.logs = logs;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/watched", Scope.READ, this::list));
    }

    /// The logs are the whole machine's: one tenant is told of none.
    private Answer list(Call call) {
        boolean isOneTenants = call.token().client().tenant().isPresent();
        return Answer.ok(Map.of("logs", isOneTenants ? List.of() : logs.get()));
    }

    /// A route for each that the OpenAPI document has and `groups` have not: it says why it is not there.
    ///
    /// @param why for people
    public static List<Endpoint> others(List<Endpoint.Group> groups, String why) {
        var there = new HashSet<String>();
        for (var group : groups) {
            group.endpoints().forEach(one -> there.add(one.method() + ' ' + one.path()));
        }
        return documented(why)
                .filter(one -> !there.contains(one.method() + ' ' + one.path()))
                .toList();
    }

    private static Stream<Endpoint> documented(String why) {
        return OpenApi.document().path("paths").properties().stream()
                .flatMap(path ->
                        path.getValue().properties().stream()
                                .map(it -> absent(it.getKey(), path.getKey(), it.getValue(), why)));
    }

    private static Endpoint absent(String method, String path, JsonNode operation, String why) {
        var scope = Scope.of(operation.path("x-scope").asString("read"));
        return new Endpoint(
                method.toUpperCase(Locale.ROOT),
                path,
                Optional.of(scope.orElse(Scope.READ)),
                call -> {
                    throw Problem.of(ProblemKind.NOT_WATCHED, why);
                });
    }
}
