package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante suppression export`.
@Command(
        name = "export",
        description = "Write the list as CSV to standard output; 'import' reads it.",
        sortOptions = false)
final class SuppressionExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private SuppressionQuery query = new SuppressionQuery();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SuppressionExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var out = surroundings.out();
        try (var client = server.connect(surroundings)) {
            out.println(String.join(",", SuppressionCsv.HEADER));
            query.each(
                    client,
                    Integer.MAX_VALUE,
                    entry -> {
                        out.println(SuppressionCsv.line(entry));
                        return true;
                    });
            out.flush();
        }
        return Exit.DONE;
    }
}
