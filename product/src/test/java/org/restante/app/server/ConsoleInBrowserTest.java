package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.analysis.FollowedLogs;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.app.watch.LogWatch;
import org.restante.record.logs.SourceMap;
import org.restante.testing.Corpora;

/// The console of a whole server in a real browser: `ui/tests/journeys.mjs`, which says what it asks of each page. Needs Node, Chromium
/// (`tools/browser` installs them) and a console that was built. `RESTANTE_PICTURES` names a folder where pictures of all pages are kept.
@Tag("browser")
@Timeout(900)
final class ConsoleInBrowserTest {
    private static final Duration PATIENCE = Duration.ofMinutes(12);
    @TempDir private Path folder;

    @BeforeEach
    void isThereABrowser() throws Exception {
        for (var program : List.of("node", "chromium")) {
            var look = new ProcessBuilder("sh", "-c", "command -v " + program).start();
            Assumptions.assumeTrue(
                    look.waitFor() == 0, program + " is not here: tools/browser installs it");
        }
        Assumptions.assumeTrue(
                Files.isDirectory(ui().resolve("node_modules/playwright-core")),
                "the console's parts are not here: tools/console fetches them");
        Assumptions.assumeTrue(
                getClass().getResource("/console/index.html") != null,
                "the console is not built: tools/console builds it");
    }

    private static Path ui() {
        return Corpora.root().toAbsolutePath().normalize().resolve("ui");
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// Mail that one receiver takes in part: `slow.example` is greylisted, `nobody` does not exist,
    /// `hostile.example` answers with markup.
    private static String refusal(String command) {
        if (command.startsWith("RCPT") && command.contains("@hostile.example")) {
            return "451 4.7.1 Greylisted <img src=\"x\" onerror=\"document.title='taken'\"><script>document.title='taken'</script><b class=\"hostile\">, try again in 5 minutes";
        }
        return command.startsWith("RCPT") && command.contains("@slow.example")
                ? "451 4.7.1 Greylisted, try again in 5 minutes"
                : command.startsWith("RCPT") && command.contains("nobody")
                        ? "550 5.1.1 <nobody@quick.example>: no such user"
                        : "";
    }

    private void handIn() throws Exception {
        var control = ControlFile.read(data()).orElseThrow();
        try (var client = HttpClient.newHttpClient()) {
            handIn(
                    client,
                    control,
                    """
                    {"from":"\\"<img/src=x/onerror=document.title='taken'>\\"@shop.example","to":["h@hostile.example"],"subject":"s","text":"t"}
                    """);
            for (int i = 0; i < 30; i++) {
                handIn(
                        client,
                        control,
                        "{\"from\":\"news@shop.example\",\"to\":[\"r%d@quick.example\",\"r%d@slow.example\",\"nobody%d@quick.example\"],\"subject\":\"s\",\"text\":\"t\",\"stream\":\"news\"}"
                                .formatted(i, i, i));
            }
        }
    }

    private static void handIn(HttpClient client, ControlFile control, String body)
            throws Exception {
        var answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(control.server() + "/api/v1/messages"))
                                .header("Authorization", "Bearer " + control.token())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /// Until the store finds it.
    private void awaitStore(String messages, String found) throws Exception {
        var control = ControlFile.read(data()).orElseThrow();
        var request =
                HttpRequest.newBuilder(
                                URI.create(control.server() + "/api/v1/messages?" + messages))
                        .header("Authorization", "Bearer " + control.token())
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            while (!client.send(request, BodyHandlers.ofString()).body().contains(found)) {
                Thread.sleep(100);
            }
        }
    }

    private void walk(WholeServer at, String data) throws Exception {
        walk(at.door(), data);
    }

    private void walk(HttpDoor door, String data) throws Exception {
        var output = folder.resolve("output.txt");
        var command =
                new ArrayList<>(
                        List.of(
                                "node",
                                "tests/journeys.mjs",
                                "http://127.0.0.1:" + door.address().getPort(),
                                data,
                                door.setUpLink().orElseThrow().toString()));
        var pictures = System.getenv("RESTANTE_PICTURES");
        if (pictures != null) {
            command.add(Files.createDirectories(Path.of(pictures, data)).toString());
        }
        var process =
                new ProcessBuilder(command)
                        .directory(ui().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        var told = Files.readString(output);
        assertThat(process.exitValue()).as(told).isZero();
        Corpora.executed("console " + data, 1, 0, 0, told.lines().findFirst().orElse(""));
    }

    @Test
    void everyPageIsUsableWithMailAndAnIncidentIsWorkedOn() throws Exception {
        Files.createDirectories(data());
        WholeServer.record(data());
        WholeServer.warmUp(data());
        aDeadLetter();
        try (var receiver = new Receiver(ConsoleInBrowserTest::refusal);
                var running = WholeServer.start(folder, receiver.port())) {
            while (!running.server().incidents().isCaughtUp()) {
                Thread.sleep(20);
            }
            assertThat(running.server().incidents().list(true)).isNotEmpty();
            handIn();
            awaitStore("recipient=r29@slow.example&status=deferred", "r29@slow.example");
            walk(running, "with-mail");
        }
    }

    /// Of the hook of [WholeServer], before the server starts.
    private void aDeadLetter() throws Exception {
        var hooks = Files.createDirectories(data().resolve("webhooks"));
        Files.writeString(
                hooks.resolve("team.dead"),
                """
                {"id":"0199e0a2-7c00-7b9a-a0c5-5e14e96940cc","type":"incident-opened","body":"{\\"text\\":\\"an incident\\"}","tries":12,"since":"2026-11-29T10:00:00Z","due":"2026-11-30T06:00:00Z","trouble":"connection refused"}
                """);
    }

    @Test
    void everyPageIsUsableOverALogThatIsWatched() throws Exception {
        var log = folder.resolve("pmta.csv");
        Files.writeString(log, AccountingLog.ofAnHourAndABlock(WholeServer.CLOCK.instant()));
        var store = StoreCommandLine.keeper(LogWatch.storeIn(data()));
        var watch =
                LogWatch.start(
                        new LogWatch.Settings(
                                new FollowedLogs.Request(
                                        List.of(log), null, ZoneOffset.UTC, SourceMap.NOTHING),
                                data(),
                                false,
                                Duration.ofMillis(50),
                                Duration.ofDays(90),
                                "mail.test",
                                Optional.empty(),
                                List.of(),
                                List.of()),
                        Knowledge.shipped(),
                        Optional.of(store),
                        AccountingLog.dns(),
                        WholeServer.CLOCK,
                        System::nanoTime);
        try (store;
                var door =
                        new HttpDoor(
                                watch,
                                data(),
                                () -> data().resolve("tokens.toml"),
                                ApiSettings.at(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                WholeServer.CLOCK,
                                System::nanoTime)) {
            store.start();
            while (watch.incidents().list(true).isEmpty()) {
                Thread.sleep(20);
            }
            awaitStore("status=deferred", "very low reputation");
            walk(door, "watched");
        }
    }

    @Test
    void everyPageIsUsableBeforeThereIsAnyMail() throws Exception {
        Files.createDirectories(data());
        try (var receiver = new Receiver(command -> "");
                var running = WholeServer.start(folder, receiver.port())) {
            walk(running, "without-mail");
        }
    }
}
