package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.events.EventChoice;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;

/// Events as they come, and what came while nobody listened.
@Timeout(120)
final class EventStreamTest {
    private static final KnownNames NAMES =
            new KnownNames(List::of, List::of, () -> List.of("gmail", "yahoo"));

    @TempDir private Path folder;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private long count;

    /// An event a second later than the last.
    private UUID happens(FileJournal journal, EventType type, String domain) throws Exception {
        var at = HttpWorld.NOON.plusSeconds(count++);
        var id = new UUID(at.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | count);
        var event =
                Event.of(id, at, type, "restante")
                        .recipient("a@" + domain)
                        .recipientDomain(domain)
                        .tenant("acme");
        journal.append(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
        journal.sync();
        return id;
    }

    private FileJournal journal() throws Exception {
        return new FileJournal(
                folder.resolve("events"), JournalSettings.defaults(), () -> HttpWorld.NOON);
    }

    private HttpWorld world() throws Exception {
        return new HttpWorld(
                folder,
                HttpWorld.settings(),
                new EventStream(folder.resolve("events"), NAMES, stopping::get, System::nanoTime));
    }

    private static List<String> ids(BufferedReader lines, int wanted) throws Exception {
        var ids = new ArrayList<String>();
        while (ids.size() < wanted) {
            var line = lines.readLine();
            assertThat(line).isNotNull();
            if (line.startsWith("id: ")) {
                ids.add(line.substring(4));
            }
        }
        return ids;
    }

    private static BufferedReader open(
            HttpClient client, HttpWorld world, String token, String query, String... headers)
            throws Exception {
        var request =
                world.request("/api/v1/events" + query).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new BufferedReader(
                new java.io.InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /// Nor is it an error that is logged.
    @Test
    void whoGoesAwayIsNoFaultOfOurs() throws Exception {
        try (var journal = journal();
                var world = world()) {
            try (var client = HttpClient.newHttpClient();
                    var lines = open(client, world, world.admin, "?since=" + Instant.EPOCH)) {
                var first = happens(journal, EventType.RECEIVED, "x.test");
                assertThat(ids(lines, 1)).containsExactly(first.toString());
                client.shutdownNow();
            }
            while (world.traffic.answers(2) + world.traffic.answers(5) == 0) {
                happens(journal, EventType.RECEIVED, "x.test");
                Thread.sleep(20);
            }
            assertThat(world.traffic.answers(5)).isZero();
        }
    }

    @Test
    void whatIsAskedForComesInOrderAndGoesOnAsItHappens() throws Exception {
        try (var journal = journal();
                var world = world();
                var client = HttpClient.newHttpClient()) {
            var first = happens(journal, EventType.RECEIVED, "x.test");
            happens(journal, EventType.DELIVERED, "y.test");
            try (var lines =
                    open(
                            client,
                            world,
                            world.admin,
                            "?since=" + Instant.EPOCH + "&domain=x.test")) {
                assertThat(ids(lines, 1)).containsExactly(first.toString());
                var second = happens(journal, EventType.DELIVERED, "x.test");
                assertThat(ids(lines, 1)).containsExactly(second.toString());
                assertThat(lines.readLine()).isEqualTo("event: delivered");
                assertThat(lines.readLine())
                        .startsWith("data: {")
                        .contains("\"id\":\"" + second + "\"");
                stopping.set(true);
            }
        }
    }

    @Test
    void whoComesBackGetsWhatItHasNotSeen() throws Exception {
        try (var journal = journal();
                var world = world();
                var client = HttpClient.newHttpClient()) {
            var ids = new ArrayList<UUID>();
            for (int i = 0; i < 6; i++) {
                ids.add(happens(journal, EventType.DELIVERED, "x.test"));
            }
            try (var lines =
                    open(client, world, world.admin, "", "Last-Event-ID", ids.get(3).toString())) {
                assertThat(ids(lines, 2))
                        .containsExactly(ids.get(4).toString(), ids.get(5).toString());
                stopping.set(true);
            }
        }
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        try (var journal = journal();
                var world = world();
                var client = HttpClient.newHttpClient()) {
            happens(journal, EventType.DELIVERED, "x.test");
            var token = world.token("reader", Scope.READ);
            try (var lines = open(client, world, token, "?since=" + Instant.EPOCH)) {
                ids(lines, 1);
                world.revoke("reader");

                while (lines.readLine() != null) {
                    // What was written before.
                }
            }
        }
    }

    @Test
    void aStreamEndsWhileItTellsWhatCameBefore() throws Exception {
        var out = new ByteArrayOutputStream();
        var nanos = new AtomicLong();
        try (var journal = journal()) {
            for (int i = 0; i < 100; i++) {
                happens(journal, EventType.DELIVERED, "x.test");
            }
            new EventStream(
                            folder.resolve("events"),
                            NAMES,
                            stopping::get,
                            () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()))
                    .follow(
                            out,
                            new EventChoice(
                                    Instant.EPOCH,
                                    null,
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Set.of()),
                            Optional.empty(),
                            () -> !out.toString(StandardCharsets.UTF_8).contains("id: "));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("id: ");
    }

    @Test
    void oneTenantHasAShareOfTheStreamsWhateverTokensItHas() throws Exception {
        try (var journal = journal();
                var world = world();
                var client = HttpClient.newHttpClient()) {
            happens(journal, EventType.DELIVERED, "x.test");
            var first = world.tenants("acme", Scope.READ);
            var second = world.tenants("acme", Scope.OPERATE);
            var open = new ArrayList<BufferedReader>();
            for (int i = 0; i < 8; i++) {
                open.add(open(client, world, first, ""));
                open.add(open(client, world, second, ""));
            }

            assertThat(world.get("/api/v1/events", first).statusCode()).isEqualTo(429);
            assertThat(world.get("/api/v1/events", second).statusCode()).isEqualTo(429);
            open.add(open(client, world, world.admin, ""));

            stopping.set(true);
            for (var lines : open) {
                lines.close();
            }
        }
    }

    @Test
    void nonsenseIsRefusedWithItsName() throws Exception {
        try (var journal = journal();
                var world = world()) {
            happens(journal, EventType.DELIVERED, "x.test");
            assertThat(world.get("/api/v1/events?type=nothing", world.admin).body())
                    .contains("\"field\":\"type\"");
            assertThat(world.get("/api/v1/events?type=defered", world.admin).body())
                    .contains("did you mean 'deferred'?");
            assertThat(world.get("/api/v1/events?provider=gmial", world.admin).body())
                    .contains("\"field\":\"provider\"", "did you mean 'gmail'?");
            assertThat(world.get("/api/v1/events?cause=rate,weather", world.admin).body())
                    .contains("\"field\":\"cause\"", "'weather'", "reputation");
            assertThat(world.get("/api/v1/events?since=soon", world.admin).body())
                    .contains("\"field\":\"since\"");
            assertThat(world.get("/api/v1/events?after=7", world.admin).statusCode())
                    .isEqualTo(400);
        }
    }
}
