package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.RoutedWays;
import org.restante.app.server.Server;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Steering;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.testing.Corpora;

/// `restante queue`, `lanes`, `pause` and their kin, against a server whose next hop takes nothing now.
@Timeout(120)
final class QueueCommandsTest {
    @TempDir private Path data;
    private ServerSocket receiver;
    private Server server;
    private HttpDoor door;

    @BeforeEach
    void start() throws Exception {
        receiver = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                Server.start(
                        Server.Settings.usual(
                                "us.test",
                                data,
                                List.of(new ListenerSettings(free, Kind.RELAY)),
                                RoutedWays.ofSystem(
                                        Routes.parseForLoopback(
                                                List.of("*=127.0.0.1:" + receiver.getLocalPort())),
                                        Knowledge.shipped().providers(),
                                        InstantSource.system(),
                                        System::nanoTime,
                                        new Random(1)),
                                Pools.of(
                                        Source.unbound(
                                                "default", Domain.of("us.test").orElseThrow())),
                                Users.NONE),
                        Knowledge.shipped(),
                        InstantSource.system(),
                        System::nanoTime);
        door =
                new HttpDoor(
                        server,
                        Optional.empty(),
                        data,
                        () -> data.resolve("tokens.toml"),
                        ApiSettings.at(free),
                        InstantSource.system(),
                        System::nanoTime);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        door.close();
        receiver.close();
    }

    private void accept() {
        while (!receiver.isClosed()) {
            try {
                var socket = receiver.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var line = "";
            while (line != null) {
                var answer =
                        line.isEmpty()
                                ? "220 receiver.test"
                                : line.startsWith("RCPT") ? "452 4.2.2 Mailbox full" : "250 ok";
                socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
                line = in.readLine();
            }
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private String send(String... to) throws Exception {
        try (var draft = server.queue().begin()) {
            var body = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
            draft.write(body, 0, body.length);
            draft.commit(
                    new Offer(
                            new Envelope(
                                    ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                                    Arrays.stream(to)
                                            .map(one -> Recipient.of(Mailbox.of(one).orElseThrow()))
                                            .toList(),
                                    false,
                                    false,
                                    Optional.empty(),
                                    Optional.empty()),
                            java.time.Instant.now(),
                            Optional.of("m1@us.test"),
                            Domain.of("us.test"),
                            body.length,
                            false,
                            Steering.NONE));
            return draft.id().toString();
        }
    }

    private CommandRun run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.of("", all.toArray(String[]::new));
    }

    private void tried(int recipients) throws InterruptedException {
        while (!run("queue", "count", "--state", "waiting", "--cause", "mailbox-full")
                .out()
                .startsWith(recipients + " recipient")) {
            Thread.sleep(20);
        }
    }

    private void isOfSchema(String name, CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root()
                                                .resolve("docs/schemas/" + name + ".schema.json")),
                                InputFormat.JSON);
        assertThat(schema.validate(run.out(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void whatWaitsIsListedCountedAndShown() throws Exception {
        assertThat(run("queue").out()).isEqualTo("Nothing waits that matches.\n");
        var id =
                send("bob@example.com", "a-person-with-a-very-long-name@a-long-domain.example.net");
        tried(2);
        var list = run("queue");
        assertThat(list.out().lines().toList())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(list.out()).contains(id + " bob@example.com ").contains("mailbox-full");
        assertThat(run("queue", "list", "--limit", "1").out())
                .contains("There may be more: --cursor ");
        assertThat(run("queue", "count").out())
                .startsWith("2 recipients of 1 message wait, ")
                .contains("         1   50.0%  example.com");
        var shown = run("queue", "show", id);
        assertThat(shown.out())
                .contains("Message-ID m1@us.test")
                .contains("bob@example.com waits until ")
                .contains("last reply 127.0.0.1: 452 4.2.2 Mailbox full")
                .contains("that means ")
                .contains("  received ")
                .contains("  deferred ");
        assertThat(shown.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        isOfSchema("queue-list", run("queue", "--json"));
        isOfSchema("queue-count", run("queue", "count", "--by", "cause", "--json"));
        isOfSchema("queue-show", run("queue", "show", id, "--json"));
        assertThat(run("queue", "show", "00000000-0000-7000-8000-000000000000").err())
                .contains("waits or is on record");
        assertThat(run("queue", "list", "--older-than", "soon").err())
                .contains("--older-than: 'soon' is no age; 30m, 4h or 2d would be right");
    }

    @Test
    void whatEndsMailSaysHowMuchAndAsksForAYes() throws Exception {
        for (int i = 0; i < 6; i++) {
            send(i + "@example.com", i + "@example.net");
        }
        tried(12);
        assertThat(run("queue", "remove", "--domain", "example.com"))
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                "restante: this would remove 6 recipients of 6 messages; with --yes it does\n"));
        assertThat(run("queue", "remove").err()).startsWith("restante: which mail?");
        assertThat(run("queue", "remove", "--domain", "example.com", "--yes").out())
                .isEqualTo("Removed 6 recipients.\n");
        isOfSchema("queue-act", run("bounce", "--recipient", "1@example.net", "--json"));
        assertThat(run("queue", "count", "--domain", "example.net").out())
                .startsWith("5 recipients");
        assertThat(run("queue", "remove", "--domain", "none.test").out())
                .isEqualTo("Nothing waits that matches.\n");
        assertThat(run("queue", "move", "--all", "--to-pool", "x").err())
                .contains("there is no pool 'x'; one of default");
    }

    @Test
    void anOrderOnANameThatIsNotThereIsRefused() {
        for (var wrong :
                List.of(
                        new String[] {"pause", "--source", "defualt"},
                        new String[] {
                            "lanes", "limit", "--source", "defualt", "--connections", "1"
                        },
                        new String[] {"queue", "list", "--source", "defualt"},
                        new String[] {
                            "warmup", "start", "--source", "defualt", "--reason", "new"
                        })) {
            var run = run(wrong);
            assertThat(run.exit()).as(run.out()).isEqualTo(2);
            assertThat(run.err()).contains("source: is 'defualt'; did you mean 'default'?");
        }
        assertThat(run("pause", "--domain", "not-yet-mailed.test").exit()).isZero();
    }

    @Test
    void resumeTakesBackPausesAlone() {
        run("lanes", "limit", "--source", "default", "--connections", "1");
        var id =
                run("queue", "acts", "--json")
                        .out()
                        .replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");

        var resumed = run("resume", id);

        assertThat(resumed.exit()).isEqualTo(2);
        assertThat(resumed.err())
                .contains("is a limit, no pause; 'restante queue undo " + id + "' takes it back");
        assertThat(run("queue", "acts").out()).contains("limit source=default");
    }

    @Test
    void aRetryThatChangesNothingSaysWhy() throws Exception {
        run("pause", "--source", "default");
        var id = send("bob@example.com");

        assertThat(run("queue", "retry", id).out())
                .isEqualTo(
                        "Due now: 0 recipients. What matches is due already and waits for its lane; 'restante lanes' says why.\n");
        assertThat(run("queue", "retry", "nosuch").err()).contains("'nosuch' is no id");
    }

    @Test
    void whenSomethingIsToEndIsALengthFromNowOrAMoment() {
        assertThat(run("pause", "--source", "default", "--until", "tomorrow").err())
                .contains("a length from now such as 2h or 30d", "2026-11-20T09:20")
                .doesNotContain("log");
    }

    @Test
    void anExportIsHeldImportedOnceAndRemoved() throws Exception {
        send("bob@example.com", "eve@example.net");
        tried(2);
        var file = data.resolve("moving.queue").toString();
        isOfSchema("queue-export", run("queue", "export", file, "--json"));
        var held = run("queue", "export", file, "--hold", "--domain", "example.com");
        assertThat(held.out())
                .startsWith(
                        "Exported 1 recipient of 1 message to " + file + "; they are held here.\n")
                .contains("restante queue remove --yes --export ");
        assertThat(run("queue", "list", "--state", "held").out()).contains("bob@example.com");
        var imported = run("queue", "import", file);
        assertThat(imported.out())
                .startsWith(
                        "Imported 0 recipients of 0 messages; here already, or taken in before: 1 recipient.\nCode: ");
        assertThat(run("queue", "import", file).err()).contains("was imported already");
        var id = held.out().strip().replaceAll("(?s).* ", "");
        assertThat(run("queue", "release", "--export", id).out())
                .isEqualTo("Let go 1 recipient.\n");
        assertThat(run("queue", "list", "--state", "held").out()).startsWith("Nothing waits");

        var wrong =
                CommandRun.of(
                        "000\n",
                        "queue",
                        "export",
                        file,
                        "--then-remove",
                        "--domain",
                        "example.com",
                        "--data",
                        data.toString());
        assertThat(wrong.err()).contains("that is not the code of this export; they stay held");
        assertThat(run("queue", "count").out()).startsWith("2 recipients");
    }

    private String metrics() throws Exception {
        var page = "http://127.0.0.1:" + door.address().getPort() + "/metrics";
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(page)).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void heldMailIsCountedApart() throws Exception {
        send("bob@example.com", "eve@example.net", "ann@example.org");
        tried(3);
        var file = data.resolve("moving.queue").toString();
        assertThat(metrics()).contains("restante_queue_held_recipients 0\n");

        run("queue", "hold", "--domain", "example.net");
        var exported = run("queue", "export", file, "--hold", "--domain", "example.com");
        assertThat(metrics())
                .contains("restante_queue_recipients 3\n", "restante_queue_held_recipients 2\n");

        var id = exported.out().strip().replaceAll("(?s).* ", "");
        run("queue", "release", "--export", id);
        while (!metrics().contains("restante_queue_held_recipients 1\n")) {
            Thread.onSpinWait();
        }
        assertThat(metrics()).contains("restante_queue_recipients 3\n");
    }

    private void damage(String mark) throws IOException {
        try (var all = Files.newDirectoryStream(data.resolve("spool"), "log-*")) {
            for (var one : all) {
                var text = new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1);
                if (text.contains(mark)) {
                    try (var file = new RandomAccessFile(one.toFile(), "rw")) {
                        file.seek(text.indexOf(mark));
                        file.write('A');
                    }
                }
            }
        }
    }

    @Test
    void damagedMailIsToldOfAndNamedByAnExport() throws Exception {
        assertThat(run("queue", "damaged").out()).isEqualTo("No mail is damaged.\n");
        isOfSchema("queue-damaged", run("queue", "damaged", "--json"));
        send("bob@example.com");
        var id = send("eve@example.net");
        tried(2);
        damage("eve@example.net");
        var file = data.resolve("moving.queue");

        var exported = run("queue", "export", file.toString());

        assertThat(exported.exit()).isEqualTo(1);
        assertThat(exported.out()).startsWith("Exported 1 recipient of 1 message to ");
        assertThat(exported.err())
                .isEqualTo("restante: 1 message could not be read and is left out: " + id + "\n");
        assertThat(file).exists();
        while (!run("queue").out().contains("1 piece of mail could not be read back")) {
            Thread.onSpinWait();
        }
        assertThat(run("queue", "damaged").out())
                .contains(id, "damaged-" + id, "does not have its checksum");
        isOfSchema("queue-damaged", run("queue", "damaged", "--json"));
        assertThat(run("queue", "export", file.toString()).exit()).isZero();
    }

    @Test
    void holdsAndPausesStandAndAreTakenBack() throws Exception {
        send("bob@example.com");
        tried(1);
        var held =
                run(
                        "queue",
                        "hold",
                        "--domain",
                        "example.com",
                        "--reason",
                        "moved",
                        "--until",
                        "2099-01-01");
        assertThat(held.out())
                .startsWith("Held until 2099-01-01T00:00:00Z, domain=example.com: 1 recipient now");
        assertThat(run("queue", "list", "--state", "held").out()).contains("bob@example.com");
        assertThat(run("pause", "--domain", "example.net").out())
                .startsWith("Paused: domain=example.net.");
        assertThat(run("pause").err()).startsWith("restante: which lanes?");
        var site = "127.0.0.1:" + receiver.getLocalPort();
        assertThat(run("lanes", "limit", "--site", site, "--connections", "2").out())
                .startsWith("Limited: site=" + site + " connections=2. To take it back: ");
        assertThat(run("lanes").out())
                .contains(site + " from default\n    Open: 1 recipient waiting, ")
                .contains(
                        "; all kept by order (" + held.out().strip().replaceAll(".* ", "") + ").");
        isOfSchema("lanes", run("lanes", "--json"));
        var acts = run("queue", "acts");
        assertThat(acts.out())
                .contains("hold domain=example.com until 2099-01-01T00:00:00Z")
                .contains(": moved")
                .contains("pause domain=example.net");
        isOfSchema("queue-acts", run("queue", "acts", "--json"));
        assertThat(run("resume", "--domain", "example.net").out())
                .isEqualTo("Goes on: domain=example.net.\n");
        assertThat(run("resume", "--domain", "example.net").err())
                .contains("no pause of exactly these lanes");
        var id = held.out().strip().replaceAll(".* ", "");
        assertThat(run("queue", "undo", id).out())
                .isEqualTo("Taken back: hold domain=example.com.\n");
        assertThat(run("queue", "undo", id).err()).contains("is over and cannot be taken back");
        assertThat(run("queue", "list", "--state", "held").out()).startsWith("Nothing waits");
    }

    @Test
    void aSecondServerOnTheFolderIsToldSoInWordsForPeople() {
        var second = CommandRun.of("", "serve", "--data", data.toString(), "--smtp", "127.0.0.1:0");

        assertThat(second.exit()).isEqualTo(2);
        assertThat(second.err()).contains("restante: another process has the folder ");
    }

    /// Whoever has lost what the export printed finds it where one looks for what stands.
    @Test
    void whatExportsHoldIsListedWithWhatStands() throws Exception {
        send("bob@example.com");
        tried(1);
        var file = data.resolve("one.queue").toString();
        run("queue", "export", file, "--hold", "--domain", "example.com", "--reason", "we move");

        var acts = run("queue", "acts").out();
        isOfSchema("queue-acts", run("queue", "acts", "--json"));

        var id = acts.replaceAll("(?s).*held by export ([0-9a-f-]{36}).*", "$1");
        assertThat(acts)
                .contains(
                        "1 recipient is held by export "
                                + id
                                + "\n    domain=example.com, by user ")
                .contains(": we move\n")
                .contains("restante queue remove --yes --export " + id)
                .contains("restante queue release --export " + id);
        assertThat(run("queue").out()).contains("held by export " + id);
        assertThat(run("drain").out()).contains("1 recipient waits, 1 of them held");
    }

    @Test
    void whoDrainsIsOnRecordAsThePersonWhoDid() throws Exception {
        assertThat(run("drain").exit()).isZero();

        while (!run("events", "--type", "action").out().contains("drain")) {
            Thread.sleep(20);
        }
        assertThat(run("events", "--type", "action").out()).contains("by user ");
    }

    @Test
    void aPauseOfADomainForWhichNothingWaitsIsShownWithTheLanes() throws Exception {
        assertThat(run("lanes").out()).isEqualTo("No mail has gone out since the start.\n");

        var paused =
                run(
                        "pause",
                        "--domain",
                        "example.net",
                        "--until",
                        "2099-01-01",
                        "--reason",
                        "they asked");
        assertThat(paused.out()).startsWith("Paused until ");
        var id = paused.out().strip().replaceAll(".* ", "");

        for (var lanes : List.of(run("lanes"), run("lanes", "--closed"))) {
            assertThat(lanes.out())
                    .startsWith("pause domain=example.net until 2099-01-01T00:00:00Z")
                    .contains("they asked")
                    .contains("restante queue undo " + id);
        }
        run("resume", id);
        assertThat(run("lanes").out()).doesNotContain("example.net");
    }

    /// Settings name a site by a domain whose mail it takes; so do orders. What is no site is not believed.
    @Test
    void anOrderNamesASiteAsTheSettingsDoOrIsRefused() throws Exception {
        send("bob@example.com");
        tried(1);
        var site = "127.0.0.1:" + receiver.getLocalPort();

        assertThat(run("pause", "--site", "example.com").out())
                .startsWith("Paused: site=" + site + ". To go on: ");
        assertThat(run("lanes").out()).contains(site + " from default\n    Paused by user ");
        assertThat(run("resume", "--site", "example.com", "--source", "default").err())
                .contains("no pause of exactly these lanes");
        assertThat(run("resume", "--site", "example.com").out())
                .isEqualTo("Goes on: site=" + site + ".\n");
        assertThat(run("queue", "show", "01a22d0b").err()).contains("all 36 characters");
        assertThat(
                        run("lanes", "limit", "--site", "example.com", "--messages-per-hour", "10")
                                .out())
                .startsWith("Limited: site=" + site + " messages_per_hour=10.");

        var unknown = run("pause", "--site", "nope");

        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("site: is 'nope'; " + site + " would be right")
                .contains("So would a domain whose mail it takes.");
        assertThat(run("queue", "count", "--by", "foo").err())
                .contains("by: is 'foo'; domain, ", " would be right");
    }

    /// What is to be held, counted or given up at a site there is not is a slip, and nothing is done.
    @Test
    void mailIsNamedByItsSiteAsLanesAre() throws Exception {
        send("bob@example.com");
        tried(1);
        var site = "127.0.0.1:" + receiver.getLocalPort();

        for (var command :
                List.of(
                        List.of("list"),
                        List.of("count"),
                        List.of("hold"),
                        List.of("retry"),
                        List.of("bounce", "--yes"))) {
            var words = new ArrayList<>(List.of("queue"));
            words.addAll(command);
            words.addAll(List.of("--site", "nope"));
            var refused = run(words.toArray(String[]::new));
            assertThat(refused.exit()).as(command.toString()).isEqualTo(2);
            assertThat(refused.err()).contains("site: is 'nope'; " + site + " would be right");
        }
        assertThat(run("queue", "acts").out()).isEqualTo("Nothing stands and nothing runs.\n");
        assertThat(run("queue", "count", "--site", "example.com").out()).contains("1 recipient");
        assertThat(run("queue", "hold", "--site", "example.com").out())
                .startsWith("Held, site=" + site + ": 1 recipient now");
    }

    @Test
    void whatWasLearntOfALaneIsForgottenForGood() throws Exception {
        send("bob@example.com");
        tried(1);
        var site = "127.0.0.1:" + receiver.getLocalPort();

        var done = run("lanes", "forget", "--site", site, "--source", "default", "--reason", "a");
        assertThat(done.out())
                .isEqualTo(
                        "Forgotten: "
                                + site
                                + " from default. It is learnt anew; this cannot be taken back.\n");
        isOfSchema(
                "lanes-forget", run("lanes", "forget", "--site", site, "--reason", "b", "--json"));
        var unknown = run("lanes", "forget", "--site", "nobody.test", "--reason", "c");
        assertThat(unknown.err()).contains("nothing was learnt of 'nobody.test'");
        assertThat(run("lanes", "forget", "--site", site).err()).contains("--reason");
        while (run("events", "--type", "action").out().lines().count() < 2) {
            Thread.sleep(20);
        }
        assertThat(run("events", "--type", "action").out())
                .contains("\"forget site=" + site + " source=default\", by user ")
                .contains(": a\n")
                .contains("\"forget site=" + site + "\", by user ");
    }

    @Test
    void warmingUpIsShownBegunAndEnded() throws Exception {
        assertThat(run("warmup").out()).startsWith("Nothing is being warmed up.");
        isOfSchema("warmup-plans", run("warmup", "plans", "--json"));
        assertThat(run("warmup", "plans").out())
                .contains("sparkpost, 29 days\n    200  500  1,000");

        run("warmup", "start", "--source", "default", "--plan", "gentle", "--reason", "new");
        send("bob@example.com");
        tried(1);
        assertThat(run("warmup").out())
                .contains("plan gentle, day 1 of 9, by order of user ")
                .contains("         50          0    0.00 %     missing  today: ");
        isOfSchema("warmup", run("warmup", "--json"));
        isOfSchema("lanes", run("lanes", "--json"));
        assertThat(run("lanes").out()).contains("; warming up, day 1 of 9: 0 of today's 50 sent");

        var wrong = run("warmup", "set-day", "--source", "default", "--day", "10", "--reason", "x");
        assertThat(wrong.err()).contains("the plan gentle has the days 1 to 9");
        var unknown =
                run("warmup", "start", "--source", "default", "--plan", "no", "--reason", "x");
        assertThat(unknown.err()).contains("plan: there is no 'no'; one of automatic, gentle,");
        run("warmup", "complaints", "--source", "default", "--percent", "0.02", "--reason", "x");
        assertThat(run("warmup").out()).contains("0.02 %  today: ");
        run("warmup", "stop", "--source", "default", "--reason", "it is warm");
        assertThat(run("warmup").out()).startsWith("Nothing is being warmed up.");
    }
}
