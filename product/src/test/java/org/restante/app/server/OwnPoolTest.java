package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.config.BadConfig;
import org.restante.sending.reception.Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which pool the mail of a token leaves by that may use some of them alone.
@Timeout(120)
final class OwnPoolTest {
    private static final String POOLS =
            """
            [queue]
            pool = "tx"
            [source.m1]
            ipv4 = "127.0.0.11"
            [source.m2]
            ipv4 = "127.0.0.12"
            [pool.tx]
            sources = { m1 = 1 }
            [pool.news]
            sources = { m2 = 1 }
            [pool.spare]
            sources = { m2 = 1 }
            """;

    @TempDir private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /// @param pools it may use
    /// @param streams it may use
    private String token(Set<String> pools, Set<String> streams) throws Exception {
        var text = TokenText.make(new SecureRandom());
        var data = Files.createDirectories(folder.resolve("data"));
        new TokenFile(data.resolve("tokens.toml"))
                .add(
                        new Token(
                                text.id(),
                                text.digest(),
                                Set.of(Scope.ADMIN),
                                new Client(
                                        "t" + text.id(),
                                        Optional.empty(),
                                        Set.of(),
                                        pools,
                                        streams,
                                        true,
                                        OptionalLong.empty(),
                                        OptionalLong.empty()),
                                OptionalLong.empty(),
                                WholeServer.CLOCK.instant(),
                                Optional.empty()));
        return text.text();
    }

    private HttpResponse<String> submit(WholeServer at, String token, String more)
            throws Exception {
        return client.send(
                request(at, token, "/api/v1/messages")
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"from\":\"a@shop.test\",\"to\":[\"b@x.test\"],\"text\":\"y\""
                                                + more
                                                + "}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(WholeServer at, String token, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + at.door().address().getPort() + path))
                .header("Authorization", "Bearer " + token);
    }

    /// Where its message waits.
    private JsonNode waiting(WholeServer at, String token, String more) throws Exception {
        var taken = submit(at, token, more);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        var mapper = JsonMapper.builder().build();
        var id = mapper.readTree(taken.body()).path("id").asString();
        var listed =
                client.send(
                        request(at, token, "/api/v1/queue?message=" + id).build(),
                        BodyHandlers.ofString());
        return mapper.readTree(listed.body()).path("recipients").path(0);
    }

    @Test
    void theOnlyPoolAndTheOnlyStreamATokenMayUseAreItsOwn() throws Exception {
        var news = token(Set.of("news"), Set.of("letters"));
        var any = token(Set.of(), Set.of());
        var both = token(Set.of("news", "tx"), Set.of());
        try (var at = WholeServer.start(folder, 9, POOLS, WholeServer.CLOCK)) {
            var mine = waiting(at, news, "");
            assertThat(mine.path("pool").asString()).isEqualTo("news");
            assertThat(mine.path("stream").asString()).isEqualTo("letters");
            assertThat(waiting(at, any, "").path("pool").asString()).isEqualTo("tx");
            assertThat(waiting(at, both, "").path("pool").asString()).isEqualTo("tx");
        }
    }

    @Test
    void whoMayNotUseTheUsualPoolAndHasSeveralNamesOne() throws Exception {
        var two = token(Set.of("news", "spare"), Set.of());
        try (var at = WholeServer.start(folder, 9, POOLS, WholeServer.CLOCK)) {
            assertThat(waiting(at, two, ",\"pool\":\"spare\"").path("pool").asString())
                    .isEqualTo("spare");

            var refused = submit(at, two, "");

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .contains(
                            "5.7.1 The usual pool is not this client's; one of news, spare, asked for, would be right");
        }
    }

    @Test
    void aTokenOfAPoolThereIsNotIsToldBeforeTheServerStarts() throws Exception {
        token(Set.of("nws"), Set.of());

        assertThatThrownBy(() -> WholeServer.start(folder, 9, POOLS, WholeServer.CLOCK))
                .isInstanceOfSatisfying(
                        BadConfig.class,
                        bad ->
                                assertThat(bad.problems().toString())
                                        .contains(
                                                "may use the pool \"nws\", and there is no such pool",
                                                "some of news, spare, tx would be right"));
    }
}
