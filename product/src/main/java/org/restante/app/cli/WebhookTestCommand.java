package org.restante.app.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante webhooks test`.
@Command(
        description = {
            "Send a webhook a test and say what it answers; exit 1 when it does not take it.",
            "One that had answered 410 is sent everything again when it takes the test."
        },
        sortOptions = false)
final class WebhookTestCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "The webhook.")
    private String name = "";

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    WebhookTestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var answer =
                    client.post(
                            WebhookDeadCommand.path(name, "/test"),
                            Map.of("actor", Ordering.actor(surroundings)));
            boolean isTaken = answer.get("taken").asBoolean();
            if (json) {
                surroundings.out().println(answer);
            } else {
                surroundings
                        .out()
                        .println(
                                (isTaken ? "Taken" : "Not taken")
                                        + " after "
                                        + Columns.count(answer.get("took_ms").asLong())
                                        + " ms: "
                                        + IncidentsCommand.plain(answer, "answer"));
            }
            surroundings.out().flush();
            return isTaken ? Exit.DONE : Exit.FINDINGS;
        }
    }
}
