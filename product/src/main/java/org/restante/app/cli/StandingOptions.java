package org.restante.app.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// How long an act on lanes stands and why, and how it is told.
final class StandingOptions {
    @Option(names = "--until", paramLabel = "TIME", description = "When it ends: 2h, or a time.")
    private @Nullable String until;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    /// What is told of the order.
    @FunctionalInterface
    interface Words {
        String of(JsonNode order);
    }

    void give(
            Map<String, Object> act, Surroundings surroundings, ServerClient client, Words words) {
        if (until != null) {
            act.put("until", Until.of(until, surroundings).toString());
        }
        var order = new Ordering(surroundings, client).give(act, reason);
        surroundings.out().println(json ? order.toString() : words.of(order));
        surroundings.out().flush();
    }
}
