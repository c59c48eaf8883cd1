package org.restante.app.cli;

import java.io.IOException;
import java.util.ArrayList;
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
import tools.jackson.databind.node.ObjectNode;

/// `restante resume`.
@Command(
        name = "resume",
        description = "Take back pauses: those with these ids, or those of exactly these lanes.",
        sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private LaneOptions lanes = new LaneOptions();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Pauses; see 'restante queue acts'.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All pauses.")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (ids.isEmpty() && !all) {
            lanes.some();
        }
        try (var client = server.connect(surroundings)) {
            var ended = JSON.createObjectNode();
            var list = ended.putArray("acts");
            var ordering = new Ordering(surroundings, client);
            ids.forEach(id -> requirePause(client, id));
            for (var id : ids.isEmpty() ? matching(client) : ids) {
                list.add(ordering.undo(id, reason));
            }
            tell(ended);
        }
        return Exit.DONE;
    }

    private static void requirePause(ServerClient client, String id) {
        for (var act : client.get("/api/v1/queue/acts").get("acts")) {
            var word = Columns.text(act, "act");
            if (Columns.text(act, "id").equals(id) && !word.equals("pause")) {
                throw new InputError(
                        id
                                + " is a "
                                + word
                                + ", no pause; 'restante queue undo "
                                + id
                                + "' takes it back");
            }
        }
    }

    private List<String> matching(ServerClient client) {
        var wanted = JSON.createObjectNode();
        lanes.lanes().forEach((key, value) -> wanted.put(key, String.valueOf(value)));
        // The server knows which site is meant by a domain whose mail it takes.
        var site = wanted.remove("site");
        var acts =
                client.get(
                                site == null
                                        ? "/api/v1/queue/acts"
                                        : ServerClient.path(
                                                "/api/v1/queue/acts",
                                                Map.of("site", site.asString())))
                        .get("acts");
        List<String> found = new ArrayList<>();
        for (var act : acts) {
            if (Columns.text(act, "act").equals("pause")
                    && (all || isOf(act.get("lanes"), wanted, site != null))) {
                found.add(Columns.text(act, "id"));
            }
        }
        if (found.isEmpty()) {
            throw new InputError(
                    all
                            ? "nothing is paused"
                            : "no pause of exactly these lanes stands; see 'restante queue acts'");
        }
        return found;
    }

    private static boolean isOf(JsonNode lanes, JsonNode wanted, boolean isAtSite) {
        if (!(lanes.deepCopy() instanceof ObjectNode others)) {
            return false;
        }
        return (others.remove("site") != null) == isAtSite && others.equals(wanted);
    }

    private void tell(JsonNode ended) {
        var out = surroundings.out();
        if (json) {
            out.println(ended);
        } else {
            ended.get("acts")
                    .forEach(act ->
                            out.println(
                                    "Goes on: "
                                            + Columns.text(act, "words").replace("pause ", "")
                                            + "."));
        }
        out.flush();
    }
}
