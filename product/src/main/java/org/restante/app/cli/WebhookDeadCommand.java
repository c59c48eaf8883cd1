package org.restante.app.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante webhooks dead`.
@Command(
        description = "List what a webhook did not take at its last try, the latest first.",
        sortOptions = false)
final class WebhookDeadCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "The webhook.")
    private String name = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "So many at most (${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--json", description = "Write JSON, with the payloads.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    WebhookDeadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static String path(String name, String end) {
        return "/api/v1/webhooks/" + ServerClient.encoded(name) + end;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var all = client.get(ServerClient.path(path(name, "/dead"), Map.of("limit", limit)));
            var out = surroundings.out();
            if (json) {
                out.println(all);
            } else {
                for (var letter : all.get("letters")) {
                    out.println(
                            Columns.text(letter, "id")
                                    + " "
                                    + Columns.text(letter, "type")
                                    + ", dead since "
                                    + Columns.time(Columns.text(letter, "died_at"))
                                    + " after "
                                    + Columns.count(letter.get("tries").asLong())
                                    + " tries: "
                                    + IncidentsCommand.plain(letter, "trouble"));
                }
                out.println(
                        Columns.count(all.get("dead").asLong(), "dead letter")
                                + (all.get("dead").asLong() > 0
                                        ? "; to send them again: restante webhooks replay " + name
                                        : ""));
            }
            out.flush();
        }
        return Exit.DONE;
    }
}
