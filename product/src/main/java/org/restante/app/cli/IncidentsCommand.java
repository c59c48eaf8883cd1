package org.restante.app.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante incidents`, also `restante incidents list`.
@Command(
        name = "incidents",
        description = "Say what is wrong: who refuses our mail, where, since when and why.",
        sortOptions = false)
final class IncidentsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open, closed or all (${DEFAULT-VALUE}).")
    private String state = "open";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "So many at most (${DEFAULT-VALUE}), the latest first.")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "TEXT", description = "Where the page before ended.")
    private @Nullable String cursor;

    @Option(
            names = "--shadow",
            description =
                    "Say what the server would have done about incidents, had it been told to act, and what that would have spared.")
    private boolean shadow;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private IncidentsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new IncidentsCommand(surroundings))
                .addSubcommand(
                        "list",
                        new CommandLine(new IncidentsCommand(surroundings)).setCommandName("list"))
                .addSubcommand("show", new IncidentShowCommand(surroundings))
                .addSubcommand("check", new IncidentCheckCommand(surroundings))
                .addSubcommand("letter", new IncidentLetterCommand(surroundings));
    }

    @Override
    public Integer call() throws IOException {
        if (shadow) {
            return shadow();
        }
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("state", state);
        query.put("limit", limit);
        query.put("cursor", cursor);
        try (var client = server.connect(surroundings)) {
            var page = client.get(ServerClient.path("/api/v1/incidents", query));
            if (json) {
                surroundings.out().println(page);
            } else {
                tell(page);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private int shadow() throws IOException {
        try (var client = server.connect(surroundings)) {
            var report =
                    client.get(
                            ServerClient.path("/api/v1/incidents/shadow", Map.of("limit", limit)));
            if (json) {
                surroundings.out().println(report);
            } else {
                new ShadowReport(surroundings).tell(report);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private void tell(JsonNode page) {
        var out = surroundings.out();
        var now = surroundings.clock().instant();
        page.get("incidents").forEach(one -> tell(surroundings, one, now));
        if (!page.get("caught_up").asBoolean()) {
            out.println("The server still reads what was on record before its start.");
        } else if (page.get("incidents").isEmpty()) {
            out.println(state.equals("open") ? "Nothing is wrong that shows." : "There is none.");
        }
        var next = Columns.text(page, "next");
        if (!next.isEmpty()) {
            out.println("There are more: --cursor " + next);
        }
    }

    /// In a few lines.
    static void tell(Surroundings surroundings, JsonNode one, Instant now) {
        var out = surroundings.out();
        var work = one.get("work");
        boolean isOpen = Columns.text(one, "state").equals("open");
        var colour =
                switch (isOpen ? Columns.text(one, "severity") : "") {
                    case "pause" -> "31";
                    case "throttle" -> "33";
                    default -> "0";
                };
        out.println(
                Columns.bold(surroundings, Columns.text(one, "id"))
                        + " "
                        + Columns.ink(surroundings, colour, plain(one, "headline")));
        out.println(
                "    since "
                        + Columns.time(Columns.text(one, "since"))
                        + (isOpen
                                ? " (" + Columns.when(Columns.text(one, "since"), now) + "), open"
                                : ", over since " + Columns.time(Columns.text(one, "until")))
                        + who(work, "acknowledged_by", ", seen by ")
                        + who(work, "assignee", ", with ")
                        + who(work, "muted_until", ", muted until ")
                        + unanswered(work, now));
        var asked = one.get("recommendation");
        out.println(
                "    the table asks for: "
                        + Columns.text(asked, "action")
                        + "; "
                        + plain(asked, "reason"));
    }

    /// A letter waited for its answer too long.
    private static String unanswered(JsonNode work, Instant now) {
        var due = Columns.text(work, "letter_due_at");
        return due.isEmpty() || now.isBefore(Instant.parse(due)) ? "" : ", a letter is unanswered";
    }

    private static String who(JsonNode work, String key, String words) {
        var text = plain(work, key);
        return text.isEmpty() ? "" : words + text;
    }

    /// Text from elsewhere without what a terminal would obey.
    static String plain(JsonNode node, String key) {
        return Columns.text(node, key).replace('\n', ' ').replaceAll("\\p{Cntrl}", "?");
    }
}
