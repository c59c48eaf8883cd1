package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.duty.Entry.What;
import org.restante.app.duty.MadeUpTraffic;
import org.restante.app.hooks.HookSecret;
import org.restante.app.hooks.HookSettings;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.app.hooks.Listening;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.notice.NoticeSettings;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.mail.event.EventJson;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Mailbox;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// People are told of an incident that is on record when the server starts: by a hook, by Slack's kind and by mail.
@Timeout(120)
final class NoticesInServerTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir private Path data;
    private volatile Instant now = NOON.plus(Duration.ofMinutes(76));
    private final InstantSource clock = () -> now;

    /// An hour in which all is well, a quarter of an hour in which Gmail refuses one source, and then it takes it again.
    private void record(int from, int to) throws IOException {
        try (var journal =
                new FileJournal(data.resolve("events"), JournalSettings.defaults(), clock)) {
            var traffic =
                    new MadeUpTraffic(event -> {
                        try {
                            journal.append(EventJson.write(event).getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            for (int minute = from; minute < to; minute++) {
                traffic.minute(NOON.plus(Duration.ofMinutes(minute)), minute >= 60 && minute < 75);
            }
        }
    }

    private static HookSettings hook(String name, Kind kind, Listening program) {
        return new HookSettings(
                name,
                URI.create(program.url()),
                kind,
                kind == Kind.STANDARD
                        ? HookSecret.of("whsec_" + Base64.getEncoder().encodeToString(new byte[32]))
                        : Optional.empty(),
                Set.of(),
                Optional.empty(),
                2,
                5,
                Duration.ofSeconds(60));
    }

    private static NoticeSettings notices(List<String> hooks, String... mail) {
        return new NoticeSettings(
                "ops",
                hooks,
                List.of(mail).stream().map(it -> Mailbox.of(it).orElseThrow()).toList(),
                Optional.empty(),
                Optional.empty(),
                Severity.OBSERVE,
                Duration.ZERO,
                Duration.ofMinutes(15),
                true,
                12,
                Optional.of(URI.create("https://mail.us.test/")));
    }

    private Server start(int port, List<HookSettings> hooks, NoticeSettings people)
            throws Exception {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var usual =
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(free, ListenerSettings.Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(
                                        List.of(
                                                "gmail.test=127.0.0.1:" + port,
                                                "*=127.0.0.1:" + port)),
                                Knowledge.shipped().providers(),
                                clock,
                                System::nanoTime,
                                new Random(1)),
                        Pools.of(Source.unbound("default", new Domain("us.test"))),
                        Users.NONE);
        return Server.start(
                new Server.Settings(
                        usual.name(),
                        usual.data(),
                        usual.listeners(),
                        usual.queue(),
                        usual.spool(),
                        usual.journal(),
                        usual.pacing(),
                        usual.stopWithin(),
                        usual.safeguards(),
                        usual.traces(),
                        usual.namesEach(),
                        usual.terms().telling(hooks, List.of(people))),
                Knowledge.shipped(),
                clock,
                System::nanoTime);
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private static Optional<String> told(Server server, String incident) {
        return server.incidents().find(incident).orElseThrow().timeline().stream()
                .filter(it -> it.what() == What.TOLD)
                .map(it -> it.words())
                .findFirst();
    }

    private static JsonNode read(Listening.Heard heard) {
        return JSON.readTree(heard.body());
    }

    @Test
    void anIncidentIsToldByAllMeansOnceAlsoAfterARestartAndSoIsItsEnd() throws Exception {
        record(0, 75);
        try (var program = new Listening();
                var chat = new Listening();
                var receiver = new Receiver(command -> "")) {
            var hooks =
                    List.of(hook("shop", Kind.STANDARD, program), hook("chat", Kind.SLACK, chat));
            var people = notices(List.of("shop", "chat"), "ops@club.test");
            try (var server = start(receiver.port(), hooks, people)) {
                until(() -> !receiver.messages.isEmpty());
                until(() -> !program.heard.isEmpty() && !chat.heard.isEmpty());
                var id = server.incidents().list(true).getFirst().id();

                var notice = read(program.heard.getFirst());
                assertThat(notice.path("type").asString()).isEqualTo("notice");
                assertThat(notice.at("/data/notice").asString()).isEqualTo("opened");
                assertThat(notice.at("/data/incident/id").asString()).isEqualTo(id);
                assertThat(notice.at("/data/incident/scope").asString())
                        .isEqualTo("gmail from mta2");
                assertThat(program.heard.getFirst().signature()).startsWith("v1,");
                assertThat(read(chat.heard.getFirst()).path("text").asString())
                        .startsWith("An incident is open at us.test (pause): source-blocked-at-one")
                        .contains(MadeUpTraffic.BLOCKED)
                        .endsWith("https://mail.us.test/#/incidents/" + id);
                assertThat(receiver.commands).contains("MAIL FROM:<>");
                assertThat(receiver.messages.getFirst())
                        .contains(
                                "From: Restante <restante@us.test>",
                                "To: ops@club.test",
                                "Subject: [us.test] pause: source-blocked-at-one at gmail from mta2",
                                "Auto-Submitted: auto-generated",
                                "Message-ID: <",
                                "restante incidents show " + id);
                until(() -> told(server, id).isPresent());
                assertThat(told(server, id))
                        .contains("that it is open, webhook shop, webhook chat, ops@club.test");
            }
            record(75, 120);
            now = NOON.plus(Duration.ofMinutes(121));
            try (var server = start(receiver.port(), hooks, people)) {
                until(() -> !server.incidents().list(false).isEmpty());
                now = now.plus(Duration.ofMinutes(16));
                until(() -> program.heard.size() == 2 && receiver.messages.size() == 2);
                assertThat(read(program.heard.get(1)).at("/data/notice").asString())
                        .isEqualTo("closed");
                assertThat(receiver.messages.get(1)).contains("Subject: [us.test] over: ");
            }
        }
    }

    /// Mail to who refuses us would wait in the lane that it tells of.
    @Test
    void noMailIsSentThroughALaneThatTheIncidentCovers() throws Exception {
        var ways =
                RoutedWays.ofSystem(
                        Routes.parseForLoopback(
                                List.of("shop.test=127.0.0.1:2601", "*=127.0.0.1:2602")),
                        Knowledge.shipped().providers(),
                        clock,
                        System::nanoTime,
                        new Random(1));
        var lanes = new CoveredLanes(() -> ways);

        assertThat(lanes.test(scope(null, null, "127.0.0.1:2601"), new Domain("shop.test")))
                .isTrue();
        assertThat(lanes.test(scope(null, null, "127.0.0.1:2601"), new Domain("club.test")))
                .isFalse();
        assertThat(lanes.test(scope(null, null), new Domain("club.test")))
                .as("everywhere")
                .isTrue();
        assertThat(lanes.test(scope("news", null, "127.0.0.1:2601"), new Domain("shop.test")))
                .as("another stream")
                .isFalse();
        assertThat(lanes.test(scope(null, "mx1", "127.0.0.1:2601"), new Domain("shop.test")))
                .as("another host")
                .isFalse();
    }

    private static IncidentScope scope(String stream, String host, String... sites) {
        return new IncidentScope(null, null, host, "mta2", stream, null, List.of(sites));
    }
}
