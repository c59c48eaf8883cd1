package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.app.api.HttpWorld.NOON;
import static org.restante.app.api.HttpWorld.json;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;

/// Tokens made, listed and ended over HTTP, in the file that lets them in.
@Timeout(120)
final class TokenRoutesTest {
    @TempDir private Path folder;
    private HttpWorld world;

    @BeforeEach
    void start() throws Exception {
        world =
                new HttpWorld(
                        folder,
                        HttpWorld.settings(),
                        new TokenRoutes(
                                () -> folder.resolve("tokens.toml"),
                                new SecureRandom(),
                                () -> NOON),
                        new ConfigurationRoutes(Optional::empty));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private HttpResponse<String> make(String body) throws Exception {
        var answer = world.post("/api/v1/tokens", world.admin, body);
        world.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        return answer;
    }

    @Test
    void aTokenIsShownOnceAndLetsIn() throws Exception {
        var made = make("{\"name\":\"eyes\",\"scopes\":[\"operate\"],\"expires\":\"P90D\"}");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var text = json(made).path("text").asString();
        assertThat(json(made).path("token").path("expires").asString())
                .isEqualTo("2027-02-26T12:00:00Z");
        assertThat(world.get("/api/v1/configuration", text).statusCode()).isEqualTo(200);
        var list = world.get("/api/v1/tokens", world.admin);
        assertThat(list.body())
                .contains("\"name\":\"eyes\"", "\"scopes\":[\"operate\"]")
                .doesNotContain(text, "digest");
        assertThat(Files.readString(folder.resolve("tokens.toml"))).doesNotContain(text);
    }

    @Test
    void aTokenThatIsEndedLetsNobodyIn() throws Exception {
        var made = json(make("{\"name\":\"eyes\",\"scopes\":[\"operate\"]}"));
        var text = made.path("text").asString();
        var path = "/api/v1/tokens/" + made.path("token").path("id").asString();

        var ended =
                world.send(
                        world.request(path)
                                .header("Authorization", "Bearer " + world.admin)
                                .DELETE()
                                .build());
        world.nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(world.get("/api/v1/configuration", text).statusCode()).isEqualTo(401);
        var again =
                world.send(
                        world.request(path)
                                .header("Authorization", "Bearer " + world.admin)
                                .DELETE()
                                .build());
        assertThat(again.statusCode()).isEqualTo(404);
    }

    @Test
    void allThatIsWrongWithAWishIsTold() throws Exception {
        var answer =
                make(
                        "{\"name\":\"two words\",\"scopes\":[\"everything\"],\"expires\":\"yesterday\",\"senders\":[\"no domain\"],\"pools\":[\"a b\"],\"recipients_per_hour\":-1}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "\"name\"",
                        "\"scopes\"",
                        "\"expires\"",
                        "\"senders\"",
                        "\"pools\"",
                        "\"recipients_per_hour\"");
        assertThat(json(world.get("/api/v1/tokens", world.admin)).path("tokens").size()).isZero();
    }

    @Test
    void theServersOwnNameAndATimeNoFileCanHoldAreFaultsOfTheirFields() throws Exception {
        var own = make("{\"name\":\"control.json\",\"scopes\":[\"operate\"]}");
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(own.body()).contains("name");

        var far =
                make(
                        "{\"name\":\"b\",\"scopes\":[\"read\"],\"expires\":\"+1000000000-12-31T23:59:59Z\"}");
        assertThat(far.statusCode()).isEqualTo(400);
        assertThat(far.body()).contains("expires");
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        assertThat(make("{\"name\":\"a\",\"scopes\":[\"read\"]}").statusCode()).isEqualTo(201);
        assertThat(make("{\"name\":\"a\",\"scopes\":[\"read\"]}").statusCode()).isEqualTo(409);
    }

    @Test
    void onlyAdministratorsSeeTokensAndOnlyOperatorsTheSettings() throws Exception {
        var operator = world.token("operator", Scope.OPERATE);
        var reader = world.token("reader", Scope.READ);

        assertThat(world.get("/api/v1/tokens", operator).statusCode()).isEqualTo(403);
        assertThat(world.get("/api/v1/configuration", reader).statusCode()).isEqualTo(403);
        assertThat(world.get("/api/v1/configuration", operator).body())
                .isEqualTo("{\"file\":null,\"settings\":[]}");
    }

    @Test
    void aTokenOfOneTenantSeesNeitherTokensNorSettings() throws Exception {
        var made =
                json(make("{\"name\":\"acme\",\"scopes\":[\"admin\"],\"tenant\":\"acme\"}"))
                        .path("text")
                        .asString();

        assertThat(world.get("/api/v1/tokens", made).statusCode()).isEqualTo(403);
        assertThat(world.post("/api/v1/tokens", made, "{}").statusCode()).isEqualTo(403);
        assertThat(world.get("/api/v1/configuration", made).statusCode()).isEqualTo(403);
    }

    @Test
    void aFileThatWasWrittenWrongByHandIsTheServersTroubleAndNamedInItsLogAlone() throws Exception {
        var file = folder.resolve("tokens.toml");
        Files.writeString(file, "[[token]]\nname = \n");

        var made = make("{\"name\":\"a\",\"scopes\":[\"read\"]}");
        assertThat(made.statusCode()).isEqualTo(503);
        assertThat(made.body()).contains("file of tokens").doesNotContain("tokens.toml");
        assertThat(world.get("/api/v1/tokens", world.admin).statusCode()).isEqualTo(503);

        Files.delete(file);
        assertThat(make("{\"name\":\"a\",\"scopes\":[\"read\"]}").statusCode()).isEqualTo(201);
    }

    @Test
    void aTokenGrantsAtMostWhatItHasItself() throws Exception {
        var bounded =
                json(make(
                                """
                                {"name":"deputy","scopes":["admin"],"expires":"P90D","requests_per_second":50,"senders":["shop.example"],
                                 "pools":["a","b"],"streams":["news"],"recipients_per_hour":100,"recipients_per_day":1000}\
                                """))
                        .path("text")
                        .asString();

        var more =
                world.post(
                        "/api/v1/tokens",
                        bounded,
                        "{\"name\":\"free\",\"scopes\":[\"submit\"],\"steers\":true}");
        assertThat(more.statusCode()).isEqualTo(403);
        assertThat(json(more).path("detail").asString())
                .endsWith(
                        "requests_per_second, expires, senders, pools, streams, steers, recipients_per_hour, recipients_per_day");
        var each =
                List.of(
                        "\"expires\":\"P91D\"",
                        "\"requests_per_second\":51",
                        "\"senders\":[\"example\"]",
                        "\"pools\":[\"a\",\"c\"]",
                        "\"streams\":[]",
                        "\"recipients_per_hour\":101",
                        "\"recipients_per_day\":1001");
        var within =
                """
                {"name":"part","scopes":["admin"],"expires":"P90D","requests_per_second":50,"senders":["news.shop.example"],
                 "pools":["a"],"streams":["news"],"recipients_per_hour":100,"recipients_per_day":10}\
                """;
        for (var one : each) {
            var key = one.substring(0, one.indexOf(':'));
            var wish = within.replaceAll(key + ":(\\[.*?]|\"[^\"]*\"|\\d+)", one);
            assertThat(wish).isNotEqualTo(within);
            assertThat(world.post("/api/v1/tokens", bounded, wish).statusCode())
                    .as(wish)
                    .isEqualTo(403);
        }
        assertThat(world.post("/api/v1/tokens", bounded, within).statusCode()).isEqualTo(201);
    }
}
