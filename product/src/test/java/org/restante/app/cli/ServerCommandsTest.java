package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.remote.ControlFile;
import org.restante.app.server.WholeServer;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every command that asks a running server, with every option it has, against a whole server: the server knows all that a command sends.
@Timeout(300)
final class ServerCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Whom the options name that are for every one of them.
    private static final Set<String> OF_EVERY_COMMAND =
            Set.of("--server", "--token", "--data", "--help");

    /// What another word of the same command is for, what is refused with the reason, and a question to a person.
    private static final Set<String> NOT_ASKED =
            Set.of(
                    "lanes limit --domain",
                    "queue hold --state",
                    "queue export --then-remove",
                    "warmup complaints --day",
                    "warmup complaints --plan",
                    "warmup set-day --percent",
                    "warmup set-day --plan",
                    "warmup start --percent",
                    "warmup stop --day",
                    "warmup stop --percent",
                    "warmup stop --plan");

    private static final String SETTINGS =
            """
            [source.mta1]
            ipv4 = "127.0.0.1"
            ehlo = "mta1.shop.example"
            [source.mta2]
            ipv4 = "127.0.0.2"
            [pool.default]
            sources = { mta1 = 1, mta2 = 0 }
            [pool.warming]
            sources = { mta2 = 2 }
            """;

    /// What narrows a question to the store.
    private static final String NARROWED =
            """
             --domain a.example --domain b.example --provider gmail --provider yahoo --site mx.a.example --site mx.b.example \
            --mx-host mx.a.example --mx-host mx.b.example --source mta1 --source mta2 --pool default --pool warming \
            --stream bulk --stream news --tenant shop --tenant beta --campaign spring --campaign fall \
            --cause rate --cause greylist --stage rcpt --stage mail --origin restante --origin postfix\
            """;

    private static final String SPAN = " --since 2d --until 1h";

    /// Which waiting mail; none of it waits.
    private static final String MAIL =
            """
             --domain a.example --domain b.example --provider gmail --provider yahoo --site mx.a.example --site mx.b.example \
            --stream bulk --stream news --tenant shop --tenant beta --campaign spring --campaign fall \
            --pool default --pool warming --source mta1 --source mta2 --sender-domain a.example --sender-domain b.example \
            --message 01900000-0000-7000-8000-000000000001 --message m@a.example --recipient x@a.example --recipient y@a.example \
            --state waiting --state ready --cause rate --cause greylist --export 01900000-0000-7000-8000-000000000001 \
            --export 01900000-0000-7000-8000-000000000002 --older-than 4h --younger-than 2d\
            """;

    private static final String LANE = " --site mx.a.example --source mta1 --provider gmail";

    /// In their order. `{message}`, `{incident}` and `{act}` are what the server knows by then; `{folder}` is for files.
    private static final List<String> LINES =
            List.of(
                    "top --once --sort rate",
                    "queue list" + MAIL + " --limit 5 --json",
                    "queue" + MAIL + " --limit 5 --json",
                    "queue --cursor {cursor}",
                    "queue list --cursor {cursor}",
                    "queue count" + MAIL + " --by sender-domain --json",
                    "queue show {message} --json",
                    "queue show {message}",
                    "queue damaged --json",
                    "queue hold"
                            + MAIL.replace(" --state waiting --state ready", "")
                            + " --all --until 2h --reason why --yes --json",
                    "queue hold --domain held.example",
                    "queue acts --over --json",
                    "queue acts {act}",
                    "queue undo {act} --reason why --json",
                    "queue release" + MAIL + " --all --reason why --yes --json",
                    "queue retry" + MAIL + " --all --reason why --yes --json",
                    "queue remove" + MAIL + " --all --reason why --yes --json",
                    "queue bounce" + MAIL + " --all --reason why --yes --json",
                    "queue move" + MAIL + " --to-pool warming --all --reason why --yes --json",
                    "retry" + MAIL + " --all --reason why --yes --json",
                    "bounce" + MAIL + " --all --reason why --yes --json",
                    "queue export {folder}/one" + MAIL + " --hold --reason why --json",
                    "queue import {folder}/one --reason why --json",
                    "lanes --closed --json",
                    "lanes",
                    "lanes limit"
                            + LANE
                            + " --connections 5 --messages-per-hour 100 --until 2h --reason why --json",
                    "lanes forget --site 127.0.0.1:9 --source mta1 --reason why --json",
                    "pause" + LANE + " --until 2h --reason why --json",
                    "resume" + LANE + " --reason why --json",
                    "pause --domain a.example",
                    "resume --domain a.example",
                    "pause --domain b.example",
                    "resume --all",
                    "incidents --state closed --limit 5 --json",
                    "incidents --state open --cursor {incident-cursor}",
                    "incidents --shadow",
                    "incidents list --state closed --limit 5 --json",
                    "incidents list --state open --cursor {incident-cursor}",
                    "incidents list --shadow",
                    "incidents show {incident}",
                    "incidents show {incident} --json",
                    "incidents show {incident} --evidence",
                    "incidents show {incident} --letter",
                    "incidents show {incident} --ticket",
                    "incidents show {incident} --configuration postfix",
                    "incidents check {incident} refusals",
                    "incidents letter {incident} sent --to postmaster@a.example --note sent",
                    "incidents letter {incident} answered --letter 1 --ticket 4711",
                    "warmup --source mta2 --receiver gmail --days 3 --json",
                    "warmup plans --json",
                    "warmup start --source mta2 --receiver gmail --plan automatic --day 1 --reason why --json",
                    "warmup set-day --source mta2 --receiver gmail --day 2 --reason why --json",
                    "warmup complaints --source mta2 --receiver gmail --percent 0.02 --reason why --json",
                    "warmup stop --source mta2 --receiver gmail --reason why --json",
                    "suppression add x@a.example --tenant shop --origin complaint --until 30d --reason why",
                    "suppression x@a.example --domain a.example --origin complaint --tenant shop --limit 5 --json",
                    "suppression list x@a.example --domain a.example --origin complaint --tenant shop --limit 5 --json",
                    "suppression list --limit 5",
                    "suppression export --domain a.example --origin complaint --tenant shop",
                    "suppression import {folder}/list --tenant shop --origin import --reason why",
                    "suppression remove x@a.example --tenant shop --reason why",
                    "messages"
                            + NARROWED
                            + SPAN
                            + " --recipient x@a.example --status deferred --status bounced --limit 5 --json",
                    "messages --cursor {message-cursor}",
                    "messages {stored}",
                    "report"
                            + NARROWED
                            + SPAN
                            + " --by mx-host --across source --every hour --limit 5",
                    "report --json",
                    "report --by origin",
                    "report --by reply" + NARROWED,
                    "report --persistent",
                    "report --persistent --by source" + NARROWED + " --limit 5 --json",
                    "trace --lane mx.a.example@mta1 --domain a.example --message {message} --seconds 1 --lines 5 --json",
                    "trace --source mta1 --seconds 1",
                    "webhooks --json",
                    "webhooks list --json",
                    "webhooks dead team --limit 5 --json",
                    "webhooks replay team --reason why --json",
                    "webhooks test team --json",
                    "store --json",
                    "store",
                    "config reload",
                    "reload",
                    "store rebuild",
                    "drain");

    private final Path folder;
    private final Path data;

    ServerCommandsTest(@TempDir Path folder) {
        this.folder = folder;
        data = folder.resolve("data");
    }

    private WholeServer start() throws Exception {
        Files.createDirectories(data);
        WholeServer.record(data);
        WholeServer.warmUp(data);
        Files.writeString(folder.resolve("list"), "recipient\nz@a.example\n");
        var running = WholeServer.start(folder, 9, SETTINGS, WholeServer.CLOCK);
        while (!running.server().incidents().isCaughtUp()) {
            Thread.onSpinWait();
        }
        return running;
    }

    @Test
    @Tag("slow")
    void theServerKnowsAllThatACommandSends() throws Exception {
        var wrong = new ArrayList<String>();
        try (var ignored = start()) {
            var known = submitted();
            for (var line : LINES) {
                known.put("{act}", act());
                var ran = run(filled(line, known));
                if (ran.exit() != Exit.DONE && ran.exit() != Exit.FINDINGS) {
                    wrong.add(line + " → " + ran.exit() + " " + ran.err());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOptionOfEveryCommandIsAsked() {
        var asked = new TreeMap<String, List<String>>();
        LINES.forEach(line -> {
            var words = List.of(line.split(" "));
            asked.computeIfAbsent(name(words), ignored -> new ArrayList<>())
                    .addAll(words.stream().filter(word -> word.startsWith("--")).toList());
        });
        var missing = new TreeSet<String>();
        leaves(
                        "",
                        Restante.commands(
                                surroundings(
                                        new ByteArrayOutputStream(), new ByteArrayOutputStream())))
                .forEach((name, command) -> {
                    for (var option : command.getCommandSpec().options()) {
                        long times =
                                asked.getOrDefault(name, List.of()).stream()
                                        .filter(option.longestName()::equals)
                                        .count();
                        if (!OF_EVERY_COMMAND.contains(option.longestName())
                                && times < (option.isMultiValue() ? 2 : 1)) {
                            missing.add(name + " " + option.longestName());
                        }
                    }
                });
        missing.removeAll(NOT_ASKED);
        assertThat(missing).isEmpty();
    }

    /// Commands that speak to a running server, by their words.
    private static Map<String, CommandLine> leaves(String before, CommandLine line) {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        line.getSubcommands()
                .forEach((word, command) -> {
                    var name = (before + " " + word).strip();
                    if (command.getCommandSpec().findOption("--token") != null) {
                        all.put(name, command);
                    }
                    all.putAll(leaves(name, command));
                });
        return all;
    }

    /// The words that name the command.
    private static String name(List<String> words) {
        var line =
                Restante.commands(
                        surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
        var name = new ArrayList<String>();
        for (var word : words) {
            var next = line.getSubcommands().get(word);
            if (next == null) {
                break;
            }
            name.add(word);
            line = next;
        }
        return String.join(" ", name);
    }

    /// What waits, and what the server knows of.
    private Map<String, String> submitted() throws Exception {
        var known = new LinkedHashMap<String, String>();
        try (var client = ControlFile.read(data).orElseThrow().client()) {
            var mail =
                    Map.of(
                            "from", "news@shop.example",
                            "to", List.of("x@a.example", "y@a.example"),
                            "subject", "s",
                            "text", "t");
            known.put("{message}", Columns.text(client.post("/api/v1/messages", mail), "id"));
            known.put("{cursor}", Columns.text(client.get("/api/v1/queue?limit=1"), "next"));
            known.put(
                    "{incident}",
                    Columns.text(client.get("/api/v1/incidents").get("incidents").get(0), "id"));
            // As the server makes it; there is one incident, so no page has a next one.
            known.put(
                    "{incident-cursor}",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(
                                    "2026-11-30T12:00:00Z 1".getBytes(StandardCharsets.UTF_8)));
        }
        known.put("{folder}", folder.toString());
        var page = stored();
        known.put("{stored}", Columns.text(page.get("messages").get(0), "id"));
        known.put("{message-cursor}", Columns.text(page, "next"));
        return known;
    }

    /// The store needs a moment to begin.
    private JsonNode stored() {
        while (true) {
            var ran = run("messages --limit 1 --json");
            if (ran.exit() == Exit.DONE && !JSON.readTree(ran.out()).get("next").isNull()) {
                return JSON.readTree(ran.out());
            }
        }
    }

    private String act() {
        var acts = JSON.readTree(run("queue acts --json").out()).get("acts");
        return acts.isEmpty() ? "" : Columns.text(acts.get(0), "id");
    }

    private static String filled(String line, Map<String, String> known) {
        for (var one : known.entrySet()) {
            line = line.replace(one.getKey(), one.getValue());
        }
        return line;
    }

    private CommandRun run(String line) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.addAll(List.of("--data", data.toString()));
        int exit = Restante.run(surroundings(out, err), words.toArray(String[]::new));
        return new CommandRun(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("USER", "anna"),
                false,
                false,
                WholeServer.CLOCK,
                ZoneOffset.UTC);
    }
}
