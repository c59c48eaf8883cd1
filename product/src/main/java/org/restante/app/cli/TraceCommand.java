package org.restante.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `restante trace`: the running server's conversations with receivers, as they happen.
@Command(
        name = "trace",
        description =
                "Show the SMTP conversations of a lane, message, domain or source as they happen; secrets masked, bodies left out.",
        sortOptions = false)
final class TraceCommand implements Callable<Integer> {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final int SHOWN_OF_AN_ID = 8;

    private final Surroundings surroundings;
    private final ObjectMapper json = new ObjectMapper();

    @Option(
            names = "--lane",
            paramLabel = "SITE[@SOURCE]",
            description = "A lane, as 'restante top' names it.")
    private @Nullable String lane;

    @Option(names = "--source", paramLabel = "NAME", description = "A source of ours.")
    private @Nullable String source;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "A recipient's domain.")
    private @Nullable String domain;

    @Option(
            names = "--message",
            paramLabel = "ID",
            description = "A message's queue id, or how it begins.")
    private @Nullable String message;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long (${DEFAULT-VALUE}; at most 3600).")
    private int seconds = 60;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many lines at most (${DEFAULT-VALUE}).")
    private int lines = 10_000;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean asJson;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    TraceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings);
                var stream =
                        client.lines(
                                ServerClient.path("/api/v1/trace", wish()),
                                "text/event-stream",
                                Map.of())) {
            surroundings
                    .err()
                    .println(
                            "restante: listening for "
                                    + seconds
                                    + " seconds; C is this server, S the receiver");
            show(stream);
        }
        return Exit.DONE;
    }

    private Map<String, @Nullable String> wish() {
        var wish = new HashMap<String, @Nullable String>();
        int at = lane == null ? -1 : lane.lastIndexOf('@');
        wish.put("site", lane == null || at < 0 ? lane : lane.substring(0, at));
        wish.put(
                "source",
                source != null || lane == null || at < 0 ? source : lane.substring(at + 1));
        wish.put("domain", domain);
        wish.put("message", message);
        wish.put("seconds", String.valueOf(seconds));
        wish.put("lines", String.valueOf(lines));
        return wish;
    }

    private void show(BufferedReader stream) throws IOException {
        var name = "";
        for (var line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                show(name, line.substring(6));
            }
            if (surroundings.out().checkError()) {
                return;
            }
        }
    }

    private void show(String name, String data) {
        switch (name) {
            case "line" ->
                    surroundings.out().println(asJson ? data : sentence(json.readTree(data)));
            case "missed" ->
                    surroundings
                            .err()
                            .println(
                                    "restante: "
                                            + json.readTree(data).path("lines").asLong()
                                            + " lines were left out: more was said than could be shown");
            case "end" ->
                    surroundings
                            .err()
                            .println("restante: " + json.readTree(data).path("reason").asString());
            default -> {
                // A newer server may tell more than this command knows.
            }
        }
    }

    /// `12:00:00.123 92da75dd mx1.example.com 01a22312 C: RCPT TO:<bob@example.com>`.
    private String sentence(JsonNode line) {
        var who =
                switch (line.path("side").asString()) {
                    case "us" -> "C: ";
                    case "them" -> "S: ";
                    default -> "-- ";
                };
        var id = line.path("message").isString() ? line.path("message").stringValue() : "-";
        var time = Instant.parse(line.path("time").asString()).atZone(surroundings.zone());
        return CLOCK.format(time)
                + ' '
                + beginning(line.path("session").asString())
                + ' '
                + line.path("host").asString()
                + ' '
                + beginning(id)
                + ' '
                + who
                + line.path("text").asString().replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    }

    private static String beginning(String id) {
        return id.substring(0, Math.min(SHOWN_OF_AN_ID, id.length()));
    }
}
