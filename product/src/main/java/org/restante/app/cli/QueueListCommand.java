package org.restante.app.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.RemoteTrouble;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante queue list`.
@Command(
        name = "list",
        description = "Say who waits, the oldest message first.",
        sortOptions = false)
final class QueueListCommand implements Callable<Integer> {
    private static final int FORBIDDEN = 403;

    /// A server of an earlier version.
    private static final int NOT_FOUND = 404;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private MailOptions mail = new MailOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Recipients on a page (${DEFAULT-VALUE}, at most 1000).")
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

    QueueListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var query = MailOptions.query(mail.mail(List.of()));
            var page =
                    client.get(
                            "/api/v1/queue?limit="
                                    + limit
                                    + (cursor == null
                                            ? ""
                                            : "&cursor=" + ServerClient.encoded(cursor))
                                    + query);
            if (json) {
                surroundings.out().println(page);
            } else {
                table(page);
                tellOfDamage(client);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    /// Mail that cannot be read is in no list; who looks at the list is to know of it. A token of one tenant may not ask.
    private void tellOfDamage(ServerClient client) {
        try {
            int damaged = client.get("/api/v1/queue/damaged").get("damaged").size();
            if (damaged > 0) {
                surroundings
                        .out()
                        .println(
                                Columns.count(damaged, "piece")
                                        + " of mail could not be read back: restante queue damaged");
            }
        } catch (RemoteTrouble e) {
            if (e.status() != FORBIDDEN && e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private void table(JsonNode page) {
        var out = surroundings.out();
        var rows = page.get("recipients");
        if (rows.isEmpty() && page.get("next").isNull()) {
            out.println("Nothing waits that matches.");
            return;
        }
        out.println(
                Columns.bold(
                        surroundings,
                        "message                              recipient                 state     tries  due     why"));
        var now = surroundings.clock().instant();
        rows.forEach(row -> out.println(line(row, now)));
        var next = Columns.text(page, "next");
        if (page.get("cut_short").asBoolean()) {
            out.println(
                    "The time was over before all was looked through; go on with --cursor " + next);
        } else if (!next.isEmpty()) {
            out.println("There may be more: --cursor " + next);
        }
    }

    /// What it waits for, or was refused for.
    private static String why(JsonNode row) {
        if (!Columns.text(row, "state").equals("held")) {
            return Columns.fit(Columns.text(row, "cause"), 12).strip();
        }
        var export = Columns.text(row, "export");
        return export.isEmpty()
                ? "held by " + Columns.text(row, "held_by")
                : "held by export " + export;
    }

    private String line(JsonNode row, Instant now) {
        var state = Columns.text(row, "state");
        var due = state.equals("waiting") ? Columns.when(Columns.text(row, "due"), now) : "-";
        var cause = why(row);
        return Columns.text(row, "id")
                + " "
                + Columns.fit(Columns.text(row, "recipient"), 25)
                + " "
                + inState(state, Columns.fit(state, 9))
                + " "
                + String.format("%5s", row.get("attempts").asInt())
                + "  "
                + Columns.fit(due, 7)
                + " "
                + (cause.isEmpty() ? "-" : cause);
    }

    private String inState(String state, String text) {
        return switch (state) {
            case "held" -> Columns.ink(surroundings, "33", text);
            case "in-flight" -> Columns.ink(surroundings, "32", text);
            default -> text;
        };
    }
}
