package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.duty.Case;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.insight.incident.Diagnosis;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Steering;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalReader;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// A receiver begins to refuse one of two sources, and takes it again: sockets, lanes, journal, incident, HTTP. Minutes are the test's.
@Tag("slow")
@Timeout(300)
final class LiveIncidentTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration ONSET = Duration.ofMinutes(12);
    private static final Duration END = Duration.ofMinutes(35);
    private static final Source FIRST = Source.unbound("mta1", new Domain("mta1.us.test"));
    private static final Source SECOND = Source.unbound("mta2", new Domain("mta2.us.test"));
    private static final long STEP = Duration.ofSeconds(3).toNanos();

    /// Ten a minute are sent.
    private static final int MOST_UNRECORDED = 40;

    @TempDir private Path data;
    private final AtomicLong nanos = new AtomicLong();
    private final InstantSource clock = () -> NOON.plusNanos(nanos.get());

    /// By so much the time of tokens is ahead.
    private final AtomicLong doorsNanos = new AtomicLong();

    private int steps;
    private int sent;
    private JournalReader record;
    private int recorded;

    @BeforeEach
    void readTheRecord() {
        record = JournalReader.from(data.resolve("events"), null, line -> {});
    }

    @AfterEach
    void closeTheRecord() throws IOException {
        record.close();
    }

    private Server start(int blocking, int other) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var pool =
                new Pool(
                        "all",
                        List.of(new Pool.Member(FIRST, 1), new Pool.Member(SECOND, 1)),
                        false);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(
                                        List.of(
                                                "shop.test=127.0.0.1:" + blocking,
                                                "*=127.0.0.1:" + other)),
                                Knowledge.shipped().providers(),
                                clock,
                                nanos::get,
                                new Random(1)),
                        new Pools(List.of(pool), pool.name()),
                        Users.NONE),
                Knowledge.shipped(),
                clock,
                nanos::get);
    }

    private HttpDoor door(Server server) throws Exception {
        return new HttpDoor(
                server,
                Optional.empty(),
                data,
                () -> data.resolve("tokens.toml"),
                ApiSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                clock,
                () -> System.nanoTime() + doorsNanos.get());
    }

    /// What the receiver says at EHLO to the source that it does not like.
    private String refusal(String command) {
        boolean isBad = nanos.get() >= ONSET.toNanos() && nanos.get() < END.toNanos();
        return isBad && command.equals("EHLO mta2.us.test")
                ? "421 4.7.0 Your IP address has a poor reputation, try again later"
                : "";
    }

    /// Mail goes out while time passes, at every other step.
    private void until(Duration passed, BooleanSupplier isEnough, Server server) throws Exception {
        while (nanos.get() < passed.toNanos() && !isEnough.getAsBoolean()) {
            nanos.addAndGet(STEP);
            steps++;
            if (steps % 2 == 0) {
                send(server, steps % 4 == 0 ? "shop.test" : "club.test");
            }
            server.lookAtTheClock();
            Thread.sleep(5);
            awaitRecord(sent - MOST_UNRECORDED);
        }
    }

    /// The same until it is so, by then at the latest; if it is not seen yet, time stands still until it is.
    private void atLatest(Duration passed, BooleanSupplier isSo, Server server) throws Exception {
        until(passed, isSo, server);
        while (!isSo.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    /// However slow the machine, what is on record is never more than some minutes of the test behind.
    private void awaitRecord(int messages) throws Exception {
        while (recorded < messages) {
            var line = record.next();
            if (line == null) {
                Thread.sleep(5);
            } else if (new String(line, StandardCharsets.UTF_8).contains("\"type\":\"received\"")) {
                recorded++;
            }
        }
    }

    private void send(Server server, String domain) throws Exception {
        sent++;
        try (var draft = server.queue().begin()) {
            var body = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
            draft.write(body, 0, body.length);
            draft.commit(
                    new Offer(
                            new Envelope(
                                    ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                                    List.of(
                                            Recipient.of(
                                                    Mailbox.of("r" + sent + "@" + domain)
                                                            .orElseThrow())),
                                    false,
                                    false,
                                    Optional.empty(),
                                    Optional.empty()),
                            clock.instant(),
                            Optional.empty(),
                            Domain.of("us.test"),
                            body.length,
                            false,
                            new Steering(
                                    Optional.empty(),
                                    Optional.of("news"),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));
        }
    }

    private static List<Case> incidents(Server server) {
        return server.incidents().list(null);
    }

    private List<String> told(String incident) throws Exception {
        var acts = new ArrayList<String>();
        for (var file : FileJournal.files(data.resolve("events"))) {
            for (var line : Files.readAllLines(file)) {
                Event event = EventJson.read(line);
                if (event.type() == EventType.INCIDENT && incident.equals(event.incidentId())) {
                    acts.add(event.act());
                }
            }
        }
        return acts;
    }

    @Test
    void aReceiverThatRefusesOneSourceIsAnIncidentUntilItTakesItAgain() throws Exception {
        String id;
        try (var blocking = new Receiver(this::refusal);
                var other = new Receiver(command -> "")) {
            try (var server = start(blocking.port(), other.port());
                    var door = door(server)) {
                until(ONSET, () -> false, server);
                assertThat(incidents(server)).isEmpty();

                atLatest(ONSET.plusMinutes(12), () -> !incidents(server).isEmpty(), server);
                assertThat(incidents(server)).hasSize(1);
                var one = incidents(server).getFirst();
                id = one.id();
                assertThat(one.isOpen()).isTrue();
                assertThat(one.incident().scope().receiver())
                        .isEqualTo("127.0.0.1:" + blocking.port());
                assertThat(one.incident().scope().source()).isEqualTo("mta2");
                assertThat(one.incident().diagnosis()).isEqualTo(Diagnosis.SOURCE_BLOCKED_AT_ONE);
                assertThat(Duration.between(NOON.plus(ONSET), one.incident().since()))
                        .isLessThan(Duration.ofMinutes(2));
                assertThat(one.facts().reply()).contains("poor reputation");
                speak(door, id);
                door.drain();
            }
            try (var server = start(blocking.port(), other.port())) {
                atLatest(
                        END.plusMinutes(60),
                        () -> incidents(server).stream().noneMatch(Case::isOpen),
                        server);
                assertThat(incidents(server)).extracting(Case::id).containsExactly(id);
                assertThat(incidents(server).getFirst().isOpen()).isFalse();
                assertThat(incidents(server).getFirst().work().acknowledgedBy())
                        .isEqualTo("token control.json");
            }
        }
        assertThat(told(id)).contains("opened", "acknowledged").endsWith("closed");
    }

    /// What programs and people ask over HTTP while it is open.
    private void speak(HttpDoor door, String id) throws Exception {
        var admin = ControlFile.read(data).orElseThrow().token();
        assertThat(ask(door, admin, "").body())
                .contains("\"id\":\"" + id + "\"", "\"state\":\"open\"", "\"caught_up\":true");
        assertThat(ask(door, admin, "/" + id).body())
                .contains("\"kind\":\"clean-sibling\"", "\"mode\":\"suggest\"");
        assertThat(ask(door, admin, "/" + id + "/letter").body()).contains("poor reputation");
        assertThat(ask(door, admin, "/" + id + "/evidence").body()).contains("mta2");
        assertThat(ask(door, admin, "/" + id + "/ticket").body()).contains(id);
        assertThat(ask(door, admin, "/" + id + "/configuration?server=postfix").statusCode())
                .isEqualTo(200);
        assertThat(ask(door, admin, "/" + id + "/configuration?server=qmail").body())
                .contains("postfix, powermta, kumomta, exim, restante");
        assertThat(ask(door, admin, "/" + id + "/configuration?server=restante").body())
                .contains("restante pause --site 127.0.0.1:", " --source mta2 --until 4h");
        assertThat(ask(door, admin, "?state=odd").statusCode()).isEqualTo(400);
        assertThat(ask(door, admin, "/none").statusCode()).isEqualTo(404);
        assertThat(tell(door, admin, "/" + id + "/act").statusCode()).isEqualTo(409);
        assertThat(tell(door, admin, "/" + id + "/acknowledge").statusCode()).isEqualTo(200);
        var reader = token("reader", Optional.empty(), Scope.READ);
        assertThat(ask(door, reader, "/" + id).statusCode()).isEqualTo(200);
        var theirs = token("theirs", Optional.of("acme"), Scope.OPERATE);
        for (var path : List.of("", "/" + id, "/" + id + "/letter", "/" + id + "/configuration")) {
            assertThat(ask(door, theirs, path).statusCode()).as(path).isEqualTo(403);
            assertThat(ask(door, "none", path).statusCode()).as(path).isEqualTo(401);
        }
        for (var act :
                List.of(
                        "acknowledge",
                        "assign",
                        "mute",
                        "note",
                        "letters",
                        "letters/1",
                        "mends/ptr/check",
                        "act",
                        "undo")) {
            var path = "/" + id + "/" + act;
            assertThat(tell(door, reader, path).statusCode()).as(path).isEqualTo(403);
            assertThat(tell(door, theirs, path).statusCode()).as(path).isEqualTo(403);
        }
    }

    private String token(String name, Optional<String> tenant, Scope scope) throws Exception {
        var text = TokenText.make(new SecureRandom());
        new TokenFile(data.resolve("tokens.toml"))
                .add(
                        new Token(
                                text.id(),
                                text.digest(),
                                Set.of(scope),
                                new Client(
                                        name,
                                        tenant,
                                        Set.of(),
                                        Set.of(),
                                        Set.of(),
                                        false,
                                        OptionalLong.empty(),
                                        OptionalLong.empty()),
                                OptionalLong.empty(),
                                clock.instant(),
                                Optional.empty()));
        doorsNanos.addAndGet(Duration.ofSeconds(2).toNanos());
        return text.text();
    }

    private static HttpResponse<String> ask(HttpDoor door, String token, String path)
            throws Exception {
        return send(request(door, token, path).build());
    }

    private static HttpResponse<String> tell(HttpDoor door, String token, String path)
            throws Exception {
        return send(
                request(door, token, path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"reason\":\"seen\"}"))
                        .build());
    }

    private static HttpRequest.Builder request(HttpDoor door, String token, String path) {
        var at = "http://127.0.0.1:" + door.address().getPort() + "/api/v1/incidents" + path;
        return HttpRequest.newBuilder(URI.create(at)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
