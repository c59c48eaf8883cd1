package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.remote.ControlFile;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// What is wrong with a request is told: what was found, and what would be right. Nothing is done, and nothing of Java is shown.
@Timeout(120)
final class WrongRequestsTest {
    private static @TempDir Path data;
    private static Server server;
    private static HttpDoor door;
    private static ControlFile control;

    @BeforeAll
    static void start() throws Exception {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                Server.start(
                        Server.Settings.usual(
                                "us.test",
                                data,
                                List.of(new ListenerSettings(free, Kind.RELAY)),
                                RoutedWays.ofSystem(
                                        Routes.parseForLoopback(List.of("*=127.0.0.1:9")),
                                        Knowledge.shipped().providers(),
                                        InstantSource.system(),
                                        System::nanoTime,
                                        new Random(1)),
                                Pools.of(
                                        Source.unbound("kalt", Domain.of("us.test").orElseThrow())),
                                Users.NONE),
                        Knowledge.shipped(),
                        InstantSource.system(),
                        System::nanoTime);
        door =
                new HttpDoor(
                        server,
                        Optional.empty(),
                        data,
                        () -> data.resolve("tokens.toml"),
                        ApiSettings.at(free),
                        InstantSource.system(),
                        System::nanoTime);
        control = ControlFile.read(data).orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
        door.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"act":"pause","lanes":{"source":"kold"}}                     | source   | is 'kold'; did you mean 'kalt'?
                    {"act":"pause","lanes":{"provider":"gmial"}}                  | provider | is 'gmial'; did you mean 'gmail'?
                    {"act":"limit","lanes":{"source":"nosuch"},"connections":1}   | source   | is 'nosuch'; kalt would be right
                    {"act":"hold","mail":{"provider":["gmial"]}}                  | provider | is 'gmial'; did you mean 'gmail'?
                    {"act":"retry","mail":{"pool":["nosuchpool"]}}                | pool     | is 'nosuchpool'; kalt would be right
                    {"act":"hold","mail":{"site":["nosuch"]}}                     | site     | is 'nosuch', and no mail has gone to any site yet
                    {"act":"retry","mail":{"state":["foo"]}}                      | state    | is 'foo'; waiting, ready,
                    {"act":"retry","mail":{"cause":["ratte"]}}                    | cause    | is 'ratte'; did you mean 'rate'?
                    {"act":"pause","lanes":{"sorce":"kalt"}}                      | lanes.sorce | is not known; did you mean 'source'?
                    {"act":"pause","lanes":{"source":"kalt"},"untill":"PT1H"}     | untill   | is not known; did you mean 'until'?
                    """)
    void anOrderNamesWhatThereIs(String body, String field, String detail) throws Exception {
        assertThat(wrong("POST", "/queue/acts", body)).contains(fault(field, detail));
        assertThat(server.queue().control().orders(true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    start | kold | gmail | source   | is 'kold'; did you mean 'kalt'?
                    stop  | kold | gmail | source   | is 'kold'; did you mean 'kalt'?
                    start | kalt | gmial | receiver | is 'gmial'; did you mean 'gmail'?
                    """)
    void aWarmUpIsOfASourceAndAReceiverThereIs(
            String act, String source, String receiver, String field, String detail)
            throws Exception {
        var body =
                "{\"act\":\"%s\",\"source\":\"%s\",\"receiver\":\"%s\",\"reason\":\"new\"}"
                        .formatted(act, source, receiver);
        assertThat(wrong("POST", "/warmup/acts", body)).contains(fault(field, detail));
        assertThat(server.warmups().rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"pool":"nosuch",                                 | pool       | is 'nosuch'; kalt would be right
                    {"send_at":"PT5H","expires_at":"PT1H",            | expires_at | is 'PT1H', not after send_at, which is 'PT5H'
                    {"subject":7,                                     | subject    | is 7; a text would be right
                    {"cc":[5],                                        | cc[0]      | is 5; a text would be right
                    {"bcc":[null],                                    | bcc[0]     | is null; an address would be right
                    {"text":["a"],                                    | text       | is an array; a text would be right
                    {"recipients":{},                                 | recipients | is an object; an array would be right
                    """)
    void aMessageIsAskedForAsItCanBe(String begin, String field, String detail) throws Exception {
        var body = begin + "\"from\":\"a@us.test\",\"to\":[\"b@shop.test\"]}";
        assertThat(wrong("POST", "/messages", body)).contains(fault(field, detail));
    }

    @Test
    void aListOfNobodyIsNotCalledEmpty() throws Exception {
        var body = "{\"from\":\"a@us.test\",\"text\":\"hi\",\"to\":[null]}";
        assertThat(wrong("POST", "/messages", body))
                .contains(fault("to[0]", "is null; an address would be right"))
                .doesNotContain("is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /messages    | []                 | the JSON is an array; an object would be right
                    /messages    | {                  | the JSON ends too early (line 1
                    /messages    | {} {}              | more follows the JSON
                    /messages    | 5                  | the JSON is 5; an object would be right
                    /queue/acts  | [1]                | an object would be right; found an array
                    /queue/acts  | {"act":            | the JSON ends too early
                    /lanes/forget | "odd"             | the JSON is 'odd'; an object would be right
                    """)
    void whatIsNoRequestAtAllIsToldWithoutWordsOfOurTools(String path, String body, String detail)
            throws Exception {
        assertThat(wrong("POST", path, body)).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /queue?state=foo              | state        | is 'foo'; waiting, ready
                    /queue?cause=foo              | cause        | is 'foo'
                    /queue?pool=nosuchpool        | pool         | is 'nosuchpool'; kalt would be right
                    /queue?site=nosuch            | site         | is 'nosuch', and no mail has gone to any site yet
                    /queue/count?provider=gmial   | provider     | is 'gmial'; did you mean 'gmail'?
                    /queue?older_than=abc         | older_than   | is not known; did you mean 'older_than_s'?
                    /messages?cause=foo           | cause        | is 'foo'
                    /messages?stage=foo           | stage        | is 'foo'
                    /messages?provider=gmial      | provider     | is 'gmial'; did you mean 'gmail'?
                    /codes?limit=-1               | limit        | is not known; q would be right
                    /incidents?cursor=xx          | cursor       | is none of ours
                    /warmup?days=-1               | days         | is not known; nothing may stand
                    /incidents?limit=5&limit=6    | limit        | stands twice
                    """)
    void aQuestionThatCannotBeMeantIsNotAnsweredWithNothing(
            String path, String field, String detail) throws Exception {
        assertThat(wrong("GET", path, "")).contains(fault(field, detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /suppressions  | {"entries":[{"recipient":"a@b.test","until":"2020-01-01T00:00:00Z"}]} | entries[0].until | is '2020-01-01T00:00:00Z', which is over
                    /tokens        | {"name":"old","scopes":["read"],"expires":"2020-01-01T00:00:00Z"}     | expires          | a time to come
                    /warmup/acts   | {"act":"complaints","source":"kalt","percent":250,"reason":"fbl"}     | percent          | is 250.0; a number from 0 to 100 would be right
                    """)
    void whatIsOverOrBeyondAllBoundsIsNotTaken(
            String path, String body, String field, String detail) throws Exception {
        assertThat(wrong("POST", path, body)).contains(fault(field, detail));
    }

    @Test
    void anExportSaysWhichMailAsEveryActDoes() throws Exception {
        assertThat(wrong("POST", "/queue/export", "{}"))
                .contains("'mail' is missing: an object that says which mail, {} for all");
    }

    private static String fault(String field, String detail) {
        return "{\"field\":\"" + field + "\",\"detail\":\"" + detail;
    }

    private static String wrong(String method, String path, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(java.net.URI.create(control.server() + "/api/v1" + path))
                            .header("Authorization", "Bearer " + control.token())
                            .method(method, BodyPublishers.ofString(body));
            var answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body())
                    .doesNotContain("deserialize", "org.restante", "java.", "REDACTED", "Routes");
            return answer.body().replace("\\\"", "\"");
        }
    }
}
