package org.restante.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante suppression remove`. Exit 1 when none of them was on the list.
@Command(
        name = "remove",
        description = {
            "Let these be mailed again: entries for exactly this recipient and tenant.",
            "Exit 1 when none of them was on the list."
        },
        sortOptions = false)
final class SuppressionRemoveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "RECIPIENT", arity = "1..*", description = "An address, or a domain.")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "This tenant's entry; without it that for everybody's mail.")
    private @Nullable String tenant;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SuppressionRemoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var entries = new ArrayList<Map<String, String>>();
        for (var recipient : recipients) {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("recipient", recipient);
            if (tenant != null) {
                entry.put("tenant", tenant);
            }
            entries.add(entry);
        }
        try (var client = server.connect(surroundings)) {
            int removed = new SuppressionSending(surroundings, client, reason).remove(entries);
            surroundings
                    .out()
                    .println(
                            removed == 0
                                    ? "Not on the list"
                                            + (tenant == null ? "" : " of " + tenant)
                                            + "; 'restante suppression list RECIPIENT' shows what is."
                                    : Columns.count(removed) + " taken off the list.");
            surroundings.out().flush();
            return removed == 0 ? Exit.FINDINGS : Exit.DONE;
        }
    }
}
