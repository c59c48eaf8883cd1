package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.access.Scope;

/// Who is let in, what is refused and how, and that a hostile client harms nobody else.
@Timeout(120)
final class ApiTest {
    @TempDir private Path folder;

    record Wish(String name, int count) {}

    private static final Endpoint.Group ROUTES =
            () ->
                    List.of(
                            Endpoint.open("/open", call -> Answer.ok(Map.of("open", true))),
                            Endpoint.get(
                                    "/read/{what}",
                                    Scope.READ,
                                    call -> Answer.ok(Map.of("what", call.path("what")))),
                            Endpoint.get(
                                    "/read/all",
                                    Scope.READ,
                                    call ->
                                            Answer.ok(
                                                    Map.of(
                                                            "all",
                                                            call.number("limit", 10, 1, 100)))),
                            Endpoint.post(
                                    "/submit",
                                    Scope.SUBMIT,
                                    call -> Answer.of(202, call.json(Wish.class))),
                            Endpoint.delete(
                                    "/things/{id}", Scope.OPERATE, call -> new Answer.Done()),
                            Endpoint.post(
                                    "/bug",
                                    Scope.ADMIN,
                                    call -> {
                                        throw new IllegalStateException("a secret detail");
                                    }),
                            Endpoint.get(
                                    "/stream",
                                    Scope.READ,
                                    call ->
                                            new Answer.Stream(
                                                    "text/plain",
                                                    out -> {
                                                        out.write(new byte[] {'a', '\n'});
                                                        out.flush();
                                                        out.write(new byte[] {'b', '\n'});
                                                    })));

    private HttpWorld world() throws Exception {
        return new HttpWorld(folder, HttpWorld.settings(), ROUTES);
    }

    @Test
    void anAddressThatIsTakenIsSaid() throws Exception {
        try (var world = new HttpWorld(folder, HttpWorld.settings(), ROUTES)) {
            assertThatThrownBy(() -> new HttpWorld(folder, ApiSettings.at(world.address()), ROUTES))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "cannot listen for HTTP at localhost:" + world.address().getPort());
        }
    }

    @Test
    void aTokenIsGoodForItsScopesAlone() throws Exception {
        try (var world = world()) {
            var reader = world.token("reader", Scope.READ);
            var operator = world.token("operator", Scope.OPERATE);

            assertThat(world.get("/read/a%20b", reader).body()).isEqualTo("{\"what\":\"a b\"}");
            assertThat(world.get("/read/all?limit=5", operator).body()).isEqualTo("{\"all\":5}");
            var refused = world.post("/submit", reader, "{}");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(HttpWorld.json(refused).path("detail").asString())
                    .isEqualTo("token 'reader' has no scope 'submit'");
            assertThat(HttpWorld.json(refused).path("code").asString()).isEqualTo("5.7.1");
            assertThat(world.post("/submit", operator, "{}").statusCode()).isEqualTo(403);
            assertThat(
                            world.post("/submit", world.admin, "{\"name\":\"x\",\"count\":2}")
                                    .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void whoShowsNothingOrNonsenseIsToldWhatWouldBeRight() throws Exception {
        try (var world = world()) {
            var nothing = world.send(world.request("/read/all").build());
            assertThat(nothing.statusCode()).isEqualTo(401);
            assertThat(nothing.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"restante\"");
            assertThat(world.get("/read/all", "rst_aaaaaaaa_" + "x".repeat(43)).statusCode())
                    .isEqualTo(401);
            assertThat(world.get("/read/all", "'; drop").statusCode()).isEqualTo(401);
            assertThat(world.send(world.request("/open").build()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTokenThatIsRevokedOrOverIsNotKnown() throws Exception {
        try (var world = world()) {
            var reader = world.token("reader", Scope.READ);
            var old =
                    world.token(
                            "old", Optional.of(HttpWorld.NOON), OptionalLong.empty(), Scope.READ);
            assertThat(world.get("/read/all", old).statusCode()).isEqualTo(401);
            assertThat(world.get("/read/all", reader).statusCode()).isEqualTo(200);

            world.revoke("reader");

            assertThat(world.get("/read/all", reader).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoGuessesTooOftenIsSlowedDownAndShutsOutNobodyElseOfTheAddress() throws Exception {
        try (var world = world()) {
            for (int i = 0; i < HttpWorld.settings().failuresPerMinute(); i++) {
                assertThat(world.get("/read/all", "wrong").statusCode()).isEqualTo(401);
            }
            var refused = world.get("/read/all", "wrong");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(world.get("/read/all", world.admin).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTokenHasItsRate() throws Exception {
        try (var world = world()) {
            var slow = world.token("slow", Optional.empty(), OptionalLong.of(1), Scope.READ);
            assertThat(world.get("/read/all", slow).statusCode()).isEqualTo(200);
            var codes =
                    List.of(
                            world.get("/read/all", slow).statusCode(),
                            world.get("/read/all", slow).statusCode());
            assertThat(codes).contains(429);
        }
    }

    @Test
    void whatIsWrongWithARequestIsNamed() throws Exception {
        try (var world = world()) {
            assertProblem(
                    world.post("/submit", world.admin, "{\"nam\":\"x\"}"),
                    400,
                    "nam: is not known; one of count, name would be right");
            assertProblem(world.post("/submit", world.admin, "{\"count\":\"x\"}"), 400, "count: ");
            assertProblem(
                    world.post("/submit", world.admin, "{\"count\":1"), 400, "(line 1, column 11)");
            assertProblem(world.post("/submit", world.admin, "[".repeat(100)), 400, "");
            assertProblem(world.post("/submit", world.admin, ""), 400, "no body");
            for (var text : List.of("\\ud800", "\\ud83dx", "\\ude00\\ud83d", "\\uD83D\\n")) {
                assertProblem(
                        world.post("/submit", world.admin, "{\"name\":\"" + text + "\"}"),
                        400,
                        "half of a character stands alone at octet 9");
            }
            assertThat(
                            world.post(
                                            "/submit",
                                            world.admin,
                                            "{\"name\":\"\\\\ud800 \\ud83d\\ude00\",\"count\":1}")
                                    .statusCode())
                    .isEqualTo(202);
            assertProblem(
                    world.post("/submit", world.admin, "{\"name\":\"a\",\"name\":\"b\"}"),
                    400,
                    "uplicate");
            assertProblem(
                    world.get("/read/all?limit=1000", world.admin),
                    400,
                    "limit: is '1000'; a whole number from 1 to 100");
            assertProblem(world.get("/nowhere", world.admin), 404, "openapi.json");
            var method = world.post("/open", world.admin, "{}");
            assertProblem(method, 405, "GET would be right");
            assertThat(method.headers().firstValue("Allow")).contains("GET");
            var bug = world.post("/bug", world.admin, "{}");
            assertProblem(bug, 500, "it is logged");
            assertThat(bug.body()).doesNotContain("secret");
        }
    }

    private static void assertProblem(
            java.net.http.HttpResponse<String> answer, int status, String part) {
        var problem = HttpWorld.json(answer);
        var words =
                problem.path("detail").asString("")
                        + problem.path("errors")
                                .valueStream()
                                .map(fault ->
                                        fault.path("field").asString()
                                                + ": "
                                                + fault.path("detail").asString())
                                .toList();
        assertThat(answer.statusCode()).as(words).isEqualTo(status);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(words).contains(part);
    }

    @Test
    void aStreamComesAsItIsWrittenAndADeletionSaysNothing() throws Exception {
        try (var world = world()) {
            assertThat(world.get("/stream", world.admin).body()).isEqualTo("a\nb\n");
            var deletion =
                    world.request("/things/7")
                            .header("Authorization", "Bearer " + world.admin)
                            .DELETE();
            assertThat(world.send(deletion.build()).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void whatIsNoRequestGetsAProblemTooOrNothing() throws Exception {
        try (var world = world()) {
            assertThat(
                            world.raw(
                                    "GET /open HTTP/1.1\r\nHost: a\r\nX: "
                                            + "a".repeat(20_000)
                                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .contains("header is larger");
            assertThat(world.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 414");
            assertThat(
                            world.raw(
                                    "GET /open HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /nix HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("404");
            assertThat(world.raw("nonsense\r\n\r\n")).doesNotContain("200");
        }
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadToItsEnd() throws Exception {
        var settings = small(Duration.ofSeconds(20));
        try (var world = new HttpWorld(folder, settings, ROUTES)) {
            var said =
                    world.raw(
                            "POST /submit HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                    + world.admin
                                    + "\r\nContent-Length: 1000000\r\n\r\n{");
            assertThat(said).startsWith("HTTP/1.1 413").contains("more than the 4096 octets");
            try (var socket = world.connect()) {
                var out = socket.getOutputStream();
                out.write(
                        ("POST /submit HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                        + world.admin
                                        + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                for (int i = 0; i < 5; i++) {
                    out.write(
                            ("400\r\n" + " ".repeat(1024) + "\r\n")
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }
                var answer =
                        new String(
                                socket.getInputStream().readNBytes(12),
                                java.nio.charset.StandardCharsets.US_ASCII);
                assertThat(answer).isEqualTo("HTTP/1.1 413");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "Connection: keep-alive\\r\\n", "Host: a\\r\\n"})
    void anOldClientIsAnsweredWithoutChunksAndTheConnectionCloses(String fields) throws Exception {
        try (var world = world()) {
            var more = fields.translateEscapes();

            assertThat(old(world, "GET /open HTTP/1.0\r\n" + more + "\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .endsWith("\r\n\r\n{\"open\":true}");
            var login = "Authorization: Bearer " + world.admin + "\r\n" + more;
            assertThat(
                            old(
                                    world,
                                    "POST /submit HTTP/1.0\r\n"
                                            + login
                                            + "Content-Length: 22\r\n\r\n{\"name\":\"x\",\"count\":2}"))
                    .startsWith("HTTP/1.1 202")
                    .endsWith("{\"name\":\"x\",\"count\":2}");
            assertThat(old(world, "GET /stream HTTP/1.0\r\n" + login + "\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\na\nb\n");
        }
    }

    /// All that is answered until the connection closes; the first octets come alone.
    private static String old(HttpWorld world, String request) throws IOException {
        try (var socket = world.connect()) {
            var out = socket.getOutputStream();
            var octets = request.getBytes(StandardCharsets.US_ASCII);
            out.write(octets, 0, 7);
            out.flush();
            out.write(octets, 7, octets.length - 7);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void anOldHeaderThatIsTooLargeOrNoneIsRefused() throws Exception {
        try (var world = new HttpWorld(folder, small(Duration.ofSeconds(5)), ROUTES)) {
            assertThat(old(world, "GET /open HTTP/1.0\r\nX: " + "x".repeat(30_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            assertThat(old(world, "GET /open HTTP/1.0\r\nX y z\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    private static ApiSettings small(Duration time) {
        var usual = HttpWorld.settings();
        return new ApiSettings(
                usual.address(),
                usual.tls(),
                2000,
                4096,
                4096,
                16 << 10,
                time,
                time,
                Duration.ofSeconds(20),
                1000,
                30);
    }

    /// Clients that send an octet now and then are cut off, and meanwhile others are served.
    @Test
    void slowClientsAreCutOffAndHarmNobody() throws Exception {
        try (var world = new HttpWorld(folder, small(Duration.ofMillis(400)), ROUTES);
                var header = world.connect();
                var body = world.connect();
                var silent = world.connect()) {
            header.getOutputStream()
                    .write(
                            "GET /open HTTP/1.1\r\nHost: a\r\nX: y"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            body.getOutputStream()
                    .write(
                            ("POST /submit HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                            + world.admin
                                            + "\r\nContent-Length: 100\r\n\r\n{")
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(world.send(world.request("/open").build()).statusCode()).isEqualTo(200);
            assertThat(header.getInputStream().readAllBytes()).isEmpty();
            var said =
                    new String(
                            body.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            assertThat(said)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEmpty(),
                            text -> assertThat(text).contains("408"));
            assertThat(silent.isConnected()).isTrue();
        }
    }

    /// Bodies that together are larger than the memory for them wait, or are told to come again; and then there is room as before.
    @Test
    void manyLargeBodiesAtOnceDoNotFillTheMemory() throws Exception {
        try (var world = new HttpWorld(folder, small(Duration.ofSeconds(2)), ROUTES)) {
            var slow = new java.util.ArrayList<java.net.Socket>();
            for (int i = 0; i < 4; i++) {
                var socket = world.connect();
                slow.add(socket);
                socket.getOutputStream()
                        .write(
                                ("POST /submit HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                                + world.admin
                                                + "\r\nContent-Length: 3000\r\n\r\n{")
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            assertThat(world.get("/read/all", world.admin).statusCode()).isEqualTo(200);
            assertThat(world.post("/submit", world.admin, "{\"name\":\"x\"}").statusCode())
                    .isEqualTo(202);
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aThousandIdleConnectionsHarmNobody() throws Exception {
        try (var world = new HttpWorld(folder, small(Duration.ofSeconds(5)), ROUTES)) {
            var idle = new java.util.ArrayList<java.net.Socket>();
            try {
                for (int i = 0; i < 1000; i++) {
                    idle.add(world.connect());
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(world.get("/read/all", world.admin).statusCode()).isEqualTo(200);
                }
            } finally {
                for (var socket : idle) {
                    socket.close();
                }
            }
        }
    }
}
