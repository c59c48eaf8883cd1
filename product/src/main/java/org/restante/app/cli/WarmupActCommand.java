package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante warmup start`, `stop`, `set-day`, `complaints`.
@Command(sortOptions = false)
final class WarmupActCommand implements Callable<Integer> {
    static final List<String> ACTS = List.of("start", "stop", "set-day", "complaints");

    private final Surroundings surroundings;
    private final String act;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            required = true,
            description = "Our address, by name.")
    private String source = "";

    @Option(
            names = "--receiver",
            paramLabel = "WORD",
            description = "A provider such as gmail, or a site; all without it.")
    private @Nullable String receiver;

    @Option(names = "--plan", paramLabel = "NAME", description = "For start; else automatic.")
    private @Nullable String plan;

    @Option(names = "--day", paramLabel = "N", description = "For start and set-day.")
    private @Nullable Integer day;

    @Option(
            names = "--percent",
            paramLabel = "P",
            description = "For complaints: of the delivered, such as 0.02.")
    private @Nullable Double percent;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why; it is put on record.")
    private String reason = "";

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private WarmupActCommand(Surroundings surroundings, String act) {
        this.surroundings = surroundings;
        this.act = act;
    }

    static CommandLine line(Surroundings surroundings, String act) {
        var line = new CommandLine(new WarmupActCommand(surroundings, act));
        line.getCommandSpec()
                .usageMessage()
                .description(
                        switch (act) {
                            case "start" -> "Warm a source up, whatever the settings say.";
                            case "stop" -> "Warm a source up no longer, whatever the settings say.";
                            case "set-day" -> "Put what is being warmed up on another day.";
                            default ->
                                    "Tell how many complained, as the receiver's pages or feedback loop show it; good for three days.";
                        });
        return line;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("act", act);
        wish.put("source", source);
        put(wish, "receiver", receiver);
        put(wish, "plan", plan);
        put(wish, "day", day);
        put(wish, "percent", percent);
        wish.put("actor", Ordering.actor(surroundings));
        wish.put("reason", reason);
        try (var client = server.connect(surroundings)) {
            var all = client.post("/api/v1/warmup/acts", wish);
            if (json) {
                surroundings.out().println(all);
            } else {
                surroundings.out().println("Done; it is on record. 'restante warmup' shows it.");
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private static void put(Map<String, Object> wish, String key, @Nullable Object value) {
        if (value != null) {
            wish.put(key, value);
        }
    }
}
