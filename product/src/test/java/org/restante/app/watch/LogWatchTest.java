package org.restante.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.analysis.FollowedLogs;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.StoreCommandLine;
import org.restante.dns.ZoneResolver;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.JournalReader;
import org.restante.record.logs.SourceMap;
import org.restante.record.store.StoreKeeper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Postfix log grows, and what it tells is served: events, incidents, case files. Minutes are the test's.
@Timeout(180)
final class LogWatchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final String REFUSAL =
            "421-4.7.28 Gmail has detected an unusual rate of mail originating from your IP address";

    @TempDir private Path folder;
    private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
    private final InstantSource clock = time::get;
    private int sent;

    private Path log() {
        return folder.resolve("mail.log");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private LogWatch watch(Optional<StoreKeeper> store, boolean onlyNew) throws IOException {
        return LogWatch.start(
                new LogWatch.Settings(
                        new FollowedLogs.Request(
                                List.of(log()), null, ZoneOffset.UTC, SourceMap.NOTHING),
                        data(),
                        onlyNew,
                        Duration.ofMillis(20),
                        Duration.ofDays(90),
                        "mail.test",
                        Optional.empty(),
                        List.of(),
                        List.of()),
                Knowledge.shipped(),
                store,
                ZoneResolver.parse(""),
                clock,
                System::nanoTime);
    }

    private HttpDoor door(LogWatch watch) throws Exception {
        return new HttpDoor(
                watch,
                data(),
                () -> data().resolve("tokens.toml"),
                ApiSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                clock,
                System::nanoTime);
    }

    private HttpResponse<String> ask(HttpClient client, String method, String path)
            throws Exception {
        var control = ControlFile.read(data()).orElseThrow();
        return client.send(
                HttpRequest.newBuilder(URI.create(control.server() + path))
                        .header("Authorization", "Bearer " + control.token())
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode json(HttpClient client, String path) throws Exception {
        return JSON.readTree(ask(client, "GET", path).body());
    }

    private void write(String... lines) throws IOException {
        Files.writeString(
                log(),
                String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private String line(Instant at, String domain, String host, String outcome) {
        return "%s mx postfix/smtp[71]: %06X: to=<r%d@%s>, relay=%s[192.0.2.7]:25, delay=1.2, delays=0.1/0/0.5/0.6, %s"
                .formatted(at, 0x4F0000 + sent, sent++, domain, host, outcome);
    }

    private String taken(Instant at, String domain, String host) {
        return line(at, domain, host, "dsn=2.0.0, status=sent (250 2.0.0 OK)");
    }

    private String refused(Instant at) {
        return line(
                at,
                "gmail.com",
                "gmail-smtp-in.l.google.com",
                "dsn=4.7.28, status=deferred (host gmail-smtp-in.l.google.com[192.0.2.7] said: "
                        + REFUSAL
                        + " (in reply to end of DATA command))");
    }

    /// A minute's mail to two receivers, one of which may refuse it.
    private void minute(boolean refuses) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            var at = time.get().plusSeconds(5L * i);
            lines.add(
                    refuses && i != 4
                            ? refused(at)
                            : taken(at, "gmail.com", "gmail-smtp-in.l.google.com"));
            lines.add(taken(at.plusSeconds(1), "club.test", "mx.club.test"));
        }
        write(lines.toArray(String[]::new));
        time.updateAndGet(now -> now.plusSeconds(60));
    }

    private static void until(BooleanSupplier isSo) throws InterruptedException {
        while (!isSo.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    private long events() {
        try (var reader = JournalReader.from(WatchRecord.journal(data()), null, line -> {})) {
            long count = 0;
            for (var line = reader.next(); line != null; line = reader.next()) {
                var event = EventJson.read(new String(line, StandardCharsets.UTF_8));
                count += event.origin().equals("postfix") ? 1 : 0;
            }
            return count;
        } catch (IOException e) {
            return -1;
        }
    }

    /// However slow the machine: all that is written is on record, and the search for incidents has had its turn.
    private void settled() throws InterruptedException {
        long all = sent;
        until(() -> events() >= all);
        Thread.sleep(150);
    }

    private void minutes(int count, boolean refuses, BooleanSupplier isEnough) throws Exception {
        for (int i = 0; i < count && !isEnough.getAsBoolean(); i++) {
            minute(refuses);
            settled();
        }
    }

    @Test
    @Tag("slow")
    void anIncidentOfTheWatchedLogOpensWithItsCaseFileAndCloses() throws Exception {
        var watch = watch(Optional.empty(), false);
        try (var door = door(watch);
                var client = HttpClient.newHttpClient()) {
            minutes(15, false, () -> false);
            until(watch.incidents()::isCaughtUp);
            assertThat(watch.incidents().list(null)).isEmpty();

            minutes(15, true, () -> !watch.incidents().list(true).isEmpty());

            var open = json(client, "/api/v1/incidents").path("incidents");
            assertThat(open.size()).isEqualTo(1);
            var id = open.path(0).path("id").asString();
            assertThat(open.path(0).path("headline").asString())
                    .endsWith("most likely the receiver lets less through");
            var shown = ask(client, "GET", "/api/v1/incidents/" + id);
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(shown.body()).contains("gmail").contains("4.7.28");
            var response = JSON.readTree(shown.body()).path("response");
            assertThat(response.path("would").isNull()).isTrue();
            assertThat(response.path("why_not").asString()).contains("another server's");
            assertThat(
                            ask(
                                            client,
                                            "GET",
                                            "/api/v1/incidents/"
                                                    + id
                                                    + "/configuration?server=postfix")
                                    .body())
                    .contains("transport");
            assertThat(ask(client, "GET", "/api/v1/incidents/" + id + "/letter").body())
                    .contains(REFUSAL);
            var noted = ask(client, "POST", "/api/v1/incidents/" + id + "/acknowledge");
            assertThat(noted.statusCode()).as(noted.body()).isEqualTo(200);
            var act = ask(client, "POST", "/api/v1/incidents/" + id + "/act");
            assertThat(act.statusCode()).as(act.body()).isEqualTo(501);

            minutes(60, false, () -> watch.incidents().list(true).isEmpty());

            var closed = json(client, "/api/v1/incidents?state=closed").path("incidents");
            assertThat(closed.path(0).path("id").asString()).isEqualTo(id);
            assertThat(door.routes()).isNotEmpty();
        }
    }

    @Test
    void whatWasReadIsNotReadAgainAndWhatWasWrittenMeanwhileIs() throws Exception {
        minute(false);
        try (var watch = watch(Optional.empty(), false)) {
            settled();
            assertThat(watch.incidents().list(null)).isEmpty();
        }
        assertThat(events()).isEqualTo(sent);

        minute(true);
        Files.move(log(), folder.resolve("mail.log.1"));
        minute(false);
        try (var watch = watch(Optional.empty(), false)) {
            settled();
            Files.move(log(), folder.resolve("mail.log.2"));
            minute(false);
            settled();
            assertThat(watch.incidents().list(null)).isEmpty();
        }
        assertThat(events()).isEqualTo(sent);
    }

    @Test
    void aPlaceThatIsLostCountsNothingTwice() throws Exception {
        minute(false);
        try (var watch = watch(Optional.empty(), false)) {
            settled();
            assertThat(watch.incidents().list(null)).isEmpty();
        }
        Files.delete(data().resolve("watched.json"));
        minute(false);
        try (var watch = watch(Optional.empty(), false)) {
            settled();
            assertThat(watch.incidents().list(null)).isEmpty();
        }
        assertThat(events()).isEqualTo(sent);
    }

    @Test
    void onlyWhatIsNewIsReadWhereThatIsAsked() throws Exception {
        minute(false);
        int before = sent;
        watch(Optional.empty(), true).close();
        minute(false);
        try (var watch = watch(Optional.empty(), true)) {
            until(() -> events() >= sent - before);
            assertThat(watch.incidents().list(null)).isEmpty();
        }
        assertThat(events()).isEqualTo(sent - before);
    }

    @Test
    void aServersFolderAndOneThatIsInUseAreRefused() throws Exception {
        Files.createDirectories(data().resolve("spool"));
        assertThatThrownBy(() -> watch(Optional.empty(), false))
                .hasMessageContaining("data folder of a sending server");
        Files.delete(data().resolve("spool"));
        try (var first = watch(Optional.empty(), false)) {
            assertThatThrownBy(() -> watch(Optional.empty(), false)).hasMessageContaining("has it");
            assertThat(first.incidents().list(null)).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void theStoreAnswersAndWhatALogHasNotIsSaidToBeMissing() throws Exception {
        time.set(Instant.now());
        var store = StoreCommandLine.keeper(LogWatch.storeIn(data()));
        var watch = watch(Optional.of(store), false);
        try (store;
                var door = door(watch);
                var client = HttpClient.newHttpClient()) {
            store.start();
            time.updateAndGet(now -> now.minusSeconds(600));
            minute(true);
            time.updateAndGet(now -> now.plusSeconds(600));

            var figures = "/api/v1/reports/deliverability?by=provider";
            while (json(client, figures).at("/total/attempts").asInt() < sent) {
                Thread.sleep(50);
            }
            assertThat(json(client, figures).at("/total/deferred").asInt()).isEqualTo(9);
            var logs = json(client, "/api/v1/watched").path("logs");
            assertThat(logs.path(0).path("format").asString()).isEqualTo("postfix");
            assertThat(logs.path(0).path("octets").asLong()).isEqualTo(Files.size(log()));
            for (var path :
                    List.of("GET /api/v1/queue", "GET /api/v1/lanes", "POST /api/v1/messages")) {
                var parts = path.split(" ");
                var answer = ask(client, parts[0], parts[1]);
                assertThat(answer.statusCode()).as(path).isEqualTo(501);
                assertThat(answer.body())
                        .contains("urn:restante:problem:not-watched")
                        .contains(log().toString());
            }
            assertThat(door.setUpLink()).isPresent();
        }
    }
}
