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

/// `restante suppression add`.
@Command(
        name = "add",
        description = "Let nobody at these addresses and domains be mailed from now on.",
        sortOptions = false)
final class SuppressionAddCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "RECIPIENT",
            arity = "1..*",
            description = "An address, or a domain for all of it.")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Only this tenant's mail; everybody's without it.")
    private @Nullable String tenant;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            defaultValue = "operator",
            description = "operator (without it), complaint, unsubscribe, hard-bounce or import.")
    private String origin = "operator";

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends: 30d, or a time.")
    private @Nullable String until;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SuppressionAddCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var entries = new ArrayList<Map<String, String>>();
        for (var recipient : recipients) {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("recipient", recipient);
            entry.put("origin", origin);
            if (tenant != null) {
                entry.put("tenant", tenant);
            }
            if (reason != null) {
                entry.put("reason", reason);
            }
            if (until != null) {
                entry.put("until", Until.of(until, surroundings).toString());
            }
            entries.add(entry);
        }
        try (var client = server.connect(surroundings)) {
            var sending = new SuppressionSending(surroundings, client, reason);
            sending.add(entries);
            surroundings.out().println(sending.words());
            surroundings.out().flush();
        }
        return Exit.DONE;
    }
}
