package org.restante.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `restante queue show`.
@Command(
        name = "show",
        description = "Tell of one message: how each recipient stands, and its history.",
        sortOptions = false)
final class QueueShowCommand implements Callable<Integer> {
    private static final int WIDTH = 100;
    private static final int EVENTS = 60;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The id the 250 named.")
    private String id = "";

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var message = client.get("/api/v1/queue/messages/" + ServerClient.encoded(id));
            if (json) {
                surroundings.out().println(message);
            } else {
                tell(message);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private void tell(JsonNode message) {
        var out = surroundings.out();
        out.println(Columns.bold(surroundings, "Message " + Columns.text(message, "id")));
        field(out, "Message-ID", Columns.text(message, "message_id"));
        var from = Columns.text(message, "reverse_path");
        field(out, "from", from.isEmpty() ? "<>" : from);
        field(out, "tenant", Columns.text(message, "tenant"));
        field(out, "stream", Columns.text(message, "stream"));
        field(out, "campaign", Columns.text(message, "campaign"));
        var size = message.get("size");
        field(out, "size", size.isNull() ? "" : Columns.octets(size.asLong()));
        field(out, "received", moment(Columns.text(message, "received_at")));
        field(out, "given up", moment(Columns.text(message, "expires")));
        var waiting = message.get("recipients");
        if (waiting.isEmpty()) {
            out.println("Nobody waits any more.");
        }
        waiting.forEach(it -> recipient(out, it));
        events(out, message.get("events"));
    }

    private String moment(String time) {
        return time.isEmpty()
                ? ""
                : Columns.time(time)
                        + " ("
                        + Columns.when(time, surroundings.clock().instant())
                        + ")";
    }

    private static void field(PrintStream out, String name, String value) {
        if (!value.isEmpty()) {
            out.println("  " + Columns.fit(name, 11) + value);
        }
    }

    private void recipient(PrintStream out, JsonNode it) {
        var state = Columns.text(it, "state");
        var due = moment(Columns.text(it, "due"));
        var standing =
                switch (state) {
                    case "waiting" -> "waits until " + due;
                    case "ready" -> "is due and waits for its lane";
                    case "in-flight" -> "is being tried now";
                    default ->
                            "is held by "
                                    + (it.get("export").isNull() ? "act " : "export ")
                                    + Columns.text(it, "held_by");
                };
        out.println();
        out.println(Columns.bold(surroundings, Columns.text(it, "recipient")) + " " + standing);
        field(
                out,
                "attempts",
                it.get("attempts").asInt()
                        + (Columns.text(it, "cause").isEmpty()
                                ? ""
                                : ", the last for cause " + Columns.text(it, "cause")));
        field(out, "pool", Columns.text(it, "pool") + ", source " + Columns.text(it, "source"));
        field(
                out,
                "site",
                Columns.text(it, "site")
                        + (Columns.text(it, "provider").isEmpty()
                                ? ""
                                : " (" + Columns.text(it, "provider") + ")"));
        var host = Columns.text(it, "last_host");
        wrapped(
                out,
                "last reply",
                (host.isEmpty() ? "" : host + ": ")
                        + Columns.text(it, "last_reply").replace('\n', ' '));
        wrapped(out, "that means", Columns.text(it, "explanation"));
    }

    private static void wrapped(PrintStream out, String name, String text) {
        if (text.isBlank()) {
            return;
        }
        var line = new StringBuilder();
        var before = name;
        for (var word : text.strip().split(" +")) {
            if (!line.isEmpty() && 13 + line.length() + 1 + word.length() > WIDTH) {
                field(out, before, line.toString());
                before = "";
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        field(out, before, line.toString());
    }

    private void events(PrintStream out, JsonNode events) {
        out.println();
        int count = events.size();
        out.println(
                Columns.bold(surroundings, "History") + " (" + Columns.count(count, "event") + ")");
        for (int i = Math.max(0, count - EVENTS); i < count; i++) {
            out.println(line(events.get(i)));
        }
        if (count > EVENTS) {
            out.println("  the latest " + EVENTS + "; --json has all");
        }
    }

    private static String line(JsonNode event) {
        var text = new StringBuilder("  ").append(Columns.time(Columns.text(event, "time")));
        text.append("  ").append(Columns.fit(Columns.text(event, "type"), 9));
        append(text, Columns.text(event, "recipient"), "");
        append(text, Columns.text(event, "attempt"), "#");
        append(text, Columns.text(event, "act"), "");
        var actor = Columns.text(event, "actor");
        append(text, actor.isEmpty() ? "" : "by " + actor, "");
        append(text, Columns.text(event, "reason"), "");
        append(text, Columns.text(event, "stage"), "");
        append(text, Columns.text(event, "cause"), "");
        append(text, Columns.text(event, "code"), "");
        append(text, Columns.text(event, "text").replace('\n', ' '), "");
        return text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text.toString();
    }

    private static void append(StringBuilder line, String word, String before) {
        if (!word.isEmpty()) {
            line.append(' ').append(before).append(word);
        }
    }
}
