package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends: 2h, or a time.")
    private @Nullable String until;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

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
        if (until != null) {
            act.put("until", Until.of(until, surroundings).toString());
        }
        try (var client = server.connect(surroundings)) {
            var order = new Ordering(surroundings, client).give(act, reason);
            var end = Columns.text(order, "until");
            surroundings
                    .out()
                    .println(
                            json
                                    ? order.toString()
                                    : "Paused"
                                            + (end.isEmpty() ? "" : " until " + Columns.time(end))
                                            + ": "
                                            + Columns.text(order, "words").replace("pause ", "")
                                            + ". To go on: restante resume "
                                            + Columns.text(order, "id"));
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
