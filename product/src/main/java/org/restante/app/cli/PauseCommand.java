package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante pause`.
@Command(
        name = "pause",
        description = {
            "Stop lanes, or the mail for a domain, until they are resumed.",
            "What is under way ends; mail keeps its place, and its lifetime goes on."
        },
        sortOptions = false)
final class PauseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private LaneOptions lanes = new LaneOptions();

    @Mixin private StandingOptions standing = new StandingOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    PauseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> act = new LinkedHashMap<>();
        act.put("act", "pause");
        act.put("lanes", lanes.some());
        try (var client = server.connect(surroundings)) {
            standing.give(act, surroundings, client, PauseCommand::words);
        }
        return Exit.DONE;
    }

    private static String words(JsonNode order) {
        var end = Columns.text(order, "until");
        return "Paused"
                + (end.isEmpty() ? "" : " until " + Columns.time(end))
                + ": "
                + Columns.text(order, "words").replace("pause ", "")
                + ". To go on: restante resume "
                + Columns.text(order, "id");
    }
}
