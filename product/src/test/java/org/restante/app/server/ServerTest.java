package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.record.journal.FileJournal;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// The whole server on loopback: mail in by SMTP, out by SMTP, events on record.
@Timeout(120)
final class ServerTest {
    @TempDir private Path data;

    private Server start(int port) throws IOException, BadRouteException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(List.of("*=127.0.0.1:" + port)),
                                Knowledge.shipped().providers(),
                                InstantSource.system(),
                                System::nanoTime,
                                new Random(1)),
                        Pools.of(Source.unbound("default", new Domain("us.test"))),
                        Users.NONE),
                Knowledge.shipped(),
                InstantSource.system(),
                System::nanoTime);
    }

    private static void send(Server server, String from, String body, String... to)
            throws IOException {
        var address = server.addresses().getFirst();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            expect(in, "220");
            var commands = new ArrayList<String>();
            commands.add("HELO client.test");
            commands.add("MAIL FROM:<" + from + ">");
            for (var one : to) {
                commands.add("RCPT TO:<" + one + ">");
            }
            for (var command : commands) {
                out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                expect(in, "250");
            }
            out.write("DATA\r\n".getBytes(StandardCharsets.UTF_8));
            expect(in, "354");
            out.write((body + "\r\n.\r\n").getBytes(StandardCharsets.UTF_8));
            expect(in, "250");
        }
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        assertThat(in.readLine()).startsWith(code);
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private List<Event> events() throws IOException {
        var events = new ArrayList<Event>();
        for (var file : FileJournal.files(data.resolve("events"))) {
            for (var line : Files.readAllLines(file)) {
                events.add(EventJson.read(line));
            }
        }
        return events;
    }

    @Test
    void whatComesInGoesOutAndIsOnRecord() throws Exception {
        try (var receiver = new Receiver(command -> "")) {
            try (var server = start(receiver.port())) {
                send(
                        server,
                        "a@us.test",
                        "Subject: hello\r\n\r\n..dot",
                        "b@b.test",
                        "c@b.test",
                        "d@d.test");
                until(() -> receiver.messages.size() == 2);
            }

            assertThat(receiver.messages)
                    .allSatisfy(message ->
                            assertThat(message)
                                    .startsWith("Received: from client.test ")
                                    .contains("\nSubject: hello\n\n..dot"));
        }
        var events = events();
        assertThat(events)
                .extracting(Event::type)
                .containsOnly(EventType.RECEIVED, EventType.DELIVERED);
        assertThat(events)
                .filteredOn(event -> event.type() == EventType.DELIVERED)
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.attempt().text()).isEqualTo("2.0.0 taken"));
    }

    @Test
    void whatWaitsSurvivesARestartWithItsAttempts() throws Exception {
        int port;
        try (var receiver =
                new Receiver(command ->
                        command.startsWith("RCPT TO:<later") ? "451 4.3.0 local trouble" : "")) {
            port = receiver.port();
            try (var server = start(port)) {
                send(server, "a@us.test", "Subject: x", "later@b.test", "now@b.test");
                until(() -> receiver.messages.size() == 1);
                until(() -> server.queue().waiting() == 1);
            }
        }
        try (var server = start(port)) {
            until(() -> server.queue().waiting() == 1);
        }
        assertThat(events())
                .filteredOn(event -> event.type() == EventType.DEFERRED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.recipient()).isEqualTo("later@b.test");
                    assertThat(event.attempt().number()).isEqualTo(1);
                    assertThat(event.nextDue()).isAfter(event.time());
                });
    }

    @Test
    void aConnectionThatTheHostGaveUpMeanwhileCostsNothing() throws Exception {
        var connections = new AtomicInteger();
        var mails = new AtomicInteger();
        var given = new AtomicInteger();
        UnaryAnswer answer =
                command -> {
                    connections.addAndGet(command.startsWith("EHLO") ? 1 : 0);
                    boolean kept =
                            command.startsWith("MAIL")
                                    && mails.incrementAndGet() > connections.get();
                    if (kept) {
                        given.incrementAndGet();
                        mails.decrementAndGet();
                    }
                    return kept ? "421 4.4.2 idle for too long" : "";
                };
        try (var receiver = new Receiver(answer::to)) {
            try (var server = start(receiver.port())) {
                for (int i = 1; given.get() < 3; i++) {
                    int sent = i;
                    send(server, "a@us.test", "Subject: " + i, "b@b.test");
                    until(() -> receiver.messages.size() == sent);
                }
            }
        }
        assertThat(events()).noneMatch(event -> event.type() == EventType.DEFERRED);
    }

    @Test
    void whatIsRefusedForGoodComesBackToItsSender() throws Exception {
        try (var receiver =
                new Receiver(command ->
                        command.startsWith("RCPT TO:<no@") ? "550 5.1.1 No such user here" : "")) {
            try (var server = start(receiver.port())) {
                send(
                        server,
                        "a@us.test",
                        "Subject: x\r\nX-Mark: 1\r\n\r\nsecret body",
                        "no@b.test");
                until(() -> receiver.messages.size() == 1);
            }

            assertThat(receiver.commands).contains("MAIL FROM:<>", "RCPT TO:<a@us.test>");
            assertThat(receiver.messages.getFirst())
                    .contains("Content-Type: multipart/report; report-type=delivery-status;")
                    .contains("Final-Recipient: rfc822; no@b.test\nAction: failed\nStatus: 5.1.1\n")
                    .contains("Diagnostic-Code: smtp; 550 5.1.1 No such user here")
                    .contains("X-Mark: 1")
                    .doesNotContain("secret body");
        }
    }

    @Test
    void aNotificationThatIsRefusedEndsThere() throws Exception {
        try (var receiver =
                new Receiver(
                        command -> command.startsWith("RCPT") ? "550 5.1.1 No such user" : "")) {
            try (var server = start(receiver.port())) {
                send(server, "a@us.test", "Subject: x", "no@b.test");
                until(() ->
                        receiver.commands.stream().filter(line -> line.startsWith("RCPT")).count()
                                == 2);
                until(() -> server.queue().waiting() == 0);
            }
            assertThat(receiver.messages).isEmpty();
        }
        assertThat(events()).filteredOn(event -> event.type() == EventType.BOUNCED).hasSize(2);
    }

    @Test
    void aRefusalOfTheLaneCostsTheMessageNothingAndStopsTheLane() throws Exception {
        var refusals = new AtomicInteger();
        UnaryAnswer answer =
                command -> {
                    if (command.equals(".")) {
                        refusals.incrementAndGet();
                        return "421 4.7.28 Our system has detected an unusual rate of mail from your IP address. gsmtp";
                    }
                    return "";
                };
        try (var receiver = new Receiver(answer::to)) {
            try (var server = start(receiver.port())) {
                send(server, "a@us.test", "Subject: x", "b@b.test");
                until(() -> refusals.get() == 1);
                for (int i = 0; i < 30; i++) {
                    send(server, "a@us.test", "Subject: x", "b" + i + "@b.test");
                }
                until(() -> server.dispatch().lanes().getFirst().isClosed());
                until(() -> server.queue().waiting() == 31);
                assertThat(server.dispatch().lanes().getFirst().lastStep()).isNotNull();
            }
        }
        assertThat(refusals.get()).as("the first and its canaries").isLessThan(6);
        assertThat(events())
                .filteredOn(event -> event.type() == EventType.DEFERRED)
                .hasSize(refusals.get())
                .allSatisfy(event -> assertThat(event.attempt().counted()).isFalse());
    }

    /// What a receiver answers.
    private interface UnaryAnswer {
        String to(String command);
    }
}
