package org.restante.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import tools.jackson.databind.JsonNode;

/// Gives an order to a server and follows it to its end.
final class Ordering {
    private static final long LOOK_MILLIS = 150;
    private static final long PATIENCE_MILLIS = 120_000;

    private final Surroundings surroundings;
    private final ServerClient client;

    Ordering(Surroundings surroundings, ServerClient client) {
        this.surroundings = surroundings;
        this.client = client;
    }

    /// Who acts: the user of the system; the server heeds it from this machine alone.
    static String actor(Surroundings surroundings) {
        var environment = surroundings.environment();
        return "user "
                + environment.getOrDefault(
                        "SUDO_USER",
                        environment.getOrDefault(
                                "USER", System.getProperty("user.name", "unknown")));
    }

    /// A route that hears who acts in its query.
    static String path(Surroundings surroundings, String route) {
        return ServerClient.path(route, Map.of("actor", actor(surroundings)));
    }

    JsonNode give(Map<String, Object> act, @Nullable String reason) {
        var whole = new LinkedHashMap<>(act);
        whole.put("actor", actor(surroundings));
        if (reason != null) {
            whole.put("reason", reason);
        }
        return client.post("/api/v1/queue/acts", whole);
    }

    JsonNode undo(String id, @Nullable String reason) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("actor", actor(surroundings));
        query.put("reason", reason);
        return client.delete(
                ServerClient.path("/api/v1/queue/acts/" + ServerClient.encoded(id), query));
    }

    /// The order when it is over, or as it stands when that takes long.
    JsonNode follow(JsonNode order) throws InterruptedException {
        var now = order;
        var path = "/api/v1/queue/acts/" + ServerClient.encoded(Columns.text(order, "id"));
        for (long waited = 0;
                Columns.text(now, "progress").equals("runs") && waited < PATIENCE_MILLIS;
                waited += LOOK_MILLIS) {
            Thread.sleep(LOOK_MILLIS);
            now = client.get(path);
        }
        return now;
    }
}
