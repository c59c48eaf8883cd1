package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante lanes`.
@Command(
        name = "lanes",
        description = {
            "Say how each lane stands: a receiver's site seen from one of our addresses.",
            "Pauses and limits that stand by order come first."
        },
        sortOptions = false)
final class LanesCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--closed", description = "Only those that are closed or paused.")
    private boolean closed;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private LanesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new LanesCommand(surroundings))
                .addSubcommand("limit", new LimitCommand(surroundings))
                .addSubcommand("forget", new ForgetCommand(surroundings));
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var all = client.get("/api/v1/lanes");
            if (json) {
                surroundings.out().println(all);
            } else {
                int orders = tellOrders(client.get("/api/v1/queue/acts").get("acts"));
                tell(all.get("lanes"), orders);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    /// Says what stands by order: it holds for lanes too that no mail has opened yet, and so are not in the list.
    private int tellOrders(JsonNode acts) {
        int shown = 0;
        for (var act : acts) {
            var word = Columns.text(act, "act");
            if (word.equals("pause") || word.equals("limit") && !closed) {
                shown++;
                surroundings.out().println(order(act));
            }
        }
        return shown;
    }

    private String order(JsonNode act) {
        var end = Columns.text(act, "until");
        var reason = Columns.text(act, "reason");
        return Columns.bold(surroundings, Columns.text(act, "words"))
                + (end.isEmpty() ? "" : " until " + Columns.time(end))
                + "\n    by "
                + Columns.text(act, "actor")
                + (reason.isEmpty() ? "" : ": " + reason)
                + ". To take it back: restante queue undo "
                + Columns.text(act, "id");
    }

    private void tell(JsonNode lanes, int shownBefore) {
        int shown = shownBefore;
        for (var lane : lanes) {
            if (!closed || !Columns.text(lane, "state").equals("open")) {
                shown++;
                tell(lane, Columns.text(lane, "state"));
            }
        }
        if (shown == 0) {
            surroundings
                    .out()
                    .println(
                            closed
                                    ? "Every lane is open."
                                    : "No mail has gone out since the start.");
        }
    }

    private void tell(JsonNode lane, String state) {
        var out = surroundings.out();
        var provider = Columns.text(lane, "provider");
        out.println(
                Columns.bold(surroundings, Columns.text(lane, "site"))
                        + (provider.isEmpty() ? "" : " (" + provider + ")")
                        + " from "
                        + Columns.text(lane, "source"));
        var colour =
                switch (state) {
                    case "open" -> "32";
                    case "closed" -> "31";
                    default -> "33";
                };
        out.println("    " + Columns.ink(surroundings, colour, Columns.text(lane, "sentence")));
        var step = Columns.text(lane, "last_step");
        if (!step.isEmpty()) {
            out.println(
                    "    "
                            + Columns.when(
                                    Columns.text(lane, "last_step_at"),
                                    surroundings.clock().instant())
                            + ": "
                            + step);
        }
        var refusal = Columns.text(lane, "last_refusal").replace('\n', ' ');
        if (!refusal.isEmpty()) {
            var line =
                    "    refused "
                            + Columns.when(
                                    Columns.text(lane, "last_refusal_at"),
                                    surroundings.clock().instant())
                            + ": "
                            + refusal;
            out.println(line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line);
        }
    }
}
