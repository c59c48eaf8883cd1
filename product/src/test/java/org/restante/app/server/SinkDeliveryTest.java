package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.sink.Post;
import org.restante.app.sink.Posts;
import org.restante.app.sink.Sinks;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Domain;
import org.restante.record.journal.FileJournal;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.simulation.sink.ModelTime;
import org.restante.simulation.sink.Sink;

/// The whole server against four receivers with hidden limits and the words of real providers. Time goes its own way while mail moves;
/// when every lane with mail is closed, it is moved on to where the first opens, for the server and the receivers alike.
@Tag("slow")
@Timeout(300)
final class SinkDeliveryTest {
    private static final int EACH = 80;
    private static final String RECEIVER =
            """
            [[receiver]]
            name = "%s"
            flavour = "%1$s"
            hosts = 1
            connections = %d
            messages_per_connection = %d
            mailbox_full = 0
            latency = "1ms"
            connect_latency = "1ms"
              [receiver.limit]
              kind = "bucket"
              per_second = 10
              burst = %d
              [receiver.box]
              violations = 8
              length = "30s"
            """;

    private static final String RECEIVERS =
            String.format(RECEIVER, "gmail", 20, 50, 40)
                    + String.format(RECEIVER, "microsoft", 4, 20, 50)
                    + String.format(RECEIVER, "yahoo", 3, 10, 30)
                    + String.format(RECEIVER, "orange", 2, 100, 60);

    @TempDir private Path folder;

    private final AtomicLong skipped = new AtomicLong();

    private long ticker() {
        return System.nanoTime() + skipped.get();
    }

    private Sinks receivers() throws Exception {
        var file = folder.resolve("four.toml");
        Files.writeString(file, RECEIVERS);
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var posts =
                Posts.of(Optional.of(file.toString()), List.of(), List.of(), "127.0.10.1:0", 1)
                        .stream()
                        .map(post -> new Post(post.model(), List.of(here)))
                        .toList();
        return Sinks.start(
                posts, Optional.empty(), ModelTime.beginningNow(this::ticker, 1), nanos -> {}, 1);
    }

    private Server server(Sinks sinks) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        folder.resolve("data"),
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(
                                        sinks.posts().stream().map(Post::route).toList()),
                                Knowledge.shipped().providers(),
                                InstantSource.system(),
                                this::ticker,
                                new Random(1)),
                        Pools.of(Source.unbound("default", new Domain("us.test"))),
                        Users.NONE),
                Knowledge.shipped(),
                InstantSource.system(),
                this::ticker);
    }

    @Test
    void allMailArrivesThroughLanesThatCloseAndOpenAgain() throws Exception {
        try (var sinks = receivers();
                var server = server(sinks)) {
            for (var post : sinks.posts()) {
                send(server, post.domain(), EACH);
            }
            var nudges = new HashMap<String, Integer>();
            while (!sinks.all().stream().allMatch(sink -> hasAll(sink, nudges))) {
                if (isHeldUp(server, sinks, nudges)) {
                    skipped.addAndGet(untilOneOpens(server).toNanos());
                    for (var sink : sinks.all()) {
                        if (!hasAll(sink, nudges)) {
                            send(server, new Post(sink.model(), sink.addresses()).domain(), 1);
                            nudges.merge(sink.model().name(), 1, Integer::sum);
                        }
                    }
                }
                Thread.sleep(5);
            }
            while (server.queue().waiting() > 0) {
                Thread.sleep(5);
            }
            for (var sink : sinks.all()) {
                var seen = sink.seen();
                assertThat(seen.taken())
                        .isEqualTo(EACH + nudges.getOrDefault(sink.model().name(), 0));
                assertThat(seen.refusals()).isPositive();
                assertThat(seen.broken()).isZero();
            }
        }
        assertThat(refusalsByDomain().keySet())
                .containsExactlyInAnyOrder(
                        "gmail.test", "microsoft.test", "yahoo.test", "orange.test");
    }

    private static boolean hasAll(Sink sink, Map<String, Integer> nudges) {
        return sink.seen().taken() >= EACH + nudges.getOrDefault(sink.model().name(), 0);
    }

    /// Whether every lane that has mail is closed, so that nothing happens until one opens.
    private static boolean isHeldUp(Server server, Sinks sinks, Map<String, Integer> nudges) {
        long unfinished = sinks.all().stream().filter(sink -> !hasAll(sink, nudges)).count();
        long closed =
                server.dispatch().lanes().stream()
                        .filter(lane -> lane.closedFor().isPositive() && lane.sessions() <= 1)
                        .count();
        return closed >= unfinished;
    }

    /// No longer than that: what lanes learn of a receiver they learn by the time that passes.
    private static Duration untilOneOpens(Server server) {
        return server.dispatch().lanes().stream()
                .map(LaneStanding::closedFor)
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plusMillis(100);
    }

    private static void send(Server server, String domain, int messages) throws IOException {
        var address = server.addresses().getFirst();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            expect(in, "220");
            say(out, "HELO client.test\r\n");
            expect(in, "250");
            for (int i = 0; i < messages; i++) {
                say(out, "MAIL FROM:<a@us.test>\r\nRCPT TO:<b@" + domain + ">\r\nDATA\r\n");
                expect(in, "250");
                expect(in, "250");
                expect(in, "354");
                say(out, "Subject: x\r\n\r\n.\r\n");
                expect(in, "250");
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        assertThat(in.readLine()).startsWith(code);
    }

    /// Attempts that were refused and cost their message nothing.
    private Map<String, Integer> refusalsByDomain() throws IOException {
        var refusals = new HashMap<String, Integer>();
        for (var file : FileJournal.files(folder.resolve("data").resolve("events"))) {
            for (var line : Files.readAllLines(file)) {
                var event = EventJson.read(line);
                assertThat(event.type()).isNotEqualTo(EventType.BOUNCED);
                if (event.type() == EventType.DEFERRED && !event.attempt().counted()) {
                    refusals.merge(event.recipientDomain(), 1, Integer::sum);
                }
            }
        }
        return refusals;
    }
}
