package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.hooks.HookEvent;
import org.restante.app.hooks.HookSettings;
import org.restante.app.hooks.Listening;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.metrics.Exposition;
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
import org.restante.sending.reception.Client;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import org.restante.testing.Corpora;

/// `restante webhooks` and its routes against a server that tells a program what it takes in.
@Timeout(120)
final class WebhooksCommandTest {
    @TempDir private Path data;
    private final InstantSource clock = InstantSource.system();

    private CommandRun run(String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.of("", all.toArray(String[]::new));
    }

    private Server start(HookSettings... hooks) throws Exception {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server =
                Server.start(
                        Server.Settings.usual(
                                "us.test",
                                data,
                                List.of(new ListenerSettings(free, ListenerSettings.Kind.RELAY)),
                                RoutedWays.ofSystem(
                                        Routes.parseForLoopback(List.of("*=127.0.0.1:9")),
                                        Knowledge.shipped().providers(),
                                        clock,
                                        System::nanoTime,
                                        new Random(1)),
                                Pools.of(
                                        Source.unbound(
                                                "default", Domain.of("us.test").orElseThrow())),
                                Users.NONE),
                        Knowledge.shipped(),
                        clock,
                        System::nanoTime);
        server.hooks().use(List.of(hooks));
        return server;
    }

    private HttpDoor door(Server server) throws Exception {
        return new HttpDoor(
                server,
                Optional.empty(),
                data,
                () -> data.resolve("tokens.toml"),
                ApiSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                clock,
                System::nanoTime);
    }

    private static HookSettings shop(Listening program) {
        return new HookSettings(
                "shop",
                URI.create(program.url()),
                HookSettings.Kind.SLACK,
                Optional.empty(),
                Set.of(HookEvent.RECEIVED),
                Optional.empty(),
                1,
                1,
                Duration.ofSeconds(60));
    }

    private void send(Server server) throws Exception {
        try (var draft = server.queue().begin()) {
            var body = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
            draft.write(body, 0, body.length);
            draft.commit(
                    new Offer(
                            new Envelope(
                                    ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                                    List.of(Recipient.of(Mailbox.of("b@c.test").orElseThrow())),
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
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));
        }
    }

    private static void isOfSchema(String name, CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        var file = Corpora.root().resolve("docs/schemas/" + name + ".schema.json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(file), InputFormat.JSON);
        assertThat(schema.validate(run.out(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void whatAHookDidNotTakeIsSeenAndSentAgain() throws Exception {
        try (var program = new Listening();
                var server = start(shop(program));
                var door = door(server)) {
            assertThat(door.address().getPort()).isPositive();
            program.says((exchange, heard) -> Listening.say(exchange, 400, "no\u001b[31m"));
            var hook = server.hooks().find("shop").orElseThrow();
            send(server);
            while (hook.standing().dead() < 1) {
                Thread.sleep(5);
            }

            var list = run("webhooks");
            assertThat(list.out())
                    .contains("shop at http://127.0.0.1:", " (slack): open", "1 dead letter")
                    .contains("last trouble", "400 no [31m")
                    .doesNotContain("secret-path", "\u001b");
            var dead = run("webhooks", "dead", "shop");
            assertThat(dead.out())
                    .contains("received, dead since ", " after 1 tries: 400 no")
                    .contains("restante webhooks replay shop");
            isOfSchema("webhooks", run("webhooks", "list", "--json"));
            isOfSchema("webhooks-dead", run("webhooks", "dead", "shop", "--json"));

            var page = new Exposition();
            server.writeMetrics(page);
            assertThat(page.toString())
                    .contains(
                            "restante_webhook_tries_total{webhook=\"shop\",result=\"failed\"} 1\n",
                            "restante_webhook_dead_letters{webhook=\"shop\"} 1\n");

            var test = run("webhooks", "test", "shop");
            assertThat(test.exit()).isEqualTo(1);
            assertThat(test.out()).startsWith("Not taken after ").contains("400 no");
            program.says(200);
            assertThat(run("webhooks", "test", "shop").exit()).isZero();
            isOfSchema("webhooks-test", run("webhooks", "test", "shop", "--json"));
            assertThat(program.heard.getLast().body()).contains("A test of the webhook shop by ");

            var none = run("webhooks", "replay", "shop", "another", "--json");
            isOfSchema("webhooks-replay", none);
            assertThat(none.out()).contains("\"replayed\":0,\"dead\":1");
            assertThat(run("webhooks", "replay", "shop").out())
                    .isEqualTo("1 dead letter sent again, 0 left.\n");
            while (hook.standing().taken() < 1) {
                Thread.sleep(5);
            }
            assertThat(program.heard.getLast().body()).contains("received");

            var unknown = run("webhooks", "test", "none");
            assertThat(unknown.exit()).isEqualTo(2);
            assertThat(unknown.err()).contains("there is no webhook 'none'");
        }
    }

    @Test
    void withoutAnyItSaysHowToHaveOne() throws Exception {
        try (var server = start();
                var door = door(server)) {
            assertThat(door.address().getPort()).isPositive();
            assertThat(run("webhooks").out()).contains("[[webhook]] in the settings");
        }
    }

    @Test
    void onlyTheOperatorsTokensSeeThemAndOnlyOperatorsSend() throws Exception {
        var reader = token("reader", Optional.empty(), Scope.READ);
        var theirs = token("theirs", Optional.of("acme"), Scope.OPERATE);
        try (var program = new Listening();
                var server = start(shop(program));
                var door = door(server)) {
            assertThat(status(door, reader, "GET", "")).isEqualTo(200);
            assertThat(status(door, reader, "GET", "/shop/dead")).isEqualTo(200);
            for (var act : List.of("/shop/test", "/shop/replay")) {
                assertThat(status(door, reader, "POST", act)).as(act).isEqualTo(403);
                assertThat(status(door, theirs, "POST", act)).as(act).isEqualTo(403);
                assertThat(status(door, "none", "POST", act)).as(act).isEqualTo(401);
            }
            for (var view : List.of("", "/shop/dead")) {
                assertThat(status(door, theirs, "GET", view)).as(view).isEqualTo(403);
                assertThat(status(door, "none", "GET", view)).as(view).isEqualTo(401);
            }
            assertThat(program.heard).isEmpty();
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
                                Instant.now(),
                                Optional.empty()));
        return text.text();
    }

    private static int status(HttpDoor door, String token, String method, String path)
            throws Exception {
        var at = "http://127.0.0.1:" + door.address().getPort() + "/api/v1/webhooks" + path;
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(at))
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", "application/json")
                                    .method(
                                            method,
                                            method.equals("GET")
                                                    ? BodyPublishers.noBody()
                                                    : BodyPublishers.ofString("{}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
