package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.access.Scope;
import org.restante.mail.message.Submission;
import org.restante.mail.smtp.Reply;
import org.restante.sending.reception.Brakes;
import org.restante.sending.reception.Gates;
import org.restante.sending.reception.Handover;
import org.restante.sending.reception.ReceptionSettings;

/// Mail by HTTP: what is taken, what each recipient is told, and that a request that is repeated makes no second message.
@Timeout(120)
final class MessagesTest {
    private static final String LETTER =
            "\"from\":\"Shop <news@shop.test>\",\"subject\":\"Hi\",\"text\":\"Hello\"";

    @TempDir private Path folder;
    private final Kept kept = new Kept();
    private AtomicReference<java.time.Instant> now = new AtomicReference<>(HttpWorld.NOON);

    @BeforeEach
    void itIsNoon() {
        now.set(HttpWorld.NOON);
    }

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    /// A message that was taken.
    private record Letter(UUID id, Submission.Offer offer, String text) {}

    /// Keeps what it takes, or refuses all.
    private static final class Kept implements Submission {
        private final List<Letter> letters = new CopyOnWriteArrayList<>();
        private @Nullable String refusal;

        @Override
        public Draft begin() throws Refused {
            return begin(UUID.randomUUID()).orElseThrow();
        }

        @Override
        public Optional<Draft> begin(UUID id) throws Refused {
            if (refusal != null) {
                throw new Refused(Reply.read(refusal));
            }
            if (letters.stream().anyMatch(letter -> letter.id().equals(id))) {
                return Optional.empty();
            }
            var octets = new ByteArrayOutputStream();
            return Optional.of(
                    new Draft() {
                        @Override
                        public UUID id() {
                            return id;
                        }

                        @Override
                        public void write(byte[] bytes, int at, int count) {
                            octets.write(bytes, at, count);
                        }

                        @Override
                        public void commit(Offer offer) {
                            letters.add(
                                    new Letter(id, offer, octets.toString(StandardCharsets.UTF_8)));
                        }

                        @Override
                        public void close() {}
                    });
        }
    }

    private HttpWorld world() throws Exception {
        var brakes = Brakes.usual(now::get, System::nanoTime);
        var door =
                new Handover(
                        "us.test", ReceptionSettings::defaults, kept, brakes, Gates.NONE, now::get);
        return new HttpWorld(
                folder,
                HttpWorld.settings(),
                new Messages(
                        door,
                        new Repeats(folder.resolve("idempotency"), now::get),
                        now::get,
                        UUID::randomUUID,
                        HttpWorld.NAMES));
    }

    private static HttpResponse<String> post(HttpWorld world, String body) throws Exception {
        return world.post("/api/v1/messages", world.admin, body);
    }

    private static HttpResponse<String> post(HttpWorld world, String key, String body)
            throws Exception {
        return world.send(
                world.request("/api/v1/messages")
                        .header("Authorization", "Bearer " + world.admin)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private Letter only() {
        assertThat(kept.letters).hasSize(1);
        return kept.letters.getFirst();
    }

    @Test
    void aMessageForTwoIsOneMessageAndEachIsTold() throws Exception {
        try (var world = world()) {
            var answer =
                    post(
                            world,
                            "{"
                                    + LETTER
                                    + ",\"to\":[\"Ann <ann@x.test>\"],\"bcc\":[\"bob@x.test\"]}");

            assertThat(answer.statusCode()).isEqualTo(202);
            var letter = only();
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"id\":\"%1$s\",\"recipients\":[{\"recipient\":\"ann@x.test\",\"status\":\"accepted\",\"id\":\"%1$s\",\"reason\":null},{\"recipient\":\"bob@x.test\",\"status\":\"accepted\",\"id\":\"%1$s\",\"reason\":null}]}"
                                    .formatted(letter.id()));
            assertThat(letter.offer().envelope().reversePath().address())
                    .isEqualTo("news@shop.test");
            assertThat(letter.offer().envelope().recipients())
                    .extracting(Object::toString)
                    .containsExactly("ann@x.test", "bob@x.test");
            assertThat(letter.offer().client()).contains("local");
            assertThat(letter.text())
                    .startsWith(
                            "Received: from [127.0.0.1]\r\n\tby us.test (Restante) with HTTP id "
                                    + letter.id())
                    .contains(
                            "\r\nFrom: Shop <news@shop.test>\r\nTo: Ann <ann@x.test>\r\nSubject: Hi\r\n")
                    .contains(
                            "\r\nDate: Sat, 28 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
                                    + letter.id()
                                    + "@us.test>\r\n")
                    .doesNotContain("Bcc", "bob");
        }
    }

    @Test
    void substitutionsMakeAMessageForEach() throws Exception {
        try (var world = world()) {
            var answer =
                    post(
                            world,
                            """
                            {"from":"news@shop.test","subject":"Hi {{name}}","text":"{{name}}: {{count}}","html":"<b>{{name}}</b>",
                             "substitutions":{"count":3},
                             "recipients":[{"address":"ann@x.test","name":"Ann","substitutions":{"name":"<Ann>"}},
                                           {"address":"bob@x.test","substitutions":{"count":4}},
                                           {"address":"cat@x.test","substitutions":{"name":"a\\nBcc: d@x.test"}},
                                           "nobody"]}
                            """);

            assertThat(answer.statusCode()).isEqualTo(202);
            var letter = only();
            var told = HttpWorld.json(answer);
            assertThat(told.path("id").isNull()).isTrue();
            assertThat(told.path("recipients").path(0).path("id").asString())
                    .isEqualTo(letter.id().toString());
            assertThat(
                            told.path("recipients")
                                    .valueStream()
                                    .map(one -> one.path("reason").asString(""))
                                    .toList())
                    .containsExactly(
                            "",
                            "5.6.0 There is nothing for {{name}}",
                            "5.6.0 What is filled in would break a line of the header",
                            "5.1.3 That is no address");
            assertThat(letter.text())
                    .contains(
                            "To: Ann <ann@x.test>",
                            "Subject: Hi <Ann>",
                            "<Ann>: 3",
                            "<b>&lt;Ann&gt;</b>");
        }
    }

    @Test
    void aMessageJoinsTheTraceOfTheRequest() throws Exception {
        try (var world = world()) {
            for (var said : List.of(TRACE, "none")) {
                var answer =
                        world.send(
                                world.request("/api/v1/messages")
                                        .header("Authorization", "Bearer " + world.admin)
                                        .header("Content-Type", "application/json")
                                        .header("traceparent", said)
                                        .POST(
                                                BodyPublishers.ofString(
                                                        "{\"from\":\"a@b.test\",\"to\":[\"c@d.test\"],\"text\":\"x\"}"))
                                        .build());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            }

            assertThat(kept.letters.get(0).offer().steering().trace())
                    .map(Object::toString)
                    .contains(TRACE);
            assertThat(kept.letters.get(1).offer().steering().trace()).isEmpty();
        }
    }

    @Test
    void aWholeMessageIsTakenAsItIsWithItsSteeringReadAndTakenOut() throws Exception {
        try (var world = world()) {
            var raw =
                    "From: a@b.test\nSubject: whole\nX-Restante-Stream: news\nX-Restante-Traceparent: "
                            + TRACE
                            + "\n\nHello\n";
            var answer =
                    world.send(
                            world.request(
                                            "/api/v1/messages?from=a@b.test&to=c@d.test&campaign=spring&send_at=PT1H")
                                    .header("Authorization", "Bearer " + world.admin)
                                    .header("Content-Type", "message/rfc822")
                                    .POST(BodyPublishers.ofString(raw))
                                    .build());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            var steering = only().offer().steering();
            assertThat(steering.stream()).contains("news");
            assertThat(steering.campaign()).contains("spring");
            assertThat(steering.trace()).map(Object::toString).contains(TRACE);
            assertThat(steering.due()).contains(HttpWorld.NOON.plus(Duration.ofHours(1)));
            assertThat(only().text())
                    .contains("\r\nSubject: whole\r\n")
                    .endsWith("\r\n\r\nHello\r\n")
                    .doesNotContain("X-Restante");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'subject':'a\\r\\nBcc: x@y.test' | subject",
                "'headers':{'X-A':'a\\nb'} | headers.X-A",
                "'headers':{'List-Unsubscribe':'<https://a.test/ü>'} | headers.List-Unsubscribe",
                "'headers':{'message-id':'<é@a.test>'} | headers.message-id",
                "'headers':{'X-A: b\\r\\nY':'a'} | headers.X-A: b??Y",
                "'headers':{'Bcc':'x@y.test'} | headers.Bcc",
                "'reply_to':['a\\n<a@b.test>'] | reply_to[0]",
                "'envelope_from':'a@b.test>\\r\\nRCPT TO:<x@y.test' | envelope_from",
                "'attachments':[{'filename':'a\\nb','content':''}] | attachments[0].filename",
                "'attachments':[{'content_type':'text/plain\\r\\nX: y','content':''}] | attachments[0].content_type",
                "'attachments':[{'content_id':'a>\\r\\nX: y','content':''}] | attachments[0].content_id",
                "'attachments':[{'content':'?'}] | attachments[0].content",
                "'stream':'a b' | stream",
                "'send_at':'soon' | send_at",
                "'send_at':'+999999999-12-31T23:59:59Z' | send_at",
                "'expires_at':'P400D' | expires_at",
                "'recipients':[{'address':'a@b.test','name':'a\\nb'}] | recipients[0]",
                "'recipients':[] | recipients",
                "'envelope_id':'a b' | envelope_id",
                "'envelope_id':'++++++++++++++++++++++++++++++++++' | envelope_id",
                "'returned':'some' | returned"
            })
    void whatIsWrongIsNamedAndNothingIsTaken(String field, String name) throws Exception {
        try (var world = world()) {
            var all = field.replace('\'', '"');
            var to = field.contains("'recipients'") ? "" : ",\"recipients\":[\"a@b.test\"]";
            var subject =
                    field.contains("'subject'")
                            ? LETTER.replace("\"subject\":\"Hi\",", "")
                            : LETTER;
            var answer = post(world, "{" + subject + to + "," + all + "}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(HttpWorld.json(answer).path("errors").path(0).path("field").asString())
                    .isEqualTo(name);
            assertThat(kept.letters).isEmpty();
        }
    }

    @Test
    void whatATokenMayNotIsRefusedAsBySmtp() throws Exception {
        try (var world = world()) {
            kept.refusal = "452 4.3.1 There is no room for new mail now";
            var full = post(world, "{" + LETTER + ",\"to\":[\"a@x.test\"]}");
            assertThat(full.statusCode()).isEqualTo(503);
            assertThat(full.headers().firstValue("Retry-After")).isPresent();
            assertThat(HttpWorld.json(full).path("code").asString()).isEqualTo("4.3.1");
            kept.refusal = null;
            var none = post(world, "{" + LETTER + ",\"recipients\":[\"nobody\"]}");
            assertThat(none.statusCode()).isEqualTo(422);
            assertThat(HttpWorld.json(none).path("recipients").path(0).path("reason").asString())
                    .startsWith("5.1.3");
            var reader = world.token("reader", Scope.READ);
            assertThat(world.post("/api/v1/messages", reader, "{}").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void theSameRequestWithTheSameKeyIsAnsweredTheSameAndMakesNoSecondMessage() throws Exception {
        var body = "{" + LETTER + ",\"to\":[\"a@x.test\"]}";
        String first;
        try (var world = world()) {
            var answer = post(world, "k-1", body);
            first = answer.body();
            assertThat(post(world, "k-1", body).body()).isEqualTo(first);
            assertThat(post(world, "k-1", body.replace("Hello", "Other")).statusCode())
                    .isEqualTo(409);
            assertThat(post(world, "k-2", body).body()).isNotEqualTo(first);
        }
        assertThat(kept.letters).hasSize(2);

        try (var world = world()) {
            // Another process would have the same tokens; here the key belongs to the token's id.
            assertThat(post(world, "k-1", body).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void ofManyEqualRequestsAtOnceOneMakesAMessage() throws Exception {
        var body = "{" + LETTER + ",\"to\":[\"a@x.test\"]}";
        try (var world = world();
                var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    new java.util.ArrayList<java.util.concurrent.Future<HttpResponse<String>>>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> post(world, "k", body)));
            }
            for (var answer : answers) {
                var status = answer.get().statusCode();
                assertThat(status).isIn(202, 409);
                if (status == 409) {
                    assertThat(answer.get().headers().firstValue("Retry-After")).contains("1");
                }
            }
            assertThat(kept.letters).hasSize(1);
        }
    }

    /// Whatever stands in whatever field: what is taken has no field, and no line of the header, that nobody asked for.
    @Test
    void noTextMakesAFieldOfItsOwn() throws Exception {
        var random = new java.util.Random(11);
        var pieces =
                List.of(
                        "\r\n",
                        "\n",
                        "\r",
                        "Bcc: x@y.test",
                        ": ",
                        "a",
                        " ",
                        "\u0000",
                        "\u2028",
                        "ü",
                        "\"",
                        "\\",
                        "<",
                        ">",
                        "=?UTF-8?Q?=0D=0A?=",
                        "{{n}}",
                        "%0D%0A",
                        "--=_m",
                        ",",
                        ";",
                        "a@b.test",
                        "\t",
                        "\u0085");
        var expected =
                java.util.Set.of(
                        "received",
                        "from",
                        "reply-to",
                        "to",
                        "cc",
                        "subject",
                        "x-own",
                        "mime-version",
                        "date",
                        "message-id",
                        "content-type",
                        "content-transfer-encoding");
        int taken = 0;
        try (var world = world()) {
            for (int round = 0; round < 400; round++) {
                kept.letters.clear();
                var json =
                        tools.jackson.databind.json.JsonMapper.builder().build().createObjectNode();
                json.put("from", any(random, pieces) + "<a@b.test>")
                        .put("subject", any(random, pieces))
                        .put("text", any(random, pieces));
                json.putArray("reply_to").add(any(random, pieces) + " <r@b.test>");
                json.putObject("headers").put("X-Own", any(random, pieces));
                json.putArray("recipients")
                        .addObject()
                        .put("address", "c@d.test")
                        .put("name", any(random, pieces))
                        .putObject("substitutions")
                        .put("n", any(random, pieces));
                var answer = post(world, json.toString());
                assertThat(answer.statusCode()).as(json.toString()).isIn(202, 400, 422);
                for (var letter : kept.letters) {
                    taken++;
                    var text = letter.text();
                    var octets =
                            text.substring(0, text.indexOf("\r\n\r\n") + 2)
                                    .getBytes(StandardCharsets.UTF_8);
                    var header =
                            org.restante.mail.message.HeaderBlock.read(octets, 0, octets.length);
                    assertThat(header.fields())
                            .allSatisfy(field ->
                                    assertThat(expected)
                                            .as(json.toString())
                                            .contains(field.name()));
                    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
                }
            }
        }
        assertThat(taken).isGreaterThan(10);
    }

    private static String any(java.util.Random random, List<String> pieces) {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            // Mostly what is harmless, so that some requests are taken as a whole.
            text.append(random.nextInt(3) > 0 ? "a" : pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @Test
    void answersAreKnownAfterARestartForADayAndATornLineHarmsNothing() throws Exception {
        var place = folder.resolve("repeats");
        var fresh = new Repeats.Claim.Fresh("key", "digest");
        try (var repeats = new Repeats(place, now::get)) {
            assertThat(repeats.claim("key", "digest")).isEqualTo(fresh);
            assertThat(repeats.claim("key", "digest")).isInstanceOf(Repeats.Claim.Running.class);
            repeats.givenUp(fresh);
            assertThat(repeats.claim("key", "digest")).isEqualTo(fresh);
            repeats.answered(fresh, 202, "{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(
                place.resolve("2026-11-28T120000Z.answers"),
                "17645 torn",
                StandardOpenOption.APPEND);

        now.set(HttpWorld.NOON.plus(Duration.ofHours(23)));
        try (var repeats = new Repeats(place, now::get)) {
            assertThat(repeats.claim("key", "digest"))
                    .isInstanceOfSatisfying(
                            Repeats.Claim.Known.class,
                            known ->
                                    assertThat(new String(known.body(), StandardCharsets.UTF_8))
                                            .isEqualTo("{\"id\":1}"));
            assertThat(repeats.claim("key", "other")).isInstanceOf(Repeats.Claim.Other.class);
            var second = new Repeats.Claim.Fresh("key2", "digest");
            repeats.claim("key2", "digest");
            repeats.answered(second, 202, new byte[0]);
            assertThat(repeats.claim("key2", "digest")).isInstanceOf(Repeats.Claim.Known.class);
        }
        now.set(HttpWorld.NOON.plus(Duration.ofHours(26)));
        try (var repeats = new Repeats(place, now::get)) {
            assertThat(repeats.claim("key", "digest")).isEqualTo(fresh);
            assertThat(repeats.files())
                    .noneMatch(file ->
                            file.toString().contains("T120000Z")
                                    && file.toString().contains("11-28"));
        }
    }
}
