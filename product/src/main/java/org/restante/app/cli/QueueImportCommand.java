package org.restante.app.cli;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante queue import`.
@Command(
        name = "import",
        description =
                "Take in the waiting mail of another server; who is here already, or came in before, is left out.",
        sortOptions = false)
final class QueueImportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "What 'restante queue export' wrote.")
    private Path file = Path.of("");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            Map<String, @Nullable Object> query = new LinkedHashMap<>();
            query.put("actor", Ordering.actor(surroundings));
            query.put("reason", reason);
            var done =
                    client.upload(
                            ServerClient.path("/api/v1/queue/import", query),
                            "application/vnd.restante.queue",
                            BodyPublishers.ofFile(file));
            var out = surroundings.out();
            if (json) {
                out.println(done);
            } else {
                long refused = done.get("refused_recipients").asLong();
                out.println(
                        "Imported "
                                + Columns.count(done.get("recipients").asLong(), "recipient")
                                + " of "
                                + Columns.count(done.get("messages").asLong(), "message")
                                + (refused == 0
                                        ? "."
                                        : "; here already, or taken in before: "
                                                + Columns.count(refused, "recipient")
                                                + "."));
                out.println("Code: " + QueueExportCommand.code(Columns.text(done, "sha256")));
            }
            out.flush();
        } catch (java.io.FileNotFoundException e) {
            throw new java.nio.file.NoSuchFileException(file.toString());
        }
        return Exit.DONE;
    }
}
