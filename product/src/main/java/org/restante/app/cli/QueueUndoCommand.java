package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante queue undo`.
@Command(
        name = "undo",
        description = "Take back an act that stands, or stop one that runs.",
        sortOptions = false)
final class QueueUndoCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The act; see 'restante queue acts'.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueUndoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var order = new Ordering(surroundings, client).undo(id, reason);
            surroundings
                    .out()
                    .println(
                            json
                                    ? order.toString()
                                    : "Taken back: " + Columns.text(order, "words") + ".");
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
