package org.restante.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `restante suppression list`.
@Command(
        name = "list",
        description = {
            "Say who is not mailed, why and since when.",
            "With RECIPIENT, all that keeps mail for that address back; exit 1 when nothing does."
        },
        sortOptions = false)
final class SuppressionListCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "RECIPIENT", arity = "0..1", description = "An address, or a domain.")
    private @Nullable String recipient;

    @Mixin private SuppressionQuery query = new SuppressionQuery();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--json", description = "Write JSON, an entry a line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SuppressionListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new InputError("--limit: " + limit + " is too few; 1 or more would be right");
        }
        try (var client = server.connect(surroundings)) {
            var found = new ArrayList<JsonNode>();
            if (recipient == null) {
                query.each(client, limit, found::add);
            } else {
                Map<String, @Nullable Object> asked = new HashMap<>();
                asked.put("recipient", recipient);
                asked.put("tenant", query.tenant());
                client.get(ServerClient.path("/api/v1/suppressions", asked))
                        .get("entries")
                        .forEach(found::add);
            }
            tell(found);
            surroundings.out().flush();
            return recipient != null && found.isEmpty() ? Exit.FINDINGS : Exit.DONE;
        }
    }

    private void tell(List<JsonNode> found) {
        var out = surroundings.out();
        if (json) {
            found.forEach(entry -> out.println(JSON.writeValueAsString(entry)));
            return;
        }
        if (found.isEmpty()) {
            out.println(
                    recipient == null ? "Nobody is suppressed." : recipient + " may be mailed.");
            return;
        }
        out.println(
                Columns.bold(
                        surroundings,
                        "recipient                       tenant     origin       since                 why"));
        found.forEach(entry -> out.println(line(entry)));
        if (recipient == null && found.size() >= limit) {
            out.println("There may be more: --limit N, or 'restante suppression export'.");
        }
    }

    private static String line(JsonNode entry) {
        var tenant = Columns.text(entry, "tenant");
        var until = Columns.text(entry, "until");
        return (Columns.fit(Columns.text(entry, "recipient"), 31)
                        + " "
                        + Columns.fit(tenant.isEmpty() ? "all" : tenant, 10)
                        + " "
                        + Columns.fit(Columns.text(entry, "origin"), 12)
                        + " "
                        + Columns.time(Columns.text(entry, "since"))
                        + "  "
                        + (until.isEmpty() ? "" : "until " + Columns.time(until) + "  ")
                        + Columns.text(entry, "reason").replace('\n', ' '))
                .stripTrailing();
    }
}
