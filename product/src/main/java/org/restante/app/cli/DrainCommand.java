package org.restante.app.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.restante.app.api.ServerRoutes.Draining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante drain`: a running server takes no new mail and delivers what waits.
@Command(
        name = "drain",
        description =
                "Let a running server take no new mail and deliver what waits, until it is stopped; started again it takes mail again.",
        sortOptions = false)
final class DrainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    DrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var answer =
                    client.post(
                            Ordering.path(surroundings, "/api/v1/drain"), Map.of(), Draining.class);
            long held = client.get("/api/v1/queue/count?state=held").get("recipients").asLong();
            surroundings
                    .out()
                    .println(
                            "no new mail is taken; "
                                    + Columns.count(answer.waiting(), "recipient")
                                    + (answer.waiting() == 1 ? " waits" : " wait")
                                    + (held == 0
                                            ? ""
                                            : ", "
                                                    + held
                                                    + " of them held until somebody releases or removes them"));
            return Exit.DONE;
        }
    }
}
