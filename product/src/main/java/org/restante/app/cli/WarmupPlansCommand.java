package org.restante.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante warmup plans`.
@Command(
        name = "plans",
        description = "Show the plans there are: recipients of bulk mail a day.",
        sortOptions = false)
final class WarmupPlansCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    WarmupPlansCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var all = client.get("/api/v1/warmup/plans");
            if (json) {
                surroundings.out().println(all);
            } else {
                all.get("plans").forEach(this::tell);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private void tell(JsonNode plan) {
        var volumes = new ArrayList<String>();
        plan.get("volumes").forEach(volume -> volumes.add(Columns.count(volume.asInt())));
        var out = surroundings.out();
        out.println(
                Columns.bold(surroundings, Columns.text(plan, "name"))
                        + ", "
                        + Columns.count(volumes.size(), "day"));
        out.println("    " + String.join("  ", volumes));
        out.println("    from " + Columns.text(plan, "origin"));
    }
}
