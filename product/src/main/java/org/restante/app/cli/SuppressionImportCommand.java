package org.restante.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.sending.suppression.Suppressed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante suppression import`.
@Command(
        name = "import",
        description = {
            "Put everybody in a CSV file on the list.",
            "Columns by their names: recipient (or email, address, domain), tenant, origin, reason, since (or created), until."
        },
        sortOptions = false)
final class SuppressionImportCommand implements Callable<Integer> {
    private static final int AT_ONCE = 5000;
    private static final int MOST_TOLD = 10;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "CSV; '-' for standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Of those whose tenant the file does not say.")
    private @Nullable String tenant;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            defaultValue = "import",
            description = "Of those whose origin the file does not say (${DEFAULT-VALUE}).")
    private String origin = "import";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; for the record, and of those whose reason the file does not say.")
    private @Nullable String reason;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SuppressionImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        long left = 0;
        try (var in = open();
                var client = server.connect(surroundings)) {
            var csv = new SuppressionCsv(in, file.toString());
            var sending = new SuppressionSending(surroundings, client, reason);
            var entries = new ArrayList<Map<String, String>>();
            for (var next = csv.next(); next.isPresent(); next = csv.next()) {
                var objection = objection(next.get());
                if (objection.isEmpty()) {
                    entries.add(completed(next.get()));
                } else if (left++ < MOST_TOLD) {
                    surroundings
                            .err()
                            .println(
                                    csv.at()
                                            + "'"
                                            + next.get().getOrDefault("recipient", "")
                                            + "' "
                                            + objection
                                            + ", and is left out");
                }
                if (entries.size() == AT_ONCE) {
                    send(sending, entries);
                }
            }
            if (!entries.isEmpty()) {
                send(sending, entries);
            }
            surroundings
                    .out()
                    .println(
                            sending.words()
                                    + (left == 0 ? "" : " " + Columns.count(left) + " left out."));
            surroundings.out().flush();
        }
        return left == 0 ? Exit.DONE : Exit.FINDINGS;
    }

    private static void send(SuppressionSending sending, List<Map<String, String>> entries) {
        sending.add(entries);
        entries.clear();
    }

    /// Why it is left out; empty when it is not.
    private String objection(Map<String, String> entry) {
        if (Suppressed.of(entry.getOrDefault("recipient", ""), Optional.empty()).isEmpty()) {
            return "is neither address nor domain";
        }
        var until = entry.get("until");
        return until == null || Instant.parse(until).isAfter(surroundings.clock().instant())
                ? ""
                : "ended at " + until;
    }

    private Map<String, String> completed(Map<String, String> entry) {
        entry.putIfAbsent("origin", origin);
        if (tenant != null) {
            entry.putIfAbsent("tenant", tenant);
        }
        if (reason != null) {
            entry.putIfAbsent("reason", reason);
        }
        return entry;
    }

    private BufferedReader open() throws IOException {
        return file.toString().equals("-")
                ? new BufferedReader(
                        new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
                : Files.newBufferedReader(file);
    }
}
