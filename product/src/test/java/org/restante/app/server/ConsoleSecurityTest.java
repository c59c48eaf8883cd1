package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Role;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.api.Endpoint;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// Who gets in to the console and what they may do there, on a whole server: every route there is, for every role.
@Timeout(120)
final class ConsoleSecurityTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String NOBODY = "";

    @TempDir private Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    /// A server and its door; closed in the order of `serve`.
    private record Running(Server server, HttpDoor door) implements AutoCloseable {
        @Override
        public void close() {
            door.drain();
            server.close();
            door.close();
        }

        String origin() {
            return "http://127.0.0.1:" + door.address().getPort();
        }

        String secret() {
            return door.setUpLink().orElseThrow().getFragment().substring("/setup/".length());
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

    private HttpResponse<String> send(
            Running at, String method, String path, String body, Map<String, String> headers)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(at.origin() + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, String> ours(Running at, String cookie) {
        return cookie.isEmpty()
                ? Map.of("Origin", at.origin(), "X-Restante-Console", "1")
                : Map.of("Origin", at.origin(), "X-Restante-Console", "1", "Cookie", cookie);
    }

    private static String cookie(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static String entry(String name, String password) {
        return "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
    }

    private HttpResponse<String> login(Running at, String name, String password) throws Exception {
        return send(at, "POST", "/api/v1/session", entry(name, password), ours(at, NOBODY));
    }

    private String setUp(Running at) throws Exception {
        return cookie(
                send(
                        at,
                        "POST",
                        "/api/v1/session/setup",
                        "{\"secret\":\""
                                + at.secret()
                                + "\",\"name\":\"root\",\"password\":\""
                                + PASSWORD
                                + "\"}",
                        ours(at, NOBODY)));
    }

    private void add(Running at, String admin, String name, String role) throws Exception {
        var added =
                send(
                        at,
                        "POST",
                        "/api/v1/console/users",
                        "{\"name\":\""
                                + name
                                + "\",\"role\":\""
                                + role
                                + "\",\"password\":\""
                                + PASSWORD
                                + "\"}",
                        ours(at, admin));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    }

    private String token(String name, Optional<Instant> expires) throws Exception {
        var text = TokenText.make(new SecureRandom());
        new TokenFile(data.resolve("tokens.toml"))
                .add(
                        new Token(
                                text.id(),
                                text.digest(),
                                Set.of(Scope.ADMIN),
                                Client.trusted(name),
                                OptionalLong.empty(),
                                Instant.now(),
                                expires));
        return text.text();
    }

    @Test
    void aBoundedTokenMakesNoUserWhoWouldNotBe() throws Exception {
        var whole = token("whole", Optional.empty());
        var bounded = token("part", Optional.of(Instant.now().plus(Duration.ofDays(1))));
        try (var at = start()) {
            setUp(at);
            var wish = "{\"name\":\"bob\",\"role\":\"admin\",\"password\":\"" + PASSWORD + "\"}";

            Files.writeString(
                    data.resolve("console.toml"), "[[user]]\n", StandardOpenOption.APPEND);
            assertThat(putUser(at, whole, wish)).as("the file is broken").isEqualTo(503);
            var text = Files.readString(data.resolve("console.toml"));
            Files.writeString(
                    data.resolve("console.toml"), text.substring(0, text.lastIndexOf("[[user]]")));

            assertThat(putUser(at, bounded, wish)).isEqualTo(403);
            assertThat(putUser(at, whole, wish)).isEqualTo(200);
        }
    }

    private int putUser(Running at, String token, String wish) throws Exception {
        return send(
                        at,
                        "POST",
                        "/api/v1/console/users",
                        wish,
                        Map.of("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void theSetUpLinkIsGoodOnceAndNoOtherIsGoodAtAll() throws Exception {
        try (var at = start()) {
            var link = at.secret();
            var wrong =
                    send(
                            at,
                            "POST",
                            "/api/v1/session/setup",
                            "{\"secret\":\"guess\",\"name\":\"eve\",\"password\":\""
                                    + PASSWORD
                                    + "\"}",
                            ours(at, NOBODY));
            assertThat(wrong.statusCode()).isEqualTo(403);
            setUp(at);
            assertThat(at.door().setUpLink()).isEmpty();
            var again =
                    send(
                            at,
                            "POST",
                            "/api/v1/session/setup",
                            "{\"secret\":\""
                                    + link
                                    + "\",\"name\":\"eve\",\"password\":\""
                                    + PASSWORD
                                    + "\"}",
                            ours(at, NOBODY));
            assertThat(again.statusCode()).isEqualTo(403);
            assertThat(Files.readString(data.resolve("console.toml")))
                    .contains("name = \"root\"", "role = \"admin\"", "$argon2id$")
                    .doesNotContain(PASSWORD, "eve");
        }
        try (var at = start()) {
            assertThat(at.door().setUpLink()).isEmpty();
            assertThat(login(at, "root", PASSWORD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void noRouteAnswersWithoutTheRightSession() throws Exception {
        try (var at = start()) {
            var admin = setUp(at);
            var cookies = new java.util.EnumMap<Role, String>(Role.class);
            cookies.put(Role.ADMIN, admin);
            for (var role : List.of(Role.VIEWER, Role.OPERATOR)) {
                add(at, admin, role.word() + "1", role.word());
                cookies.put(role, cookie(login(at, role.word() + "1", PASSWORD)));
            }
            var wrong = new ArrayList<String>();
            int asked = 0;
            for (var route : at.door().routes()) {
                if (route.scope().isEmpty()) {
                    continue;
                }
                asked++;
                expect(wrong, at, route, NOBODY, 401);
                expect(wrong, at, route, "restante=made-up", 401);
                for (var role : Role.values()) {
                    if (!role.scope().covers(route.scope().get())) {
                        expect(wrong, at, route, cookies.get(role), 403);
                    }
                }
                if (!route.method().equals("GET")) {
                    expectForged(wrong, at, route, admin);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(asked).isGreaterThan(20);
        }
    }

    private void expect(List<String> wrong, Running at, Endpoint route, String cookie, int status)
            throws Exception {
        var answer = send(at, route.method(), path(route), "", ours(at, cookie));
        if (answer.statusCode() != status) {
            wrong.add(route.method() + " " + route.path() + ": " + answer.statusCode());
        }
    }

    private static String path(Endpoint route) {
        return route.path().replaceAll("\\{[^}]+}", "0199e0a2-7c00-7b9a-a0c5-5e14e96940cc");
    }

    /// As another site may make a browser send it: with the cookie, but without the header, or from its own origin, or from none.
    private void expectForged(List<String> wrong, Running at, Endpoint route, String admin)
            throws Exception {
        for (var headers :
                List.of(
                        Map.of("Cookie", admin),
                        Map.of("Cookie", admin, "Origin", at.origin()),
                        Map.of("Cookie", admin, "X-Restante-Console", "1"),
                        Map.of(
                                "Cookie",
                                admin,
                                "X-Restante-Console",
                                "1",
                                "Origin",
                                "https://evil.example"))) {
            var answer = send(at, route.method(), path(route), "", headers);
            if (answer.statusCode() != 403) {
                wrong.add("forged " + route.method() + " " + route.path());
            }
        }
    }

    @Test
    void signingInTakesAPageOfOurs() throws Exception {
        try (var at = start()) {
            setUp(at);
            assertThat(
                            send(at, "POST", "/api/v1/session", entry("root", PASSWORD), Map.of())
                                    .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void aSessionEndsWithTheUserOrThePasswordAndBySigningOut() throws Exception {
        try (var at = start()) {
            var admin = setUp(at);
            add(at, admin, "bob", "viewer");
            var bob = cookie(login(at, "bob", PASSWORD));
            var lanes = "/api/v1/lanes";
            assertThat(send(at, "GET", lanes, "", Map.of("Cookie", bob)).statusCode())
                    .isEqualTo(200);
            add(at, admin, "bob", "viewer");
            assertThat(send(at, "GET", lanes, "", Map.of("Cookie", bob)).statusCode())
                    .isEqualTo(401);
            bob = cookie(login(at, "bob", PASSWORD));
            assertThat(
                            send(at, "DELETE", "/api/v1/console/users/bob", "", ours(at, admin))
                                    .statusCode())
                    .isEqualTo(204);
            assertThat(send(at, "GET", lanes, "", Map.of("Cookie", bob)).statusCode())
                    .isEqualTo(401);
            assertThat(send(at, "DELETE", "/api/v1/console/users/root", "", ours(at, admin)).body())
                    .contains("the only administrator");
            send(at, "DELETE", "/api/v1/session", "", ours(at, admin));
            assertThat(send(at, "GET", lanes, "", Map.of("Cookie", admin)).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aStreamEndsWithTheUserOrThePassword() throws Exception {
        try (var at = start()) {
            var admin = setUp(at);
            for (var path : List.of("/api/v1/events", "/api/v1/trace?seconds=3600")) {
                for (boolean isRemoved : List.of(true, false)) {
                    add(at, admin, "bob", "operator");
                    var bob = cookie(login(at, "bob", PASSWORD));
                    var request =
                            HttpRequest.newBuilder(URI.create(at.origin() + path))
                                    .header("Cookie", bob)
                                    .build();
                    try (var lines = client.send(request, BodyHandlers.ofInputStream()).body()) {
                        assertThat(lines.read()).isPositive();
                        if (isRemoved) {
                            send(at, "DELETE", "/api/v1/console/users/bob", "", ours(at, admin));
                        } else {
                            add(at, admin, "bob", "operator");
                        }

                        lines.transferTo(java.io.OutputStream.nullOutputStream());
                    }
                }
            }
        }
    }

    @Test
    void whoGuessesAPasswordIsSlowedDownAndWrongNamesAreNotToldApart() throws Exception {
        try (var at = start()) {
            setUp(at);
            var unknown = login(at, "nobody", "wrong password");
            assertThat(unknown.statusCode()).isEqualTo(401);
            for (int i = 0; i < 10; i++) {
                var answer = login(at, "root", "wrong password");
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).isEqualTo(unknown.body());
            }
            var slowed = login(at, "root", PASSWORD);
            assertThat(slowed.statusCode()).isEqualTo(429);
            assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
        }
    }

    /// Behind one proxy all have one address.
    @Test
    void whoGuessesShutsOutNoBrowserThatTheUserHasSignedInBy() throws Exception {
        try (var at = start()) {
            setUp(at);
            var known = knownBrowser(login(at, "root", PASSWORD));
            for (int i = 0; i < 10; i++) {
                login(at, "root", "wrong password");
            }

            assertThat(login(at, "root", PASSWORD).statusCode()).isEqualTo(429);
            assertThat(login(at, "root", PASSWORD, "restante-known=x").statusCode()).isEqualTo(429);
            var entered = login(at, "root", PASSWORD, known);
            assertThat(entered.statusCode()).isEqualTo(200);
            assertThat(knownBrowser(entered)).as("it stays the same browser").isEqualTo(known);
            for (int i = 0; i < 10; i++) {
                assertThat(login(at, "root", "wrong password", known).statusCode()).isEqualTo(401);
            }
            assertThat(login(at, "root", PASSWORD, known).statusCode()).isEqualTo(429);
        }
    }

    private HttpResponse<String> login(Running at, String name, String password, String cookie)
            throws Exception {
        return send(at, "POST", "/api/v1/session", entry(name, password), ours(at, cookie));
    }

    private static String knownBrowser(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("restante-known="))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCookieIsHiddenAndThePagesForbidWhatIsNotTheirs() throws Exception {
        try (var at = start()) {
            setUp(at);
            assertThat(login(at, "root", PASSWORD).headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("restante=")
                    .contains("HttpOnly", "SameSite=Strict", "Path=/");
            var page = send(at, "GET", "/", "", Map.of());
            assertThat(page.statusCode()).isEqualTo(200);
            var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            for (var path :
                    List.of("/assets/..%2Findex.html", "/assets/%2e%2e", "/assets/none.js")) {
                assertThat(send(at, "GET", path, "", Map.of()).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void aSecureOriginGetsASecureCookie() throws Exception {
        try (var at = start()) {
            setUp(at);
            var answer =
                    send(
                            at,
                            "POST",
                            "/api/v1/session",
                            entry("root", PASSWORD),
                            Map.of(
                                    "Origin",
                                    at.origin().replace("http://", "https://"),
                                    "X-Restante-Console",
                                    "1"));
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-restante=")
                    .endsWith("; Secure");
        }
    }
}
