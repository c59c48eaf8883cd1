package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.ConfigFile;
import org.restante.app.duty.MadeUpTraffic;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.testing.Corpora;

/// The console of a whole server in a real browser: `ui/tests/journeys.mjs`, which says what it asks of each page. Needs Node, Chromium
/// (`tools/browser` installs them) and a console that was built. `RESTANTE_PICTURES` names a folder where pictures of all pages are kept.
@Tag("browser")
@Timeout(900)
final class ConsoleInBrowserTest {
    private static final Duration PATIENCE = Duration.ofMinutes(12);
    private static final InstantSource CLOCK = InstantSource.system();

    /// Of the made-up traffic: an hour that is well, then one source that is blocked at one receiver.
    private static final int MINUTES = 75;

    private static final int WELL = 60;

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

    /// A server with its store and its door; closed in the order of `serve`.
    private record Running(Server server, StoreKeeper store, HttpDoor door)
            implements AutoCloseable {
        @Override
        public void close() {
            door.drain();
            server.close();
            door.close();
            store.close();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Running start(int receiver) throws Exception {
        Files.writeString(folder.resolve("hook"), "http://127.0.0.1:9/nobody");
        var file = folder.resolve("restante.toml");
        Files.writeString(
                file,
                """
                [server]
                name = "mail.shop.example"
                data = "data"
                [[listener]]
                address = "127.0.0.1:0"
                [reception]
                message_size = "10MiB"
                [routes]
                "*" = "127.0.0.1:%d"
                [[webhook]]
                name = "team"
                kind = "slack"
                url = { file = "hook" }
                events = ["incident-opened"]
                """
                        .formatted(receiver));
        var read = ConfigFile.read(file, Map.of());
        var knowledge = Knowledge.shipped();
        var configured = new Configured(knowledge, CLOCK, System::nanoTime, new Random(1));
        var server = Server.start(configured.settings(read), knowledge, CLOCK, System::nanoTime);
        var store =
                StoreCommandLine.keeper(
                        StoreSettings.of(
                                List.of(data().resolve("events")), data().resolve("store")));
        var reload = new Reload(server, configured, read, Map.of());
        var door =
                new HttpDoor(
                        server,
                        Optional.of(reload),
                        Optional.of(store),
                        data(),
                        reload::tokens,
                        read.config()
                                .http()
                                .settings(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        CLOCK,
                        System::nanoTime);
        store.start();
        return new Running(server, store, door);
    }

    /// What happened in the last hour and a quarter.
    private void record() throws IOException {
        var begin = CLOCK.instant().minus(Duration.ofMinutes(MINUTES));
        try (var journal =
                new FileJournal(data().resolve("events"), JournalSettings.defaults(), CLOCK)) {
            var traffic =
                    new MadeUpTraffic(event -> {
                        try {
                            journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            for (int minute = 0; minute < MINUTES; minute++) {
                traffic.minute(begin.plus(Duration.ofMinutes(minute)), minute >= WELL);
            }
        }
    }

    /// A source on the third day of its plan.
    private void warmUp() throws IOException {
        var today = LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
        Files.writeString(
                data().resolve("warmup.json"),
                """
                {"v":1,"saved":"%1$sT00:00:00Z",
                 "orders":[{"source":"mta2","receiver":null,"plan":"automatic","day":1,"by":"anna","reason":"new","at":"%1$sT00:00:00Z"}],
                 "warmups":[{"source":"mta2","receiver":"gmail","day":2,"date":"%1$s","used":120,"attempts":121,"refused":1,
                  "first":"%1$sT00:00:01Z","last_used":"%1$s","over":false,"history":[
                   {"date":"%2$s","day":1,"planned":200,"used":200,"attempts":202,"refused":2,"step":"held","next":1,"reason":"200 of 200 used"},
                   {"date":"%3$s","day":1,"planned":200,"used":200,"attempts":202,"refused":2,"step":"advanced","next":2,"reason":"200 of 200 used"}]}]}
                """
                        .formatted(today, today.minusDays(2), today.minusDays(1)));
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

    /// Until what was handed in last is found in the store.
    private void awaitStore() throws Exception {
        var control = ControlFile.read(data()).orElseThrow();
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        control.server()
                                                + "/api/v1/messages?recipient=r29@slow.example&status=deferred"))
                        .header("Authorization", "Bearer " + control.token())
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            while (!client.send(request, BodyHandlers.ofString())
                    .body()
                    .contains("r29@slow.example")) {
                Thread.sleep(100);
            }
        }
    }

    private void walk(Running at, String data) throws Exception {
        var output = folder.resolve("output.txt");
        var command =
                new ArrayList<>(
                        List.of(
                                "node",
                                "tests/journeys.mjs",
                                "http://127.0.0.1:" + at.door().address().getPort(),
                                data,
                                at.door().setUpLink().orElseThrow().toString()));
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
        record();
        warmUp();
        try (var receiver = new Receiver(ConsoleInBrowserTest::refusal);
                var running = start(receiver.port())) {
            while (!running.server().incidents().isCaughtUp()) {
                Thread.sleep(20);
            }
            assertThat(running.server().incidents().list(true)).isNotEmpty();
            handIn();
            awaitStore();
            walk(running, "with-mail");
        }
    }

    @Test
    void everyPageIsUsableBeforeThereIsAnyMail() throws Exception {
        Files.createDirectories(data());
        try (var receiver = new Receiver(command -> "");
                var running = start(receiver.port())) {
            walk(running, "without-mail");
        }
    }
}
