package org.restante.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Which entries are meant, and how they are fetched page by page.
final class SuppressionQuery {
    private static final int PAGE = 1000;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only those in this domain.")
    private @Nullable String domain;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
    private @Nullable String tenant;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description =
                    "Only those that are hard-bounce, complaint, unsubscribe, operator or import.")
    private @Nullable String origin;

    @Nullable String tenant() {
        return tenant;
    }

    /// Shows each page's entries, until it has had enough.
    void each(ServerClient client, int most, Predicate<JsonNode> takes) {
        int left = most;
        String cursor = null;
        do {
            Map<String, @Nullable Object> query = new LinkedHashMap<>();
            query.put("domain", domain);
            query.put("tenant", tenant);
            query.put("origin", origin);
            query.put("limit", Math.min(PAGE, left));
            query.put("cursor", cursor);
            var page = client.get(ServerClient.path("/api/v1/suppressions", query));
            for (var entry : page.get("entries")) {
                left--;
                if (!takes.test(entry)) {
                    return;
                }
            }
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null && left > 0);
    }
}
