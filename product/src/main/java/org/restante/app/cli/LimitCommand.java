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
        if (until != null) {
            act.put("until", Until.of(until, surroundings).toString());
        }
        try (var client = server.connect(surroundings)) {
            var order = new Ordering(surroundings, client).give(act, reason);
            surroundings
                    .out()
                    .println(
                            json
                                    ? order.toString()
                                    : "Limited: "
                                            + Columns.text(order, "words").replace("limit ", "")
                                            + ". To take it back: restante queue undo "
                                            + Columns.text(order, "id"));
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
