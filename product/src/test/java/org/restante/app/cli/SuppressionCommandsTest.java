package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.RoutedWays;
import org.restante.app.server.Server;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.sending.suppression.SuppressionSettings;

/// Who is not mailed, on a running server: by SMTP, by HTTP and by the commands beside it.
@Timeout(120)
final class SuppressionCommandsTest {
    @TempDir private Path data;
    private final List<String> taken = new CopyOnWriteArrayList<>();
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

    /// Nobody is called gone, and the mailbox of full is.
    private void serve(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, "220 receiver.test");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("RCPT TO:<escape")) {
                    say(socket, "550 5.1.1 User unknown \u001b]0;title\u0007\u001b[2J");
                } else if (line.startsWith("RCPT TO:<gone")) {
                    say(socket, "550 5.1.1 User unknown");
                } else if (line.startsWith("RCPT TO:<full")) {
                    say(socket, "452 4.2.2 Mailbox full");
                } else if (line.equals("DATA")) {
                    say(socket, "354 go on");
                    while (!".".equals(in.readLine())) {}
                    say(socket, "250 2.0.0 taken");
                } else {
                    if (line.startsWith("RCPT")) {
                        taken.add(line.substring(9, line.indexOf('>')));
                    }
                    say(socket, "250 ok");
                }
            }
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// What was said to each RCPT; the message goes to those who were taken.
    private List<String> send(String header, String... recipients) throws IOException {
        var at = server.addresses().getFirst();
        var answers = new ArrayList<String>();
        try (var socket = new Socket(at.getAddress(), at.getPort())) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            in.readLine();
            say(socket, "HELO client.test");
            in.readLine();
            say(socket, "MAIL FROM:<news@us.test>");
            in.readLine();
            for (var one : recipients) {
                say(socket, "RCPT TO:<" + one + ">");
                answers.add(in.readLine());
            }
            if (answers.stream().anyMatch(answer -> answer.startsWith("250"))) {
                say(socket, "DATA");
                in.readLine();
                say(socket, header + "Subject: x\r\n\r\nbody\r\n.");
                assertThat(in.readLine()).startsWith("250");
            }
        }
        return answers;
    }

    private CommandRun run(String... words) {
        return read("", words);
    }

    private CommandRun read(String in, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.of(in, all.toArray(String[]::new));
    }

    private HttpResponse<String> submit(String to) throws Exception {
        var control = ControlFile.read(data).orElseThrow();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(control.server() + "/api/v1/messages"))
                            .header("Authorization", "Bearer " + control.token())
                            .header("Content-Type", "application/json")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"from\":\"news@us.test\",\"to\":["
                                                    + to
                                                    + "],\"subject\":\"s\",\"text\":\"t\"}"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private String events(String type) throws IOException {
        var found = new StringBuilder();
        try (var files = Files.list(data.resolve("events"))) {
            for (var file : files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains("\"type\":\"" + type + "\""))
                        .forEach(line -> found.append(line).append('\n'));
            }
        }
        return found.toString();
    }

    private void awaitEvent(String type, String words) throws Exception {
        while (!events(type).contains(words)) {
            Thread.sleep(10);
        }
    }

    @Test
    void whoIsSuppressedIsRefusedAtRcptAndTheOthersAreMailed() throws Exception {
        var added = run("suppression", "add", "Ann@a.test", "b.test", "--reason", "asked by phone");
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).isEqualTo("2 put on the list.\n");

        var answers = send("", "ann@a.test", "x@b.test", "bob@a.test");

        assertThat(answers.subList(0, 2))
                .containsOnly("550 5.7.1 Suppressed, operator: asked by phone");
        assertThat(answers.getLast()).startsWith("250 ");
        awaitEvent("delivered", "bob@a.test");
        assertThat(taken).containsExactly("bob@a.test");
        awaitEvent("suppressed", "\"recipient\":\"x@b.test\"");
        awaitEvent("action", "\"act\":\"suppress recipients=2\"");
    }

    /// Whatever a receiver says, no command lets it steer the terminal.
    @Test
    void aReplyThatWouldSteerTheTerminalIsShownAsText() throws Exception {
        send("", "escape@a.test");
        awaitEvent("bounced", "escape@a.test");

        assertThat(run("suppression", "list").out())
                .contains("User unknown \\u001b]0;title\\u0007\\u001b[2J")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void manySuppressedRecipientsAreNoErrorsOfTheClient() throws Exception {
        run("suppression", "add", "b.test");
        var all = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            all.add("x" + i + "@b.test");
        }
        all.add("bob@a.test");

        assertThat(send("", all.toArray(String[]::new)).getLast()).startsWith("250 ");
    }

    @Test
    void whereMailIsTakenAllTheSameItIsGivenUpAndTheSenderHears() throws Exception {
        server.queue()
                .suppression()
                .use(new SuppressionSettings(false, Set.of(), Optional.empty(), false, Set.of()));
        run("suppression", "add", "ann@a.test", "--origin", "complaint");

        assertThat(send("", "ann@a.test", "bob@a.test"))
                .allSatisfy(answer -> assertThat(answer).startsWith("250 "));

        awaitEvent("suppressed", "\"reason\":\"complaint\"");
        awaitEvent("delivered", "news@us.test");
        assertThat(taken).containsExactlyInAnyOrder("bob@a.test", "news@us.test");
        assertThat(events("suppressed").lines()).hasSize(1);
    }

    @Test
    void whoIsPutOnTheListWhileWaitingIsTriedNoMore() throws Exception {
        send("", "full@a.test");
        awaitEvent("deferred", "full@a.test");
        run("suppression", "add", "full@a.test", "--reason", "their postmaster asked");
        run("retry", "--recipient", "full@a.test");

        awaitEvent("suppressed", "\"reason\":\"operator: their postmaster asked\"");
        awaitEvent("delivered", "news@us.test");
        assertThat(events("deferred").lines()).hasSize(1);
    }

    @Test
    void whoDoesNotExistIsNotMailedAgain() throws Exception {
        send("", "gone@a.test");
        awaitEvent("action", "\"act\":\"suppress gone@a.test\"");

        assertThat(send("", "gone@a.test"))
                .containsExactly("550 5.7.1 Suppressed, hard-bounce: 550 5.1.1 User unknown");
        var shown = run("suppression", "list", "gone@a.test");
        assertThat(shown.out()).contains("hard-bounce").contains("550 5.1.1 User unknown");

        assertThat(run("suppression", "remove", "gone@a.test", "--reason", "is back").exit())
                .isZero();
        assertThat(run("suppression", "list", "gone@a.test").exit()).isEqualTo(Exit.FINDINGS);
        assertThat(run("suppression", "remove", "gone@a.test").exit()).isEqualTo(Exit.FINDINGS);
    }

    @Test
    void aReceiverThatCallsEverybodyUnknownOfASuddenIsBelievedForADayOnly() throws Exception {
        send("", addresses("here", 50));
        for (var to : addresses("here", 50)) {
            awaitEvent("delivered", to);
        }

        send("", "gone-early@a.test");
        awaitEvent("action", "\"act\":\"suppress gone-early@a.test\"");
        run("suppression", "remove", "gone-early@a.test", "--reason", "is back");

        send("", addresses("gone", 46));

        awaitEvent("finding", "called 45 of its last 50 recipients unknown");
        while (gone().filter(line -> line.contains("\"until\":\"")).count() < 46) {
            Thread.sleep(10);
        }
        assertThat(gone()).hasSize(46).noneMatch(line -> line.contains("gone-early"));
    }

    private Stream<String> gone() {
        return run("suppression", "list", "--limit", "100", "--json")
                .out()
                .lines()
                .filter(line -> line.contains("\"recipient\":\"gone"));
    }

    private static String[] addresses(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i + "@a.test").toArray(String[]::new);
    }

    @Test
    void aFullMailboxIsNoReason() throws Exception {
        send("", "full@a.test");
        awaitEvent("deferred", "full@a.test");

        assertThat(run("suppression", "list").out()).isEqualTo("Nobody is suppressed.\n");
    }

    @Test
    void whoLeftAListStillGetsTransactionalMail() throws Exception {
        run("suppression", "add", "ann@a.test", "--origin", "unsubscribe");

        send("X-Restante-Stream: transactional\r\n", "ann@a.test");
        awaitEvent("delivered", "ann@a.test");
        send("X-Restante-Stream: news\r\n", "ann@a.test");
        awaitEvent("suppressed", "\"reason\":\"unsubscribe\"");
        assertThat(taken.stream().filter("ann@a.test"::equals)).hasSize(1);
    }

    @Test
    void programsHearWhoIsSuppressed() throws Exception {
        run("suppression", "add", "ann@a.test", "--reason", "no");

        var both = submit("\"ann@a.test\",\"bob@a.test\"");
        assertThat(both.statusCode()).isEqualTo(202);
        assertThat(both.body())
                .contains(
                        "{\"recipient\":\"ann@a.test\",\"status\":\"suppressed\",\"id\":null,\"reason\":\"5.7.1 Suppressed, operator: no\"}",
                        "{\"recipient\":\"bob@a.test\",\"status\":\"accepted\"");
        var none = submit("\"ann@a.test\"");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("\"status\":\"suppressed\"");
    }

    @Test
    void aListOfAnotherSystemComesInAndGoesOut() throws Exception {
        var csv =
                """
                email,created,reason
                ann@a.test,1764360000,"550 5.1.1, no ""such"" user"
                nobody.test
                Bob@A.test,2026-11-20 13:00:00,
                """;
        var in = read(csv, "suppression", "import", "-", "--tenant", "acme");
        assertThat(in.out()).isEqualTo("3 put on the list.\n");
        assertThat(in.exit()).isZero();

        var out = run("suppression", "export", "--tenant", "acme");
        assertThat(out.out())
                .isEqualTo(
                        """
                        recipient,tenant,origin,reason,since,until
                        ann@a.test,acme,import,"550 5.1.1, no ""such"" user",2025-11-28T20:00:00Z,
                        nobody.test,acme,import,,SINCE,
                        bob@a.test,acme,import,,2026-11-20T13:00:00Z,
                        """
                                .replace("SINCE", out.out().lines().toList().get(2).split(",")[4]));
    }

    @Test
    void whatHasEndedAlreadyIsLeftOutOfAnImport() throws Exception {
        var read =
                read(
                        "recipient,until\nann@a.test,2020-01-01T00:00:00Z\nbob@a.test,\n",
                        "suppression",
                        "import",
                        "-");

        assertThat(read.err())
                .contains("'ann@a.test' ended at 2020-01-01T00:00:00Z, and is left out");
        assertThat(run("suppression", "list").out())
                .contains("bob@a.test")
                .doesNotContain("ann@a.test");
    }

    @Test
    void whatIsNoRecipientIsTold() throws Exception {
        var wrong = read("not an address\nann@a.test\n", "suppression", "import", "-");
        assertThat(wrong.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(wrong.err())
                .isEqualTo(
                        "-:1: 'not an address' is neither address nor domain, and is left out\n");
        assertThat(wrong.out()).isEqualTo("1 put on the list. 1 left out.\n");

        var added = run("suppression", "add", "not an address");
        assertThat(added.exit()).isEqualTo(Exit.INPUT);
        assertThat(added.err()).contains("entries[0].recipient", "is 'not an address'");
    }
}
