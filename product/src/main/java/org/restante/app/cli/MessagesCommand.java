package org.restante.app.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.events.EventSentence;
import org.restante.app.remote.ServerClient;
import org.restante.mail.event.EventJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `restante messages`: finds messages in a running server's store, and tells one's life.
@Command(
        name = "messages",
        description = {
            "Find messages, newest first, each recipient with what happened last.",
            "With an id, tell all that happened to that message."
        },
        sortOptions = false)
final class MessagesCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A message: the id the 250 named, or its Message-ID.")
    private @Nullable String id;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--recipient", paramLabel = "ADDRESS", description = "The whole address.")
    private @Nullable String recipient;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "What happened last: received, delivered, deferred, bounced, expired, held …")
    private List<String> statuses = new ArrayList<>();

    @Mixin private ReportOptions options = new ReportOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Messages on a page (${DEFAULT-VALUE}, at most 1000).")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where the page before ended.")
    private @Nullable String cursor;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    MessagesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            if (id != null) {
                story(client.get("/api/v1/messages/" + ServerClient.encoded(id) + "/events"));
            } else {
                var page = client.get("/api/v1/messages" + query());
                if (json) {
                    surroundings.out().println(page);
                } else {
                    table(page);
                }
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private String query() {
        var query = new StringBuilder(options.query(surroundings)).append("&limit=").append(limit);
        ReportOptions.add(query, "status", statuses);
        ReportOptions.add(query, "recipient", recipient == null ? List.of() : List.of(recipient));
        ReportOptions.add(query, "cursor", cursor == null ? List.of() : List.of(cursor));
        return query.toString();
    }

    private void story(JsonNode story) {
        if (json) {
            surroundings.out().println(story);
            return;
        }
        var words = new EventSentence(surroundings.zone(), surroundings.colours());
        for (var event : story.get("events")) {
            surroundings.out().println(words.of(EventJson.read(event.toString())));
        }
        if (!story.get("complete").asBoolean()) {
            surroundings.out().println("There is more than is told here.");
        }
    }

    private void table(JsonNode page) {
        var out = surroundings.out();
        var rows = page.get("messages");
        var next = Columns.text(page, "next");
        if (rows.isEmpty() && next.isEmpty()) {
            out.println("No message matches; --since goes back further than a day.");
            return;
        }
        out.println(
                Columns.bold(
                        surroundings,
                        Columns.fit("message", 36)
                                + " "
                                + Columns.fit("recipient", 25)
                                + " status     when     why"));
        var now = surroundings.clock().instant();
        rows.forEach(row -> out.println(line(row, now)));
        if (page.get("cut_short").asBoolean()) {
            out.println(
                    "The time was over before all was looked through; go on with --cursor " + next);
        } else if (!next.isEmpty()) {
            out.println("There may be more: --cursor " + next);
        }
    }

    private String line(JsonNode row, Instant now) {
        var status = Columns.text(row, "status");
        var cause = Columns.text(row, "cause");
        return Columns.fit(Columns.text(row, "id"), 36)
                + " "
                + Columns.fit(Columns.text(row, "recipient").replaceAll("\\p{Cntrl}", "?"), 25)
                + " "
                + inked(status, Columns.fit(status, 10))
                + " "
                + Columns.fit(Columns.when(Columns.text(row, "time"), now), 8)
                + " "
                + (cause.isEmpty() ? "-" : cause);
    }

    private String inked(String status, String text) {
        return switch (status) {
            case "delivered" -> Columns.ink(surroundings, "32", text);
            case "deferred", "held" -> Columns.ink(surroundings, "33", text);
            case "bounced", "expired", "bounced-later", "complained" ->
                    Columns.ink(surroundings, "31", text);
            default -> text;
        };
    }
}
