package org.restante.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `restante incidents show`.
@Command(
        name = "show",
        description =
                "Show an incident with its evidence and timeline, or a text of its case file.",
        sortOptions = false)
final class IncidentShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", description = "As 'restante incidents' names it.")
    private String id = "";

    @Mixin private ServerOptions server = new ServerOptions();

    @ArgGroup private @Nullable Form form;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    /// What is shown instead.
    static final class Form {
        @Option(names = "--evidence", description = "What is known of it, a line each.")
        private boolean evidence;

        @Option(names = "--letter", description = "A letter to the receiver's postmaster.")
        private boolean letter;

        @Option(names = "--ticket", description = "Notes for a ticket.")
        private boolean ticket;

        @Option(
                names = "--configuration",
                paramLabel = "SERVER",
                description = "Lines for postfix, powermta, kumomta, exim or restante.")
        private @Nullable String configuration;

        @Option(names = "--json", description = "Write JSON.")
        private boolean json;

        @Nullable String path() {
            if (configuration != null) {
                return ServerClient.path("/configuration", Map.of("server", configuration));
            }
            return evidence ? "/evidence" : letter ? "/letter" : ticket ? "/ticket" : null;
        }
    }

    IncidentShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var path = "/api/v1/incidents/" + ServerClient.encoded(id);
        var text = form == null ? null : form.path();
        try (var client = server.connect(surroundings)) {
            if (text != null) {
                surroundings.out().print(text(client, path + text));
            } else if (form != null && form.json) {
                surroundings.out().println(client.get(path));
            } else {
                tell(client.get(path));
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    /// What a receiver wrote may hold what a terminal would obey.
    private static String text(ServerClient client, String path) throws IOException {
        try (var in = client.stream(path, "text/plain", Map.of())) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void tell(JsonNode one) {
        var out = surroundings.out();
        IncidentsCommand.tell(surroundings, one, surroundings.clock().instant());
        var response = one.get("response");
        var would = IncidentsCommand.plain(response, "would");
        var whyNot = IncidentsCommand.plain(response, "why_not");
        if (!would.isEmpty()) {
            out.println("    it would: " + would + (whyNot.isEmpty() ? "" : "; but " + whyNot));
        }
        list("Evidence", one.get("evidence"), "sentence");
        list("Replies", one.get("replies"), "text");
        out.println("What to do");
        one.get("steps").forEach(step -> out.println("    " + step.asString()));
        mends(surroundings, one.get("mends"));
        list("Or else", one.get("alternatives"), "to_tell_apart");
        letters(surroundings, one.get("letters"));
        out.println("Timeline");
        for (var entry : one.get("timeline")) {
            var actor = IncidentsCommand.plain(entry, "actor");
            out.println(
                    "    "
                            + Columns.time(Columns.text(entry, "at"))
                            + " "
                            + Columns.text(entry, "what")
                            + (actor.isEmpty() ? "" : " by " + actor)
                            + ": "
                            + IncidentsCommand.plain(entry, "words"));
        }
    }

    /// What mends it, and what was found of each.
    static void mends(Surroundings surroundings, JsonNode mends) {
        surroundings.out().println("It is mended when");
        for (var mend : mends) {
            var result = Columns.text(mend, "result");
            surroundings
                    .out()
                    .println(
                            "    "
                                    + IncidentsCommand.plain(mend, "words")
                                    + " ("
                                    + Columns.text(mend, "mend")
                                    + ")"
                                    + (result.isEmpty()
                                            ? ""
                                            : ": "
                                                    + result
                                                    + " at "
                                                    + Columns.time(Columns.text(mend, "checked_at"))
                                                    + ", "
                                                    + IncidentsCommand.plain(mend, "found")));
        }
    }

    static void letters(Surroundings surroundings, JsonNode letters) {
        if (!letters.isEmpty()) {
            surroundings.out().println("Letters");
        }
        for (var letter : letters) {
            var ticket = IncidentsCommand.plain(letter, "ticket");
            var due = Columns.text(letter, "due_at");
            surroundings
                    .out()
                    .println(
                            "    "
                                    + Columns.text(letter, "number")
                                    + " to "
                                    + IncidentsCommand.plain(letter, "to")
                                    + (ticket.isEmpty() ? "" : ", ticket " + ticket)
                                    + ": "
                                    + Columns.text(letter, "state")
                                    + " by "
                                    + IncidentsCommand.plain(letter, "changed_by")
                                    + ", "
                                    + Columns.time(Columns.text(letter, "changed_at"))
                                    + (due.isEmpty() ? "" : ", due " + Columns.time(due)));
        }
    }

    private void list(String title, JsonNode rows, String key) {
        if (!rows.isEmpty()) {
            surroundings.out().println(title);
            rows.forEach(
                    row -> surroundings.out().println("    " + IncidentsCommand.plain(row, key)));
        }
    }
}
