package org.restante.app.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante incidents check`.
@Command(
        name = "check",
        description =
                "Let the server find out now whether what mends an incident is so; it is put on record.",
        sortOptions = false)
final class IncidentCheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "As 'restante incidents' names the incident.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "MEND",
            description = "As 'restante incidents show' names it in brackets: refusals, ptr, spf …")
    private String mend = "";

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    IncidentCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var path =
                "/api/v1/incidents/"
                        + ServerClient.encoded(id)
                        + "/mends/"
                        + ServerClient.encoded(mend)
                        + "/check";
        try (var client = server.connect(surroundings)) {
            var one = client.post(path, Map.of("actor", Ordering.actor(surroundings)));
            IncidentShowCommand.mends(surroundings, one.get("mends"));
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
