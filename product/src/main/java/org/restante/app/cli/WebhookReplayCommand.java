package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante webhooks replay`.
@Command(
        description = "Send a webhook again what it did not take; all of it without an id.",
        sortOptions = false)
final class WebhookReplayCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "The webhook.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ID",
            description = "Dead letters, as 'restante webhooks dead' shows them.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    WebhookReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> wish = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            wish.put("ids", ids);
        }
        wish.put("actor", Ordering.actor(surroundings));
        if (reason != null) {
            wish.put("reason", reason);
        }
        try (var client = server.connect(surroundings)) {
            var answer = client.post(WebhookDeadCommand.path(name, "/replay"), wish);
            if (json) {
                surroundings.out().println(answer);
            } else {
                surroundings
                        .out()
                        .println(
                                Columns.count(answer.get("replayed").asLong(), "dead letter")
                                        + " sent again, "
                                        + Columns.count(answer.get("dead").asLong())
                                        + " left.");
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
