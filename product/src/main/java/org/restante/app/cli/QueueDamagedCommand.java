package org.restante.app.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante queue damaged`.
@Command(
        name = "damaged",
        description = {
            "Say what mail could not be read back from the disk and is tried no more.",
            "A file of the spool's folder has its octets; once that is taken away it is told of no more."
        },
        sortOptions = false)
final class QueueDamagedCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueDamagedCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var out = surroundings.out();
        try (var client = server.connect(surroundings)) {
            var all = client.get("/api/v1/queue/damaged");
            if (json) {
                out.println(all);
            } else if (all.get("damaged").isEmpty()) {
                out.println("No mail is damaged.");
            } else {
                var now = surroundings.clock().instant();
                all.get("damaged").forEach(one -> out.println(words(one, now)));
            }
            out.flush();
        }
        return Exit.DONE;
    }

    private static String words(JsonNode one, Instant now) {
        var message = Columns.text(one, "message");
        var at = Columns.text(one, "at");
        var file = Columns.text(one, "file");
        return (message.isEmpty() ? "(unknown message)" : message)
                + (at.isEmpty() ? "" : "  found " + Columns.when(at, now))
                + "\n    "
                + (file.isEmpty()
                        ? "stays in the spool"
                        : file + ", " + Columns.count(one.get("octets").asLong(), "octet"))
                + "\n    "
                + Columns.text(one, "why");
    }
}
