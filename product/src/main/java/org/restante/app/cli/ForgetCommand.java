package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante lanes forget`.
@Command(
        name = "forget",
        description = {
            "Forget what was learnt of a receiver's site: its limits, pauses and greylist; a closed lane opens.",
            "It cannot be taken back: the lane learns anew, which may cost refusals."
        },
        sortOptions = false)
final class ForgetCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--site",
            paramLabel = "SITE",
            required = true,
            description = "As 'restante lanes' names it.")
    private String site = "";

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description =
                    "The lane from this address of ours alone; what all of them share stays known.")
    private @Nullable String source;

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

    ForgetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("site", site);
        if (source != null) {
            wish.put("source", source);
        }
        wish.put("actor", Ordering.actor(surroundings));
        wish.put("reason", reason);
        try (var client = server.connect(surroundings)) {
            var forgotten = client.post("/api/v1/lanes/forget", wish);
            surroundings
                    .out()
                    .println(
                            json
                                    ? forgotten.toString()
                                    : "Forgotten: "
                                            + site
                                            + (source == null ? "" : " from " + source)
                                            + ". It is learnt anew; this cannot be taken back.");
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
