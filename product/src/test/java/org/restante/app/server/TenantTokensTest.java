package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.api.Endpoint;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.mail.message.Domain;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the token of one tenant, with all its scopes, gets of everybody else's: every route there is, asked for the mail of another tenant and for
/// mail of none. A route that is not listed here fails.
@Timeout(300)
final class TenantTokensTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Answers, but tells and changes nothing of others.
    private static final int OWN = 200;

    private static final int REFUSED = 403;
    private static final int TWICE = 400;
    private static final int HIDDEN = 404;

    /// Whatever it answers, it is the same for everybody.
    private static final int ANY = 0;

    /// Words that stand in the mail of others alone.
    private static final List<String> OTHERS = List.of("globex", "plain.test", "plain.example");

    /// One question.
    ///
    /// @param path `{id}` is the mail of others in turn; `{order}` an order of the operator
    private record Asked(String method, String path, String body, int status) {
        static Asked get(String path, int status) {
            return new Asked("GET", path, "", status);
        }

        static Asked post(String path, String body, int status) {
            return new Asked("POST", path, body, status);
        }

        static Asked delete(String path, int status) {
            return new Asked("DELETE", path, "", status);
        }

        boolean isOf(Endpoint route) {
            var bare = path.split("\\?", 2)[0].replace("{order}", "{id}");
            return route.method().equals(method)
                    && bare.replaceAll("\\{[^}]+}", "{}")
                            .equals(route.path().replaceAll("\\{[^}]+}", "{}"));
        }
    }

    private static final String ADDRESS = "{\"entries\":[{\"recipient\":\"blocked@globex.example\"";

    /// The whole matrix.
    private static final List<Asked> ALL =
            List.of(
                    Asked.get("/api/v1/openapi.json", ANY),
                    Asked.get("/livez", ANY),
                    Asked.get("/readyz", ANY),
                    Asked.get("/", ANY),
                    Asked.get("/favicon.svg", ANY),
                    Asked.get("/assets/{name}", ANY),
                    Asked.get("/metrics", REFUSED),
                    Asked.get("/api/v1/session", ANY),
                    Asked.post("/api/v1/session", "{}", ANY),
                    Asked.delete("/api/v1/session", ANY),
                    Asked.post("/api/v1/session/setup", "{}", ANY),
                    Asked.get("/api/v1/codes", ANY),
                    Asked.get("/api/v1/explain?reply=450", ANY),
                    Asked.get("/api/v1/console/users", REFUSED),
                    Asked.post("/api/v1/console/users", "{}", REFUSED),
                    Asked.delete("/api/v1/console/users/{name}", REFUSED),
                    Asked.get("/api/v1/tokens", REFUSED),
                    Asked.post("/api/v1/tokens", "{}", REFUSED),
                    Asked.delete("/api/v1/tokens/{id}", REFUSED),
                    Asked.get("/api/v1/configuration", REFUSED),
                    Asked.post("/api/v1/reload", "", REFUSED),
                    Asked.post("/api/v1/drain", "", REFUSED),
                    Asked.get("/api/v1/events?since=2026-01-01T00:00:00Z", OWN),
                    Asked.get(
                            "/api/v1/events?since=2026-01-01T00:00:00Z&tenant=globex&tenant=acme",
                            TWICE),
                    Asked.get("/api/v1/messages/{id}", HIDDEN),
                    Asked.post(
                            "/api/v1/messages",
                            "{\"from\":\"a@acme.test\",\"to\":[\"b@acme.example\"],\"subject\":\"s\",\"text\":\"t\",\"tenant\":\"globex\"}",
                            REFUSED),
                    Asked.get("/api/v1/brakes", REFUSED),
                    Asked.post("/api/v1/brakes/{client}/release", "{}", REFUSED),
                    Asked.get("/api/v1/suppressions", OWN),
                    Asked.get("/api/v1/suppressions?tenant=globex", OWN),
                    Asked.get("/api/v1/suppressions?recipient=blocked@plain.example", OWN),
                    Asked.get("/api/v1/suppressions?recipient=blocked@globex.example", OWN),
                    Asked.post("/api/v1/suppressions", ADDRESS + ",\"tenant\":\"globex\"}]}", 400),
                    Asked.post(
                            "/api/v1/suppressions/remove",
                            ADDRESS + ",\"tenant\":\"globex\"}]}",
                            400),
                    Asked.post("/api/v1/suppressions/remove", ADDRESS + "}]}", OWN),
                    Asked.post("/api/v1/lanes/forget", "{}", REFUSED),
                    Asked.get("/api/v1/lanes/course", REFUSED),
                    Asked.get("/api/v1/queue/course", REFUSED),
                    Asked.get("/api/v1/lanes", REFUSED),
                    Asked.get("/api/v1/sources", REFUSED),
                    Asked.get("/api/v1/sources/{name}", REFUSED),
                    Asked.get("/api/v1/pools", REFUSED),
                    Asked.get("/api/v1/warmup", REFUSED),
                    Asked.get("/api/v1/warmup/plans", REFUSED),
                    Asked.post("/api/v1/warmup/acts", "{}", REFUSED),
                    Asked.get("/api/v1/trace?seconds=1", REFUSED),
                    Asked.get("/api/v1/queue", OWN),
                    Asked.get("/api/v1/queue?tenant=globex", OWN),
                    Asked.get("/api/v1/queue/count?by=tenant", OWN),
                    Asked.get("/api/v1/queue/count?by=domain&tenant=globex", OWN),
                    Asked.get("/api/v1/queue/damaged", REFUSED),
                    Asked.get("/api/v1/queue/messages/{id}", HIDDEN),
                    Asked.get("/api/v1/queue/acts?over=true", OWN),
                    Asked.post("/api/v1/queue/acts", "{\"act\":\"hold\",\"mail\":{}}", 202),
                    Asked.post(
                            "/api/v1/queue/acts",
                            "{\"act\":\"bounce\",\"mail\":{\"tenant\":[\"globex\"]}}",
                            202),
                    Asked.post(
                            "/api/v1/queue/acts",
                            "{\"act\":\"pause\",\"lanes\":{\"domain\":\"acme.example\"}}",
                            400),
                    Asked.get("/api/v1/queue/acts/{order}", HIDDEN),
                    Asked.delete("/api/v1/queue/acts/{order}", HIDDEN),
                    Asked.post("/api/v1/queue/export", "{\"mail\":{}}", OWN),
                    Asked.post("/api/v1/queue/import", "", REFUSED),
                    Asked.get("/api/v1/incidents", REFUSED),
                    Asked.get("/api/v1/incidents/shadow", REFUSED),
                    Asked.get("/api/v1/incidents/{id}", REFUSED),
                    Asked.get("/api/v1/incidents/{id}/ticket", REFUSED),
                    Asked.get("/api/v1/incidents/{id}/letter", REFUSED),
                    Asked.get("/api/v1/incidents/{id}/case", REFUSED),
                    Asked.get("/api/v1/incidents/{id}/configuration", REFUSED),
                    Asked.get("/api/v1/incidents/{id}/evidence", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/acknowledge", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/assign", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/mute", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/note", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/letters", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/mends/{mend}/check", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/letters/{letter}", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/act", "{}", REFUSED),
                    Asked.post("/api/v1/incidents/{id}/undo", "{}", REFUSED),
                    Asked.get("/api/v1/webhooks", REFUSED),
                    Asked.get("/api/v1/webhooks/{name}/dead", REFUSED),
                    Asked.post("/api/v1/webhooks/{name}/replay", "{}", REFUSED),
                    Asked.post("/api/v1/webhooks/{name}/test", "{}", REFUSED),
                    Asked.get("/api/v1/watched", OWN),
                    Asked.get("/api/v1/messages", OWN),
                    Asked.get("/api/v1/messages?tenant=globex", REFUSED),
                    Asked.get("/api/v1/messages?message={id}", OWN),
                    Asked.get("/api/v1/messages/{id}/events", HIDDEN),
                    Asked.get("/api/v1/reports/deliverability?by=domain", OWN),
                    Asked.get("/api/v1/reports/deliverability?by=tenant", OWN),
                    Asked.get("/api/v1/reports/deliverability?tenant=globex", REFUSED),
                    Asked.get("/api/v1/reports/replies", OWN),
                    Asked.get("/api/v1/reports/replies?tenant=globex", REFUSED),
                    Asked.get("/api/v1/reports/deferred?by=domain", OWN),
                    Asked.get("/api/v1/reports/deferred?tenant=globex", REFUSED),
                    Asked.get("/api/v1/history", OWN),
                    Asked.get("/api/v1/history?tenant=globex", REFUSED),
                    Asked.get("/api/v1/store", REFUSED),
                    Asked.post("/api/v1/store/rebuild", "", REFUSED));

    @TempDir private Path data;
    private final HttpClient client = HttpClient.newHttpClient();
    private String operator = "";
    private String origin = "";

    private Server server() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(
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
    }

    private HttpDoor door(Server server, StoreKeeper store) throws Exception {
        var door =
                new HttpDoor(
                        server,
                        Optional.empty(),
                        Optional.of(store),
                        data,
                        () -> data.resolve("tokens.toml"),
                        ApiSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        InstantSource.system(),
                        System::nanoTime);
        operator = ControlFile.read(data).orElseThrow().token();
        origin = "http://127.0.0.1:" + door.address().getPort();
        return door;
    }

    /// A token of acme with every scope.
    private String acme() throws Exception {
        var text = TokenText.make(new SecureRandom());
        new TokenFile(data.resolve("tokens.toml"))
                .add(
                        new Token(
                                text.id(),
                                text.digest(),
                                Set.of(Scope.ADMIN),
                                new Client(
                                        "acme-admin",
                                        Optional.of("acme"),
                                        Set.of(),
                                        Set.of(),
                                        Set.of(),
                                        false,
                                        OptionalLong.empty(),
                                        OptionalLong.empty()),
                                OptionalLong.of(10_000),
                                InstantSource.system().instant(),
                                Optional.empty()));
        return text.text();
    }

    private HttpRequest request(String token, String method, String path, String body) {
        var request =
                HttpRequest.newBuilder(URI.create(origin + path))
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        return (body.isEmpty() ? request : request.header("Content-Type", "application/json"))
                .build();
    }

    private HttpResponse<String> send(String token, String method, String path, String body)
            throws Exception {
        return client.send(request(token, method, path, body), BodyHandlers.ofString());
    }

    private JsonNode told(String token, String method, String path, String body) throws Exception {
        var answer = send(token, method, path, body);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    /// Mail that waits a day.
    private String waiting(String tenant, String name) throws Exception {
        var whose = tenant.isEmpty() ? "" : ",\"tenant\":\"" + tenant + "\"";
        return told(
                        operator,
                        "POST",
                        "/api/v1/messages",
                        "{\"from\":\"news@"
                                + name
                                + ".test\",\"to\":[\"ann@"
                                + name
                                + ".example\"],\"subject\":\"x\",\"text\":\"y\",\"send_at\":\"P1D\""
                                + whose
                                + "}")
                .path("id")
                .asString();
    }

    /// Mail of which nothing waits any more.
    private String finished(String tenant, String name) throws Exception {
        var id = waiting(tenant, name);
        told(
                operator,
                "POST",
                "/api/v1/queue/acts",
                "{\"act\":\"remove\",\"mail\":{\"message\":[\"" + id + "\"]}}");
        until("/api/v1/queue?message=" + id, "\"recipients\":[]");
        return id;
    }

    /// Asks as the operator until that stands in the answer.
    private void until(String path, String wanted) throws Exception {
        var answer = send(operator, "GET", path, "");
        while (answer.statusCode() != 200 || !answer.body().contains(wanted)) {
            Thread.sleep(20);
            answer = send(operator, "GET", path, "");
        }
    }

    private String order(String mail) throws Exception {
        return told(
                        operator,
                        "POST",
                        "/api/v1/queue/acts",
                        "{\"act\":\"hold\",\"mail\":{" + mail + "}}")
                .path("id")
                .asString();
    }

    @Test
    void aTenantsTokenGetsNothingOfOthersOnAnyRoute() throws Exception {
        var settings =
                StoreSettings.of(
                        List.of(data.resolve("events"), data.resolve("imported")),
                        data.resolve("store"));
        var token = acme();
        try (var server = server();
                var store = StoreCommandLine.keeper(settings);
                var door = door(server, store)) {
            store.start();
            var others =
                    List.of(
                            waiting("globex", "globex"),
                            finished("globex", "globex"),
                            waiting("", "plain"),
                            finished("", "plain"));
            told(
                    operator,
                    "POST",
                    "/api/v1/suppressions",
                    ADDRESS
                            + ",\"tenant\":\"globex\"},{\"recipient\":\"blocked@plain.example\"}]}");
            var orders =
                    List.of(order("\"tenant\":[\"globex\"]"), order("\"domain\":[\"q.test\"]"));
            var own = waiting("acme", "acme");
            for (var id : Stream.concat(others.stream(), Stream.of(own)).toList()) {
                until("/api/v1/messages/" + id + "/events", "\"id\":\"" + id);
            }
            operatorsHoldStays(token, own);
            assertThat(told(token, "GET", "/api/v1/suppressions", "").path("size").asInt())
                    .as("what it does not see it does not count")
                    .isZero();
            var before = standing();
            var wrong = new ArrayList<String>();
            var listed = new TreeMap<String, Integer>();
            for (var route : door.routes()) {
                var name = route.method() + " " + route.path();
                listed.put(name, 0);
                for (var asked : ALL.stream().filter(it -> it.isOf(route)).toList()) {
                    listed.merge(name, 1, Integer::sum);
                    var ids = asked.path().contains("{order}") ? orders : others;
                    for (var id : asked.path().contains("{") ? ids : List.of("")) {
                        check(wrong, token, asked, id, own);
                    }
                }
                if (listed.get(name) == 0) {
                    wrong.add(name + " is not listed");
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(standing()).isEqualTo(before);
            for (var path : List.of("queue/messages/" + own, "messages/" + own)) {
                assertThat(
                                told(token, "GET", "/api/v1/" + path, "")
                                        .path("reverse_path")
                                        .asString())
                        .isEqualTo("news@acme.test");
            }
        }
    }

    /// What the operator holds of the tenant's mail, the tenant sees and does not let go.
    private void operatorsHoldStays(String token, String own) throws Exception {
        var hold = "/api/v1/queue/acts/" + order("\"tenant\":[\"acme\"]");
        assertThat(told(token, "GET", hold, "").path("act").asString()).isEqualTo("hold");
        assertThat(send(token, "DELETE", hold, "").statusCode()).isEqualTo(REFUSED);
        var release =
                told(token, "POST", "/api/v1/queue/acts", "{\"act\":\"release\",\"mail\":{}}");
        until("/api/v1/queue/acts/" + release.path("id").asString(), "\"progress\":\"over\"");
        assertThat(
                        told(operator, "GET", "/api/v1/queue?message=" + own, "")
                                .at("/recipients/0/state")
                                .asString())
                .isEqualTo("held");
        told(operator, "DELETE", hold, "");
    }

    /// What others have.
    private List<String> standing() throws Exception {
        var all = new ArrayList<String>();
        for (var path :
                List.of(
                        "queue?domain=globex.example&domain=plain.example",
                        "suppressions",
                        "tokens",
                        "console/users")) {
            all.add(told(operator, "GET", "/api/v1/" + path, "").toString());
        }
        return all;
    }

    private void check(List<String> wrong, String token, Asked asked, String id, String own)
            throws Exception {
        var path = asked.path().replaceAll("\\{[^}]+}", id);
        var where = asked.method() + " " + path;
        var got =
                asked.path().startsWith("/api/v1/events")
                        ? streamed(token, path, own)
                        : answered(token, asked, path);
        if (asked.status() != ANY && got.status() != asked.status()) {
            wrong.add(where + ": " + got.status() + " " + got.body());
        }
        for (var word : OTHERS) {
            if (got.body().contains(word)) {
                wrong.add(where + " tells of " + word + ": " + got.body());
            }
        }
    }

    private record Got(int status, String body) {}

    private Got answered(String token, Asked asked, String path) throws Exception {
        var answer = send(token, asked.method(), path, asked.body());
        return new Got(answer.statusCode(), answer.body());
    }

    /// The stream up to the tenant's own mail, which came after that of others.
    private Got streamed(String token, String path, String own) throws Exception {
        var answer = client.send(request(token, "GET", path, ""), BodyHandlers.ofInputStream());
        var body = new StringBuilder();
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                body.append(line).append('\n');
                if (line.contains(own)) {
                    break;
                }
            }
        }
        return new Got(answer.statusCode(), body.toString());
    }
}
