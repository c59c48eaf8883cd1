package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import org.restante.app.access.TokenFile;
import org.restante.app.access.TokenText;
import org.restante.app.remote.ControlFile;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import org.restante.sending.reception.Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every route of a whole server, asked so that it answers well and so that it does not: each answer is what the OpenAPI document says, and
/// every success that the document tells of is met.
@Timeout(300)
final class DocumentedAnswersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What a token is refused for that has this scope alone.
    private static final Map<Scope, Scope> TOO_LITTLE =
            new EnumMap<>(
                    Map.of(
                            Scope.READ, Scope.SUBMIT,
                            Scope.SUBMIT, Scope.READ,
                            Scope.OPERATE, Scope.READ,
                            Scope.ADMIN, Scope.OPERATE));

    /// Mail that is damaged on disk comes of no request.
    private static final Set<String> NOT_TO_BE_HAD =
            Set.of("QueueDamaged/damaged", "GET /api/v1/watched 200/logs");

    /// A client that sends to strangers is stopped at once; a webhook's letters die at once.
    private static final String SETTINGS =
            """
            [source.mta1]
            ipv4 = "127.0.0.1"
            ehlo = "mta1.shop.example"
            [source.mta2]
            ipv4 = "127.0.0.2"
            egress = "haproxy:127.0.0.1:9"
            [pool.default]
            sources = { mta1 = 1, mta2 = 0 }
            [pool.warming]
            sources = { mta2 = 2 }
            [bounce_brake]
            window = 10
            least = 2
            [[webhook]]
            name = "dying"
            kind = "slack"
            url = "http://127.0.0.1:9/nobody"
            events = ["bounced"]
            tries = 1
            """;

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> InstantSource.system().instant().plus(ahead.get());
    private Receiver receiver;
    private WholeServer running;
    private ControlFile control;
    private Documented documented;

    /// A token of each scope alone.
    private final Map<Scope, String> with = new EnumMap<>(Scope.class);

    @BeforeEach
    void start() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        WholeServer.record(data);
        deferForHours(data);
        WholeServer.warmUp(data);
        for (var scope : Scope.values()) {
            with.put(scope, token(data, scope));
        }
        receiver = new Receiver(DocumentedAnswersTest::refusal);
        running = WholeServer.start(folder, receiver.port(), SETTINGS, clock);
        control = ControlFile.read(data).orElseThrow();
        var answer = send("GET", "/api/v1/openapi.json", control.token(), null, "");
        documented = new Documented(JSON.readTree(answer.body()));
        documented.look("GET", "/api/v1/openapi.json", answer);
        while (!running.server().incidents().isCaughtUp()) {
            Thread.onSpinWait();
        }
    }

    private static String token(Path data, Scope scope) throws Exception {
        var text = TokenText.make(new SecureRandom());
        new TokenFile(data.resolve("tokens.toml"))
                .add(
                        new Token(
                                text.id(),
                                text.digest(),
                                Set.of(scope),
                                new Client(
                                        "only-" + scope.word(),
                                        Optional.empty(),
                                        Set.of(),
                                        Set.of(),
                                        Set.of(),
                                        false,
                                        OptionalLong.empty(),
                                        OptionalLong.empty()),
                                OptionalLong.empty(),
                                InstantSource.system().instant(),
                                Optional.empty()));
        return text.text();
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        receiver.close();
        client.close();
    }

    private static String refusal(String command) {
        return command.startsWith("RCPT") && command.contains("@slow.example")
                ? "451 4.7.1 Greylisted, try again in 5 minutes"
                : command.startsWith("RCPT") && command.contains("nobody")
                        ? "550 5.1.1 <nobody@quick.example>: no such user"
                        : "";
    }

    private HttpResponse<String> send(
            String method, String path, String token, BodyPublisher body, String type)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(control.server() + path))
                        .method(method, body == null ? BodyPublishers.noBody() : body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Asks, and looks at the answer.
    ///
    /// @param path as the document has it
    /// @param id of what the path names; several are parted by `|`
    private HttpResponse<String> asked(
            String token, String method, String path, String id, String query, String body)
            throws Exception {
        var at = path;
        for (var part : id.split("\\|")) {
            at = at.replaceFirst("\\{[^}]+}", URLEncoder.encode(part, StandardCharsets.UTF_8));
        }
        var answer =
                body.isEmpty()
                        ? send(method, at + query, token, null, "")
                        : send(
                                method,
                                at + query,
                                token,
                                BodyPublishers.ofString(body),
                                "application/json");
        documented.look(method, path, answer);
        return answer;
    }

    private JsonNode get(String path) throws Exception {
        return get(path, "", "");
    }

    private JsonNode get(String path, String id, String query) throws Exception {
        return told(asked(control.token(), "GET", path, id, query, ""));
    }

    private JsonNode post(String path, String id, String body) throws Exception {
        return told(asked(control.token(), "POST", path, id, "", body));
    }

    private static JsonNode told(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as(() -> answer.request().uri() + " " + answer.body())
                .isBetween(200, 299);
        return answer.headers().firstValue("Content-Type").orElse("").endsWith("json")
                ? JSON.readTree(answer.body())
                : JSON.missingNode();
    }

    /// Asks until it is so.
    private JsonNode until(String path, String id, String query, Predicate<JsonNode> isSo)
            throws Exception {
        while (true) {
            var answer = asked(control.token(), "GET", path, id, query, "");
            if (answer.statusCode() == 200 && isSo.test(JSON.readTree(answer.body()))) {
                return JSON.readTree(answer.body());
            }
        }
    }

    private String handIn(String token, String to, String more) throws Exception {
        return told(asked(
                        token,
                        "POST",
                        "/api/v1/messages",
                        "",
                        "",
                        "{\"from\":\"news@shop.example\",\"to\":[\""
                                + to
                                + "\"],\"subject\":\"s\",\"text\":\"t\""
                                + more
                                + "}"))
                .path("id")
                .asString("");
    }

    /// Somebody whose mail came two hours ago and was put off a minute ago.
    private void deferForHours(Path data) throws IOException {
        var now = clock.instant();
        var event =
                Event.of(UUID.randomUUID(), now.minusSeconds(60), EventType.DEFERRED, "restante")
                        .queueId(UUID.randomUUID().toString())
                        .queuedAt(now.minus(Duration.ofHours(2)))
                        .recipient("patient@late.example")
                        .recipientDomain("late.example")
                        .code(451)
                        .text("4.7.1 later");
        try (var journal =
                new FileJournal(data.resolve("events"), JournalSettings.defaults(), clock)) {
            journal.append(EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyAnswerIsAsTheDocumentSays() throws Exception {
        whatNeedsNothing();
        whatNobodyMay();
        people();
        tokens();
        mail();
        queue();
        lanes();
        warmup();
        incidents();
        suppressions();
        store();
        sources();
        whatIsWrong();
        theEnd();
        var unseen = documented.unseen();
        unseen.removeAll(NOT_TO_BE_HAD);
        assertThat(Stream.concat(documented.wrong.stream().distinct(), unseen.stream())).isEmpty();
    }

    private void whatNeedsNothing() throws Exception {
        for (var path : List.of("/livez", "/readyz", "/metrics", "/", "/favicon.svg")) {
            get(path);
        }
        var page = send("GET", "/", control.token(), null, "").body();
        for (var file : page.split("\"")) {
            if (file.contains("assets/")) {
                get("/assets/{file}", file.substring(file.indexOf("assets/") + 7), "");
            }
        }
        get("/api/v1/codes", "", "?q=421");
        get("/api/v1/explain", "", "?text=421-4.7.0&stage=greeting");
        get("/api/v1/explain", "", "?text=550+5.1.1+no+such+user");
        get("/api/v1/explain", "", "?text=orange/OFR");
        get("/api/v1/explain", "", "?text=TSS40");
        get("/api/v1/configuration");
    }

    /// Without a token, with one that is none, and with one of too little scope.
    private void whatNobodyMay() throws Exception {
        for (var route : running.door().routes()) {
            if (route.scope().isPresent()) {
                var little = with.get(TOO_LITTLE.get(route.scope().get()));
                for (var token : List.of("", little)) {
                    var answer = asked(token, route.method(), route.path(), "none|none", "", "");
                    assertThat(answer.statusCode())
                            .as(route.method() + " " + route.path())
                            .isEqualTo(token.isEmpty() ? 401 : 403);
                }
            }
        }
    }

    /// Asks as the console's pages do.
    private HttpResponse<String> fromAPage(String method, String path, String cookie, String body)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(control.server() + path))
                        .header("Content-Type", "application/json")
                        .header("X-Restante-Console", "1")
                        .header("Origin", control.server().toString())
                        .header("Cookie", cookie)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        documented.look(method, path, answer);
        return answer;
    }

    private void people() throws Exception {
        var session = "/api/v1/session";
        var password = "correct horse battery";
        var link = running.door().setUpLink().orElseThrow().toString();
        var secret = link.substring(link.lastIndexOf('/') + 1);
        var anna = "\"name\":\"anna\",\"password\":\"" + password + "\"}";
        get(session);
        fromAPage("POST", session + "/setup", "", "{\"secret\":\"guess\"," + anna);
        told(fromAPage("POST", session + "/setup", "", "{\"secret\":\"" + secret + "\"," + anna));
        fromAPage("POST", session + "/setup", "", "{\"secret\":\"" + secret + "\"," + anna);
        fromAPage("POST", session, "", "{\"name\":\"anna\",\"password\":\"wrong\"}");
        var entered = fromAPage("POST", session, "", "{" + anna);
        var cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        told(fromAPage("GET", session, cookie, ""));
        told(fromAPage("DELETE", session, cookie, ""));
        fromAPage("GET", "/api/v1/queue", cookie, "");
        var users = "/api/v1/console/users";
        post(users, "", "{\"name\":\"bob\",\"role\":\"viewer\",\"password\":\"" + password + "\"}");
        asked(control.token(), "POST", users, "", "", "{\"name\":\"bob\",\"role\":\"king\"}");
        get(users);
        told(asked(control.token(), "DELETE", users + "/{name}", "bob", "", ""));
        asked(control.token(), "DELETE", users + "/{name}", "bob", "", "");
    }

    private void tokens() throws Exception {
        post("/api/v1/tokens", "", "{\"name\":\"gone\",\"scopes\":[\"read\"]}");
        post(
                "/api/v1/tokens",
                "",
                "{\"name\":\"bounded\",\"scopes\":[\"submit\",\"read\"],\"expires\":\"2099-01-01T00:00:00Z\",\"requests_per_second\":5,\"tenant\":\"acme\",\"senders\":[\"acme.example\"],\"pools\":[\"default\"],\"streams\":[\"news\"],\"recipients_per_hour\":10,\"recipients_per_day\":20}");
        asked(control.token(), "POST", "/api/v1/tokens", "", "", "{\"name\":\"gone\"}");
        var all = get("/api/v1/tokens").path("tokens");
        for (var one : all) {
            if (one.path("name").asString().equals("gone")) {
                var id = one.path("id").asString();
                told(asked(control.token(), "DELETE", "/api/v1/tokens/{id}", id, "", ""));
            }
        }
    }

    /// Mail that is taken, put off and refused; a client that is stopped for it; what is told of it as it goes.
    private void mail() throws Exception {
        var trace = "/api/v1/trace";
        var heard =
                client.sendAsync(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                control.server() + trace + "?seconds=60&lines=5"))
                                .header("Authorization", "Bearer " + control.token())
                                .build(),
                        BodyHandlers.ofString());
        var shop = with.get(Scope.SUBMIT);
        for (int i = 0; !heard.isDone(); i++) {
            handIn(control.token(), "heard" + i + "@quick.example", "");
        }
        documented.look("GET", trace, heard.get());
        var schemas =
                Map.of(
                        "begin", "TraceBegun",
                        "line", "Overheard",
                        "missed", "TraceMissed",
                        "end", "TraceEnded");
        assertThat(objects(heard.get().body(), schemas::get)).isGreaterThan(5);
        handIn(control.token(), "late@slow.example", ",\"campaign\":\"spring\"");
        handIn(control.token(), "waits@quick.example", ",\"send_at\":\"P1D\"");
        for (int i = 0; i < 2; i++) {
            handIn(shop, "nobody" + i + "@quick.example", "");
        }
        until("/api/v1/brakes", "", "", it -> !it.path("stopped").isEmpty());
        asked(
                shop,
                "POST",
                "/api/v1/messages",
                "",
                "",
                "{\"from\":\"a@b.example\",\"to\":[\"c@d.example\"],\"text\":\"t\"}");
        for (var one : get("/api/v1/brakes").path("stopped")) {
            post(
                    "/api/v1/brakes/{client}/release",
                    one.path("client").asString(),
                    "{\"reason\":\"talked\"}");
        }
        until("/api/v1/webhooks/{name}/dead", "dying", "", it -> !it.path("letters").isEmpty());
        post("/api/v1/webhooks/{name}/replay", "dying", "{\"reason\":\"again\"}");
        post("/api/v1/webhooks/{name}/test", "team", "{\"reason\":\"does it?\"}");
        get("/api/v1/webhooks");
        events();
    }

    private void events() throws Exception {
        var path = "/api/v1/events";
        var answer =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                control.server()
                                                        + path
                                                        + "?since=2026-01-01T00:00:00Z"))
                                .header("Authorization", "Bearer " + control.token())
                                .build(),
                        BodyHandlers.ofInputStream());
        var whole = new StringBuilder();
        try (var in = answer.body()) {
            while (!whole.toString().contains("\"stage\":\"rcpt\"")) {
                whole.append(new String(in.readNBytes(4096), StandardCharsets.US_ASCII));
            }
        }
        documented.look("GET", path, stream(answer));
        assertThat(objects(whole.substring(0, whole.lastIndexOf("\n\n")), name -> "Event"))
                .isGreaterThan(10);
        asked(control.token(), "GET", path, "", "?type=odd", "");
    }

    /// The answer without its endless body.
    private HttpResponse<String> stream(HttpResponse<?> answer) {
        return new HttpResponse<>() {
            @Override
            public int statusCode() {
                return answer.statusCode();
            }

            @Override
            public HttpRequest request() {
                return answer.request();
            }

            @Override
            public Optional<HttpResponse<String>> previousResponse() {
                return Optional.empty();
            }

            @Override
            public HttpHeaders headers() {
                return answer.headers();
            }

            @Override
            public String body() {
                return "";
            }

            @Override
            public Optional<SSLSession> sslSession() {
                return Optional.empty();
            }

            @Override
            public URI uri() {
                return answer.uri();
            }

            @Override
            public HttpClient.Version version() {
                return answer.version();
            }
        };
    }

    /// Looks at each object of a stream of server-sent events.
    ///
    /// @param schemas the schema's name by the event's
    /// @return how many there are
    private long objects(String stream, UnaryOperator<String> schemas) {
        var all =
                Pattern.compile("^event: (.+)\ndata: (.+)$", Pattern.MULTILINE)
                        .matcher(stream)
                        .results()
                        .toList();
        all.forEach(
                one -> documented.look(one.group(1), schemas.apply(one.group(1)), one.group(2)));
        return all.size();
    }

    private void queue() throws Exception {
        var queue = "/api/v1/queue";
        var late = until(queue, "", "?domain=slow.example", it -> !it.path("recipients").isEmpty());
        var id = late.at("/recipients/0/id").asString();
        until(
                queue + "/messages/{id}",
                id,
                "",
                it -> it.at("/recipients/0/explanation").isString());
        until("/api/v1/messages/{id}", id, "", it -> it.at("/recipients/0/reply").isString());
        get(queue, "", "?limit=1");
        get(queue + "/count");
        get(queue + "/count", "", "?by=domain");
        var hold =
                act("{\"act\":\"hold\",\"mail\":{\"domain\":[\"slow.example\"]},\"reason\":\"r\"}");
        act(
                "{\"act\":\"pause\",\"lanes\":{\"domain\":\"x.example\"},\"until\":\"2099-01-01T00:00:00Z\"}");
        act(
                "{\"act\":\"limit\",\"lanes\":{\"provider\":\"gmail\"},\"connections\":1,\"messages_per_hour\":9}");
        act("{\"act\":\"move\",\"mail\":{\"domain\":\"slow.example\"},\"to_pool\":\"default\"}");
        act("{\"act\":\"retry\",\"mail\":{\"domain\":\"slow.example\",\"older_than_s\":1}}");
        act("{\"act\":\"bounce\",\"mail\":{\"domain\":\"none.example\"}}");
        act("{\"act\":\"remove\",\"mail\":{\"domain\":\"none.example\"}}");
        told(
                asked(
                        control.token(),
                        "POST",
                        queue + "/export",
                        "",
                        "",
                        "{\"mail\":{\"domain\":\"slow.example\"},\"hold\":true,\"reason\":\"r\"}"));
        get(queue + "/acts", "", "?over=true");
        act("{\"act\":\"release\",\"mail\":{\"state\":\"held\"}}");
        get(queue + "/acts/{id}", hold, "");
        told(asked(control.token(), "DELETE", queue + "/acts/{id}", hold, "?reason=enough", ""));
        var exported =
                asked(
                        control.token(),
                        "POST",
                        queue + "/export",
                        "",
                        "",
                        "{\"mail\":{\"domain\":\"none.example\"}}");
        told(exported);
        var into = queue + "/import";
        var imported =
                send(
                        "POST",
                        into,
                        control.token(),
                        BodyPublishers.ofString(exported.body()),
                        "application/vnd.restante.queue");
        documented.look("POST", into, imported);
        told(imported);
        documented.look(
                "POST",
                into,
                send(
                        "POST",
                        into,
                        control.token(),
                        BodyPublishers.ofString("no export"),
                        "application/vnd.restante.queue"));
    }

    private String act(String wish) throws Exception {
        return post("/api/v1/queue/acts", "", wish).path("id").asString();
    }

    private void lanes() throws Exception {
        var lanes =
                until(
                        "/api/v1/lanes",
                        "",
                        "",
                        it ->
                                it.path("lanes")
                                        .valueStream()
                                        .anyMatch(one -> one.path("delivered").asInt() > 0));
        var site = lanes.at("/lanes/0/site").asString();
        for (int minute = 0; minute < 2; minute++) {
            ahead.updateAndGet(it -> it.plusMinutes(1));
            running.server().lookAtTheClock();
        }
        until(
                "/api/v1/lanes/course",
                "",
                "?receiver=" + URLEncoder.encode(site, StandardCharsets.UTF_8),
                it -> !it.at("/lanes/0/points").isEmpty());
        until("/api/v1/queue/course", "", "", it -> !it.at("/points").isEmpty());
        post("/api/v1/lanes/forget", "", "{\"site\":\"" + site + "\",\"reason\":\"moved\"}");
    }

    private void warmup() throws Exception {
        get("/api/v1/warmup");
        get("/api/v1/warmup/plans");
        post(
                "/api/v1/warmup/acts",
                "",
                "{\"act\":\"set-day\",\"source\":\"mta2\",\"receiver\":\"gmail\",\"day\":2,\"reason\":\"r\"}");
        asked(control.token(), "POST", "/api/v1/warmup/acts", "", "", "{\"act\":\"odd\"}");
    }

    private void incidents() throws Exception {
        var all = "/api/v1/incidents";
        var id = get(all, "", "?state=open").at("/incidents/0/id").asString();
        var one = all + "/{id}";
        get(one, id, "");
        for (var text : List.of("evidence", "letter", "ticket", "configuration")) {
            get(one + "/" + text, id, text.equals("configuration") ? "?server=exim" : "");
        }
        post(one + "/acknowledge", id, "{}");
        post(one + "/assign", id, "{\"assignee\":\"anna\"}");
        post(one + "/mute", id, "{\"until\":\"" + clock.instant().plus(Duration.ofDays(1)) + "\"}");
        post(one + "/note", id, "{\"text\":\"called them\"}");
        post(one + "/act", id, "{\"reason\":\"yes\"}");
        post(one + "/undo", id, "{\"reason\":\"no\"}");
        var letters =
                post(one + "/letters", id, "{\"to\":\"postmaster@gmail.com\"}").path("letters");
        var letter = letters.at("/0/number").asString();
        post(one + "/letters/{letter}", id + "|" + letter, "{\"state\":\"answered\"}");
        post(one + "/mends/{mend}/check", id + "|refusals", "{}");
        get(all + "/shadow");
    }

    private void suppressions() throws Exception {
        var all = "/api/v1/suppressions";
        var entry = "{\"entries\":[{\"recipient\":\"ann@x.example\"}]}";
        post(all, "", entry);
        get(all, "", "?limit=1");
        handIn(control.token(), "ok@quick.example\",\"ann@x.example", "");
        asked(
                control.token(),
                "POST",
                "/api/v1/messages",
                "",
                "",
                "{\"from\":\"a@b.example\",\"to\":[\"ann@x.example\"],\"text\":\"t\"}");
        post(all + "/remove", "", entry);
    }

    private void store() throws Exception {
        var found =
                until(
                        "/api/v1/messages",
                        "",
                        "?recipient=late@slow.example&status=deferred",
                        it -> !it.path("messages").isEmpty());
        var story = get("/api/v1/messages/{id}/events", found.at("/messages/0/id").asString(), "");
        assertThat(story.path("events").valueStream())
                .as("what a refusal means is told with it")
                .anyMatch(it -> it.path("explanation").asString("").contains("reylist"));
        get("/api/v1/messages", "", "?limit=1");
        var figures = "/api/v1/reports/deliverability";
        get(figures);
        get(figures, "", "?by=provider&across=source&every=hour");
        get("/api/v1/reports/replies");
        var deferred = get("/api/v1/reports/deferred", "", "?by=domain");
        assertThat(deferred.at("/total/waiting").asLong()).isPositive();
        assertThat(deferred.path("rows").valueStream().map(it -> it.path("key").asString()))
                .contains("slow.example", "late.example");
        until("/api/v1/history", "", "", it -> !it.path("deeds").isEmpty());
        get("/api/v1/store");
    }

    private void sources() throws Exception {
        act("{\"act\":\"pause\",\"lanes\":{\"source\":\"mta2\"}}");
        until("/api/v1/sources", "", "", it -> it.at("/sources/0/last_hour/deferred").asInt() > 0);
        var all = get("/api/v1/sources").path("sources");
        assertThat(all.valueStream().map(it -> it.path("name").asString()))
                .containsExactly("mta1", "mta2");
        assertThat(all.at("/0/egress/kind").asString()).isEqualTo("direct");
        assertThat(all.at("/0/ehlo").asString()).isEqualTo("mta1.shop.example");
        assertThat(all.at("/0/paused").asBoolean()).isFalse();
        assertThat(all.at("/0/lanes/all").asInt()).isPositive();
        assertThat(all.at("/1/egress/proxy").asString()).isEqualTo("127.0.0.1:9");
        assertThat(all.at("/1/paused").asBoolean()).isTrue();
        assertThat(all.at("/1/warmup/0/receiver").asString()).isEqualTo("gmail");
        assertThat(get("/api/v1/sources/{name}", "mta1", "").path("lanes_now")).isNotEmpty();
        assertThat(get("/api/v1/sources/{name}", "mta2", "").path("warmup")).isNotEmpty();
        var pools = get("/api/v1/pools").path("pools");
        assertThat(pools.at("/0/sources/0/share").asDouble()).isEqualTo(1);
        assertThat(pools.at("/0/last_hour/attempts").asInt()).isPositive();
    }

    /// What no route does: bad queries, bodies that are none, things that are not there.
    private void whatIsWrong() throws Exception {
        var odd = "?limit=odd&from=odd&by=odd&state=odd&receiver=&server=odd&seconds=odd&since=odd";
        for (var route : running.door().routes()) {
            if (route.scope().isEmpty() || route.path().equals("/api/v1/drain")) {
                continue;
            }
            var method = route.method();
            if (!route.path().matches("/api/v1/(events|trace)") || method.equals("POST")) {
                asked(control.token(), method, route.path(), "none|none", "", "");
            }
            asked(control.token(), method, route.path(), "no/ne|no/ne", odd, "");
            asked(control.token(), method, route.path(), "none|none", odd, "{\"odd\":1}");
            if (method.equals("POST") && !route.path().endsWith("rebuild")) {
                documented.look(
                        method,
                        route.path(),
                        send(
                                method,
                                route.path().replaceAll("\\{[^}]+}", "none"),
                                control.token(),
                                BodyPublishers.ofString("odd"),
                                "text/odd"));
            }
        }
        var messages = "/api/v1/messages";
        var huge = "{\"text\":\"" + "x".repeat(41 << 20) + "\"}";
        assertThat(asked(control.token(), "POST", messages, "", "", huge).statusCode())
                .isEqualTo(413);
        var none = "{\"from\":\"a@b.example\",\"recipients\":[\"nobody\"],\"text\":\"t\"}";
        var noRecipient = asked(control.token(), "POST", messages, "", "", none);
        assertThat(noRecipient.statusCode()).as(noRecipient.body()).isEqualTo(422);
    }

    /// What the server says that is about to stop, and whose store is being made anew.
    private void theEnd() throws Exception {
        var settings = folder.resolve("restante.toml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("10MiB", "11MiB")
                        .replace("mail.shop.example", "mail2.shop.example"));
        post("/api/v1/reload", "", "");
        Files.writeString(settings, "odd");
        asked(control.token(), "POST", "/api/v1/reload", "", "", "");
        post("/api/v1/store/rebuild", "", "");
        post("/api/v1/drain", "", "");
        var statuses = new ArrayList<Integer>();
        statuses.add(asked(control.token(), "GET", "/readyz", "", "", "").statusCode());
        statuses.add(
                asked(
                                control.token(),
                                "POST",
                                "/api/v1/messages",
                                "",
                                "",
                                "{\"from\":\"a@b.example\",\"to\":[\"c@d.example\"],\"text\":\"t\"}")
                        .statusCode());
        running.store().close();
        statuses.add(asked(control.token(), "GET", "/api/v1/history", "", "", "").statusCode());
        assertThat(statuses).containsOnly(503);
    }
}
