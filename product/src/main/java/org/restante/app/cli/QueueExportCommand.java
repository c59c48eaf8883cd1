package org.restante.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/// `restante queue export`.
@Command(
        name = "export",
        description = {
            "Write waiting mail to a file, to be imported by another server.",
            "Without --hold it goes on being delivered from here: a copy.",
            "What cannot be read is left out and named; the exit code is 1 then."
        },
        sortOptions = false)
final class QueueExportCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LAST_LINE = 16 << 10;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private MailOptions mail = new MailOptions();

    @Parameters(paramLabel = "FILE", description = "Is made anew.")
    private Path file = Path.of("");

    @Option(
            names = "--hold",
            description = "What is exported is held here until it is released or removed.")
    private boolean hold;

    @Option(
            names = "--then-remove",
            description =
                    "Hold it, wait for the code that the import prints (a line on standard input), and remove it here.")
    private boolean thenRemove;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var client = server.connect(surroundings)) {
            Map<String, Object> wish = new LinkedHashMap<>();
            wish.put("mail", mail.mail(List.of()));
            wish.put("hold", hold || thenRemove);
            wish.put("actor", Ordering.actor(surroundings));
            if (reason != null) {
                wish.put("reason", reason);
            }
            var part = file.resolveSibling(file.getFileName() + ".part");
            try (var in = client.download("/api/v1/queue/export", wish)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            var end = end(part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            tell(end);
            if (thenRemove) {
                removed(client, end);
            }
            return leftOut(end) ? Exit.FINDINGS : Exit.DONE;
        }
    }

    private JsonNode end(Path part) throws IOException {
        try (var in = new RandomAccessFile(part.toFile(), "r");
                var lines = Files.newBufferedReader(part, StandardCharsets.ISO_8859_1)) {
            var first = JSON.readTree(lines.readLine());
            var last = new byte[(int) Math.min(LAST_LINE, in.length())];
            in.seek(in.length() - last.length);
            in.readFully(last);
            var text = new String(last, StandardCharsets.UTF_8).strip();
            var end = JSON.createObjectNode();
            end.put("export", Columns.text(first, "export"));
            end.put("file", file.toString());
            end.setAll(
                    (tools.jackson.databind.node.ObjectNode)
                            JSON.readTree(text.substring(text.lastIndexOf('\n') + 1)));
            end.remove("end");
            end.put("held", hold || thenRemove);
            if (!end.has("held_by_others")) {
                end.putObject("held_by_others");
            }
            if (!end.has("left_out")) {
                end.put("left_out", 0).putArray("left_out_messages");
            }
            return end;
        } catch (tools.jackson.core.JacksonException | NullPointerException e) {
            throw new InputError(
                    part
                            + " was cut off; what it held is let go by 'restante queue release --export ID'; the id is in its first line");
        }
    }

    private void tell(JsonNode end) {
        var out = surroundings.out();
        if (json) {
            out.println(end);
        } else {
            out.println(
                    "Exported "
                            + Columns.count(end.get("recipients").asLong(), "recipient")
                            + " of "
                            + Columns.count(end.get("messages").asLong(), "message")
                            + " to "
                            + file
                            + (hold || thenRemove
                                    ? "; they are held here."
                                    : "; a copy: they are still delivered from here."));
            for (var other : end.get("held_by_others").properties()) {
                out.println(
                        Columns.count(other.getValue().asLong(), "recipient")
                                + " more of this mail: held by export "
                                + other.getKey()
                                + " already, and not in this file. Where that file is lost, '--export "
                                + other.getKey()
                                + "' takes them anew.");
            }
            if (hold && !thenRemove) {
                var id = Columns.text(end, "export");
                out.println("When they are imported: restante queue remove --yes --export " + id);
                out.println(
                        "To deliver them from here after all: restante queue release --export "
                                + id);
            }
        }
        out.flush();
    }

    private boolean leftOut(JsonNode end) {
        long count = end.get("left_out").asLong();
        if (count == 0) {
            return false;
        }
        List<String> named = new ArrayList<>();
        end.get("left_out_messages").forEach(one -> named.add(one.asString()));
        var err = surroundings.err();
        err.println(
                "restante: "
                        + Columns.count(count, "message")
                        + " could not be read and "
                        + (count == 1 ? "is" : "are")
                        + " left out: "
                        + String.join(", ", named)
                        + (named.size() < count ? ", …" : ""));
        err.flush();
        return true;
    }

    private void removed(ServerClient client, JsonNode end)
            throws IOException, InterruptedException {
        var out = surroundings.err();
        out.println("Import the file on the other machine, then give the code that it prints:");
        out.flush();
        var in =
                new BufferedReader(
                        new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
        var code = in.readLine();
        if (code == null || !code.strip().equals(code(Columns.text(end, "sha256")))) {
            throw new InputError(
                    "that is not the code of this export; they stay held: 'restante queue remove --yes --export "
                            + Columns.text(end, "export")
                            + "' when the import is sure, or 'release --export' it");
        }
        Map<String, Object> act = new LinkedHashMap<>();
        act.put("act", "remove");
        act.put("mail", Map.of("export", new ArrayList<>(List.of(Columns.text(end, "export")))));
        var ordering = new Ordering(surroundings, client);
        var order = ordering.follow(ordering.give(act, "imported elsewhere"));
        surroundings
                .out()
                .println(
                        "Removed "
                                + Columns.count(order.get("recipients").asLong(), "recipient")
                                + " here.");
        surroundings.out().flush();
    }

    /// What an import prints to say that it has read the whole file.
    static String code(String sha256) {
        return sha256.length() < 12 ? sha256 : sha256.substring(0, 12);
    }
}
