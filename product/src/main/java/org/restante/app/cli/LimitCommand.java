package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante lanes limit`.
@Command(
        name = "limit",
        description = "Let lanes go no faster than this; 'restante queue undo' takes it back.",
        sortOptions = false)
final class LimitCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private LaneOptions lanes = new LaneOptions();

    @Option(names = "--connections", paramLabel = "N", description = "At once, in each lane.")
    private @Nullable Integer connections;

    @Option(names = "--messages-per-hour", paramLabel = "N", description = "In each lane.")
    private @Nullable Integer messagesPerHour;

    @Mixin private StandingOptions standing = new StandingOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    LimitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> act = new LinkedHashMap<>();
        act.put("act", "limit");
        act.put("lanes", lanes.some());
        if (connections != null) {
            act.put("connections", connections);
        }
        if (messagesPerHour != null) {
            act.put("messages_per_hour", messagesPerHour);
        }
        try (var client = server.connect(surroundings)) {
            standing.give(
                    act,
                    surroundings,
                    client,
                    order ->
                            "Limited: "
                                    + Columns.text(order, "words").replace("limit ", "")
                                    + ". To take it back: restante queue undo "
                                    + Columns.text(order, "id"));
        }
        return Exit.DONE;
    }
}
