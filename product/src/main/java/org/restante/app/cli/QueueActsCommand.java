package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `restante queue acts`.
@Command(
        name = "acts",
        description =
                "Say what people have ordered: what stands, and what goes through the mail now.",
        sortOptions = false)
final class QueueActsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "One act.")
    private @Nullable String id;

    @Option(names = "--over", description = "Also the latest that are over.")
    private boolean over;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueActsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var out = surroundings.out();
        try (var client = server.connect(surroundings)) {
            if (id != null) {
                var one = client.get("/api/v1/queue/acts/" + ServerClient.encoded(id));
                out.println(json ? one.toString() : line(one));
            } else {
                var all = client.get("/api/v1/queue/acts?over=" + over);
                if (json) {
                    out.println(all);
                } else {
                    all.get("acts").forEach(one -> out.println(line(one) + held(all, one)));
                    if (!tellOfExports(all) && all.get("acts").isEmpty()) {
                        out.println("Nothing stands and nothing runs.");
                    }
                }
            }
            out.flush();
        }
        return Exit.DONE;
    }

    /// Mail that an export holds stays until somebody says what becomes of it.
    ///
    /// @return whether there is any
    private boolean tellOfExports(JsonNode all) {
        for (var export : all.get("exports")) {
            var id = Columns.text(export, "id");
            surroundings
                    .out()
                    .println(
                            held(all, id)
                                    + " held by export "
                                    + id
                                    + "\n    "
                                    + origin(export)
                                    + "\n    When they are imported: restante queue remove --yes --export "
                                    + id
                                    + "\n    To deliver them from here after all: restante queue release --export "
                                    + id);
        }
        return !all.get("exports").isEmpty();
    }

    /// How much a hold keeps back now.
    private static String held(JsonNode all, JsonNode act) {
        var recipients = all.get("held").get("by").get(Columns.text(act, "id"));
        return recipients == null
                ? ""
                : "; " + Columns.count(recipients.asLong(), "recipient") + " held now";
    }

    private static String held(JsonNode all, String id) {
        var recipients = all.get("held").get("by").get(id);
        return recipients == null
                ? "Recipients (they are being counted) are"
                : Columns.count(recipients.asLong(), "recipient")
                        + (recipients.asLong() == 1 ? " is" : " are");
    }

    /// Which mail, who and why.
    private String origin(JsonNode export) {
        var when = Columns.when(Columns.text(export, "at"), surroundings.clock().instant());
        var actor = Columns.text(export, "actor");
        if (actor.isEmpty()) {
            return "made " + when + "; by whom was not kept";
        }
        var reason = Columns.text(export, "reason");
        return Columns.text(export, "words")
                + ", by "
                + actor
                + " "
                + when
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    private String line(JsonNode act) {
        var now = surroundings.clock().instant();
        var end = Columns.text(act, "until");
        var reason = Columns.text(act, "reason");
        var progress = Columns.text(act, "progress");
        return Columns.text(act, "id")
                + "  "
                + Columns.text(act, "words")
                + (end.isEmpty() ? "" : " until " + Columns.time(end))
                + "\n    by "
                + Columns.text(act, "actor")
                + " "
                + Columns.when(Columns.text(act, "at"), now)
                + (reason.isEmpty() ? "" : ": " + reason)
                + (progress.equals("stands")
                        ? ""
                        : (progress.equals("runs") ? "; goes on, " : "; over, ")
                                + Columns.count(act.get("recipients").asLong(), "recipient"));
    }
}
