package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.app.remote.RemoteTrouble;
import org.restante.app.remote.ServerClient;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// A whole server as programs and commands see it by HTTP.
@Timeout(120)
final class HttpDoorTest {
    @TempDir private Path data;

    /// A server and its door; closed in the order of `serve`.
    private record Running(Server server, HttpDoor door) implements AutoCloseable {
        @Override
        public void close() {
            door.drain();
            server.close();
            door.close();
        }
    }

    private Running start() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server =
                Server.start(
                        Server.Settings.usual(
                                "us.test",
                                data,
                                List.of(new ListenerSettings(loopback, Kind.RELAY)),
                                RoutedWays.ofSystem(
                                        Routes.parseForLoopback(List.of("*=127.0.0.1:9")),
                                        Knowledge.shipped().providers(),
                                        InstantSource.system(),
                                        System::nanoTime,
                                        new Random(1)),
                                Pools.of(Source.unbound("default", new Domain("us.test"))),
                                Users.NONE),
                        Knowledge.shipped(),
                        InstantSource.system(),
                        System::nanoTime);
        return new Running(
                server,
                new HttpDoor(
                        server,
                        Optional.empty(),
                        data,
                        () -> data.resolve("tokens.toml"),
                        ApiSettings.at(loopback),
                        InstantSource.system(),
                        System::nanoTime));
    }

    private static HttpResponse<String> submit(HttpDoor door, String token, String key, String body)
            throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + door.address().getPort()
                                                    + "/api/v1/messages"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", key)
                            .header(
                                    "traceparent",
                                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void aRequestRepeatedAfterARestartMakesNoSecondMessageAndTheBoundsOfATokenHold()
            throws Exception {
        var text = TokenText.make(new SecureRandom());
        new TokenFile(data.resolve("tokens.toml"))
                .add(
                        new Token(
                                text.id(),
                                text.digest(),
                                Set.of(Scope.SUBMIT),
                                new Client(
                                        "shop",
                                        Optional.of("acme"),
                                        Set.of(new Domain("shop.test")),
                                        Set.of(),
                                        Set.of(),
                                        false,
                                        OptionalLong.of(2),
                                        OptionalLong.empty()),
                                OptionalLong.empty(),
                                InstantSource.system().instant(),
                                Optional.empty()));
        var body =
                "{\"from\":\"news@shop.test\",\"to\":[\"a@x.test\"],\"subject\":\"s\",\"text\":\"t\"}";
        String first;
        try (var running = start()) {
            var answer = submit(running.door(), text.text(), "k", body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            first = answer.body();
            var other =
                    submit(
                            running.door(),
                            text.text(),
                            "k2",
                            body.replace("news@shop.test", "news@other.test"));
            assertThat(other.statusCode()).isEqualTo(403);
            assertThat(other.body()).contains("\"5.7.1\"", "shop may not send from");
            assertThat(submit(running.door(), text.text(), "k3", body).statusCode()).isEqualTo(202);
            var beyond = submit(running.door(), text.text(), "k4", body);
            assertThat(beyond.statusCode()).isEqualTo(429);
            assertThat(beyond.body()).contains("4.7.1 shop has had all the recipients it may have");
            assertThat(running.server().health().messages()).isEqualTo(2);
        }
        try (var running = start()) {
            assertThat(submit(running.door(), text.text(), "k", body).body()).isEqualTo(first);
            assertThat(running.server().health().messages()).isEqualTo(2);
        }
    }

    @Test
    void commandsFindItByTheControlFileAndItIsGoneWithTheServer() throws Exception {
        ControlFile file;
        try (var running = start()) {
            file = ControlFile.read(data).orElseThrow();
            assertThat(file.isStale()).isFalse();
            try (var client = new ServerClient(file.server(), file.token())) {
                assertThat(client.get("/readyz").path("ready").asBoolean()).isTrue();
                var taken =
                        client.post(
                                "/api/v1/messages",
                                Map.of("from", "a@b.test", "to", List.of("c@d.test"), "text", "x"));
                assertThat(taken.path("recipients").path(0).path("status").asString())
                        .isEqualTo("accepted");
                assertThatThrownBy(
                                () -> client.post("/api/v1/messages", Map.of("from", "a@b.test")))
                        .isInstanceOf(RemoteTrouble.class)
                        .hasMessageStartingWith(
                                "the server refused: Some fields are wrong: 2 fields are wrong: text: is missing");
                running.server().drain();
                assertThatThrownBy(() ->
                                client.post(
                                        "/api/v1/messages",
                                        Map.of(
                                                "from",
                                                "a@b.test",
                                                "to",
                                                List.of("c@d.test"),
                                                "text",
                                                "x")))
                        .hasMessageContaining("4.3.2 us.test takes no new mail now");
                running.door().drain();
                assertThatThrownBy(() -> client.get("/readyz")).hasMessageContaining("503");
            }
        }
        assertThat(ControlFile.read(data)).isEmpty();
        try (var client = new ServerClient(file.server(), file.token())) {
            assertThatThrownBy(() -> client.get("/readyz"))
                    .hasMessageContaining("is the server running?");
        }
    }

    @Test
    void theStoryOfAMessageIsToldFromQueueAndEvents() throws Exception {
        try (var running = start()) {
            var file = ControlFile.read(data).orElseThrow();
            try (var client = new ServerClient(file.server(), file.token())) {
                var id =
                        client.post(
                                        "/api/v1/messages",
                                        Map.of(
                                                "from",
                                                "a@b.test",
                                                "to",
                                                List.of("c@d.test"),
                                                "text",
                                                "x"))
                                .path("id")
                                .asString();
                var story = client.get("/api/v1/messages/" + id);
                for (int i = 0; i < 200 && story.path("events").size() < 2; i++) {
                    Thread.onSpinWait();
                    story = client.get("/api/v1/messages/" + id);
                }
                assertThat(story.path("reverse_path").asString()).isEqualTo("a@b.test");
                assertThat(story.path("recipients").path(0).path("recipient").asString())
                        .isEqualTo("c@d.test");
                assertThat(story.path("recipients").path(0).path("status").asString())
                        .isIn("waiting", "ready", "in-flight");
                assertThat(story.path("events").path(0).path("type").asString())
                        .isEqualTo("received");
                assertThat(story.path("events").path(0).path("words").asString())
                        .contains("c@d.test");
                assertThatThrownBy(() -> client.get("/api/v1/messages/" + UUID.randomUUID()))
                        .hasMessageContaining("neither queue nor events know a message");
            }
        }
    }

    /// What is shown and what docs/metrics.md tells are the same names and kinds.
    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsShown() throws Exception {
        var documented = new TreeSet<String>();
        var row = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|.*");
        for (var line :
                Files.readAllLines(
                        Path.of(System.getProperty("restante.root", ".."))
                                .resolve("docs/metrics.md"))) {
            var parts = row.matcher(line);
            // This server has no store and tells nobody of traces; StoreInServerTest and TracesTest
            // look at theirs.
            if (parts.matches() && !parts.group(1).matches("restante_(store|traces)_.*")) {
                documented.add(parts.group(1) + " " + parts.group(2));
            }
        }
        try (var running = start();
                var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                            URI.create(
                                    "http://127.0.0.1:"
                                            + running.door().address().getPort()
                                            + "/metrics"));
            var page = client.send(request.build(), BodyHandlers.ofString());
            assertThat(page.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            var shown = new TreeSet<String>();
            page.body()
                    .lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .forEach(line -> shown.add(line.substring(7)));
            assertThat(shown).isEqualTo(documented);
            assertThat(page.body())
                    .contains(
                            "restante_spool_accepts 1\n",
                            "restante_spool_commit_seconds_bucket{le=\"+Inf\"}");
            assertThat(
                            client.send(
                                            request.header("X-Forwarded-For", "192.0.2.1").build(),
                                            BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void theOpenApiDocumentTellsOfAllRoutesWithTheirScopesAndOfNoOthers() throws Exception {
        Set<String> routes = new TreeSet<>();
        Set<String> described = new TreeSet<>();
        try (var running = start()) {
            var file = ControlFile.read(data).orElseThrow();
            for (var endpoint : running.door().routes()) {
                routes.add(
                        endpoint.method()
                                + " "
                                + endpoint.path()
                                + endpoint.scope().map(scope -> " " + scope.word()).orElse(""));
            }
            try (var client = new ServerClient(file.server(), file.token())) {
                for (var path : client.get("/api/v1/openapi.json").path("paths").properties()) {
                    for (var operation : path.getValue().properties()) {
                        var scope = operation.getValue().path("x-scope").asString("");
                        described.add(
                                operation.getKey().toUpperCase(Locale.ROOT)
                                        + " "
                                        + path.getKey()
                                        + (scope.isEmpty() ? "" : " " + scope));
                        assertThat(operation.getValue().path("summary").asString(""))
                                .as(path.getKey())
                                .isNotEmpty();
                        assertThat(operation.getValue().has("security"))
                                .as(
                                        "%s is for everybody exactly where it has no scope",
                                        path.getKey())
                                .isEqualTo(scope.isEmpty());
                    }
                }
            }
        }
        assertThat(described).isEqualTo(routes);
    }
}
