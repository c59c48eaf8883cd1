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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.mail.message.Domain;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server with its store: what happens to mail is found and counted over HTTP, and when the store is not up the answer says so.
final class StoreInServerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path data;

    private Server server() throws Exception {
        return server(9);
    }

    /// @param receiver where all mail goes
    private Server server(int receiver) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
                Server.Settings.usual(
                        "us.test",
                        data,
                        List.of(new ListenerSettings(loopback, Kind.RELAY)),
                        RoutedWays.ofSystem(
                                Routes.parseForLoopback(List.of("*=127.0.0.1:" + receiver)),
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

    private HttpDoor door(Server server, Optional<StoreKeeper> store) throws Exception {
        return new HttpDoor(
                server,
                Optional.empty(),
                store,
                data,
                () -> data.resolve("tokens.toml"),
                ApiSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                InstantSource.system(),
                System::nanoTime);
    }

    private HttpResponse<String> ask(HttpClient client, String path, String body)
            throws IOException, InterruptedException {
        var control = ControlFile.read(data).orElseThrow();
        var request =
                HttpRequest.newBuilder(URI.create(control.server() + path))
                        .header("Authorization", "Bearer " + control.token());
        return client.send(
                body.isEmpty()
                        ? request.build()
                        : request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                BodyHandlers.ofString());
    }

    /// Asks until the answer has something at that place, or the patience is over.
    private JsonNode await(HttpClient client, String path, String pointer)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answer = ask(client, path, "");
            var found = JSON.readTree(answer.body());
            if (answer.statusCode() == 200 && !found.at(pointer).isMissingNode()
                    || System.nanoTime() > end) {
                return found;
            }
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404, 503);
            Thread.sleep(50);
        }
    }

    @Test
    @Tag("slow")
    void whatHappenedIsFoundAndCountedAndADeadStoreIsNoEmptyAnswer() throws Exception {
        var settings =
                StoreSettings.of(
                        List.of(data.resolve("events"), data.resolve("imported")),
                        data.resolve("store"));
        try (var server = server();
                var store = StoreCommandLine.keeper(settings);
                var door = door(server, Optional.of(store));
                var client = HttpClient.newHttpClient()) {
            var early = ask(client, "/api/v1/messages", "");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.body()).contains("the store is starting");
            assertThat(numbersOfTheStore(client)).containsExactly("restante_store_up 0");

            store.start();
            var taken =
                    ask(
                            client,
                            "/api/v1/messages",
                            "{\"from\":\"news@us.test\",\"to\":[\"ann@example.org\"],\"subject\":\"x\",\"text\":\"y\"}");
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
            var id = JSON.readTree(taken.body()).path("id").asString();

            var story = await(client, "/api/v1/messages/" + id + "/events", "/events/1/type");
            assertThat(story.at("/events/0/type").asString()).isEqualTo("received");
            assertThat(story.at("/events/1/type").asString()).isEqualTo("deferred");
            var messages =
                    await(client, "/api/v1/messages?recipient=Ann@example.org", "/messages/0");
            assertThat(messages.at("/messages/0/id").asString()).isEqualTo(id);
            assertThat(messages.at("/messages/0/status").asString()).isEqualTo("deferred");
            var report =
                    await(
                            client,
                            "/api/v1/reports/deliverability?by=domain&every=hour",
                            "/rows/0/key");
            assertThat(report.at("/rows/0/key").asString()).isEqualTo("example.org");
            assertThat(report.at("/total/deferred").asInt()).isPositive();
            var across =
                    await(
                            client,
                            "/api/v1/reports/deliverability?by=domain&across=cause",
                            "/rows/0/cells/0/key");
            assertThat(across.at("/rows/0/cells/0/deferred").asInt()).isPositive();
            assertThat(ask(client, "/api/v1/reports/deliverability?across=source", "").statusCode())
                    .as("across without by")
                    .isBetween(400, 422);
            assertThat(numbersOfTheStore(client))
                    .anyMatch(line -> line.equals("restante_store_up 1"))
                    .anyMatch(line -> line.matches("restante_store_events [1-9]\\d*"))
                    .anyMatch(line -> line.matches("restante_store_lag_seconds \\d.*"))
                    .anyMatch(line -> line.matches("restante_store_bytes [1-9]\\d*"))
                    .anyMatch(line -> line.equals("restante_store_unreadable_total 0"))
                    .hasSize(5);
            assertThat(ask(client, "/api/v1/reports/deliverability?by=moon", "").statusCode())
                    .isEqualTo(400);
            assertThat(ask(client, "/api/v1/messages?cursor=nonsense", "").statusCode())
                    .isEqualTo(400);
        }
    }

    private static void until(BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(isSo.getAsBoolean()).isTrue();
    }

    private static long pid(StoreKeeper store) throws InterruptedException {
        until(() -> store.pid().isPresent());
        return store.pid().getAsLong();
    }

    private static void signal(String name, long process) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process)).start();
        assertThat(kill.waitFor()).isZero();
    }

    /// Hands in mail, and waits until the receiver has all there was ever of it.
    private void send(HttpClient client, Receiver receiver, int whole) throws Exception {
        for (int i = receiver.messages.size(); i < whole; i++) {
            var taken =
                    ask(
                            client,
                            "/api/v1/messages",
                            "{\"from\":\"news@us.test\",\"to\":[\"ann%d@example.org\"],\"subject\":\"x\",\"text\":\"y\"}"
                                    .formatted(i));
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        }
        until(() -> receiver.messages.size() == whole);
    }

    @Test
    @Tag("slow")
    void aStoreThatIsDeadHangsOrCannotStartHoldsNoMailBackAndIsMadeAnewByCommand()
            throws Exception {
        var folder = data.resolve("store");
        var settings = StoreSettings.of(List.of(data.resolve("events")), folder);
        try (var receiver = new Receiver(command -> "");
                var server = server(receiver.port());
                var store = StoreCommandLine.keeper(settings);
                var door = door(server, Optional.of(store));
                var client = HttpClient.newHttpClient()) {
            store.start();
            send(client, receiver, 20);
            var figures = "/api/v1/reports/deliverability";
            await(client, figures, "/total");

            signal("KILL", pid(store));
            send(client, receiver, 40);

            await(client, figures, "/total");
            long hanging = pid(store);
            signal("STOP", hanging);
            send(client, receiver, 60);
            assertThat(store.pid()).as("it hung all the while").hasValue(hanging);

            Files.move(folder, data.resolve("elsewhere"));
            Files.writeString(folder, "in the way");
            signal("KILL", hanging);
            until(() -> store.pid().isEmpty());
            send(client, receiver, 80);
            assertThat(ask(client, figures, "").statusCode()).isEqualTo(503);

            Files.delete(folder);
            assertThat(client.send(rebuild().build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(202);
            long end = System.nanoTime() + PATIENCE.toNanos();
            long delivered = 0;
            while (delivered < 80 && System.nanoTime() < end) {
                delivered =
                        await(client, figures, "/total/delivered").at("/total/delivered").asLong();
            }
            assertThat(delivered).isEqualTo(80);
            assertThat(door.routes()).isNotEmpty();
        }
    }

    private HttpRequest.Builder rebuild() throws IOException {
        var control = ControlFile.read(data).orElseThrow();
        return HttpRequest.newBuilder(URI.create(control.server() + "/api/v1/store/rebuild"))
                .header("Authorization", "Bearer " + control.token())
                .POST(BodyPublishers.noBody());
    }

    private List<String> numbersOfTheStore(HttpClient client)
            throws IOException, InterruptedException {
        return ask(client, "/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith("restante_store_"))
                .toList();
    }

    @Test
    void aServerWithoutAStoreSaysSo() throws Exception {
        try (var server = server();
                var door = door(server, Optional.empty());
                var client = HttpClient.newHttpClient()) {
            var answer = ask(client, "/api/v1/reports/replies", "");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("[store] enabled");
            assertThat(door.routes()).isNotEmpty();
            for (var time :
                    List.of(
                            "to=-1000000000-01-01T00:00:00Z",
                            "to=%2B1000000000-12-31T23:59:59Z",
                            "from=-1000000000-01-01T00:00:00Z")) {
                var wrong = ask(client, "/api/v1/history?" + time, "");
                assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(400);
            }
        }
    }
}
