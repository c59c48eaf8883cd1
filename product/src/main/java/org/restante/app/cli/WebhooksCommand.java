package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante webhooks`, also `restante webhooks list`.
@Command(
        name = "webhooks",
        description = "Say how the programs do that are told what happens ([[webhook]]).",
        sortOptions = false)
final class WebhooksCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private WebhooksCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new WebhooksCommand(surroundings))
                .addSubcommand(
                        "list",
                        new CommandLine(new WebhooksCommand(surroundings)).setCommandName("list"))
                .addSubcommand("dead", new WebhookDeadCommand(surroundings))
                .addSubcommand("replay", new WebhookReplayCommand(surroundings))
                .addSubcommand("test", new WebhookTestCommand(surroundings));
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var all = client.get("/api/v1/webhooks");
            if (json) {
                surroundings.out().println(all);
            } else {
                all.get("webhooks").forEach(this::tell);
                if (all.get("webhooks").isEmpty()) {
                    surroundings
                            .out()
                            .println("There is none. To have one: [[webhook]] in the settings.");
                }
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private void tell(JsonNode one) {
        var out = surroundings.out();
        var state = Columns.text(one, "state");
        var colour =
                switch (state) {
                    case "gone" -> "31";
                    case "resting" -> "33";
                    default -> "0";
                };
        out.println(
                Columns.bold(surroundings, Columns.text(one, "name"))
                        + " at "
                        + Columns.text(one, "place")
                        + " ("
                        + Columns.text(one, "kind")
                        + "): "
                        + Columns.ink(surroundings, colour, state));
        out.println(
                "    "
                        + Columns.count(one.get("taken").asLong())
                        + " taken, "
                        + Columns.count(one.get("waiting").asLong())
                        + " waiting, "
                        + Columns.count(one.get("dead").asLong(), "dead letter")
                        + (one.get("behind_s").asLong() > 0
                                ? ", "
                                        + Columns.span(
                                                java.time.Duration.ofSeconds(
                                                        one.get("behind_s").asLong()))
                                        + " behind"
                                : "")
                        + (one.path("bugs").asLong() > 0
                                ? ", "
                                        + Columns.count(one.get("bugs").asLong(), "fault")
                                        + " of this program (its log has them)"
                                : ""));
        var trouble = IncidentsCommand.plain(one, "last_trouble");
        if (!trouble.isEmpty()) {
            out.println(
                    "    last trouble "
                            + Columns.when(
                                    Columns.text(one, "last_trouble_at"),
                                    surroundings.clock().instant())
                            + ": "
                            + trouble);
        }
    }
}
