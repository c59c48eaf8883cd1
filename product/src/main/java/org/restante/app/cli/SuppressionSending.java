package org.restante.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import tools.jackson.databind.JsonNode;

/// Changes of the list, as the user of the system, and what they came to.
final class SuppressionSending {
    private final Surroundings surroundings;
    private final ServerClient client;
    private final @Nullable String reason;
    private long added;
    private long changed;

    SuppressionSending(Surroundings surroundings, ServerClient client, @Nullable String reason) {
        this.surroundings = surroundings;
        this.client = client;
        this.reason = reason;
    }

    void add(List<Map<String, String>> entries) {
        var answer = post("/api/v1/suppressions", entries);
        added += answer.get("added").asInt();
        changed += answer.get("changed").asInt();
    }

    /// @return how many were on the list
    int remove(List<Map<String, String>> entries) {
        return post("/api/v1/suppressions/remove", entries).get("removed").asInt();
    }

    private JsonNode post(String path, List<Map<String, String>> entries) {
        var body = new LinkedHashMap<String, Object>();
        body.put("entries", entries);
        body.put("actor", Ordering.actor(surroundings));
        if (reason != null) {
            body.put("reason", reason);
        }
        return client.post(path, body);
    }

    String words() {
        return Columns.count(added)
                + " put on the list"
                + (changed > 0 ? ", " + Columns.count(changed) + " that were on it changed" : "")
                + ".";
    }
}
