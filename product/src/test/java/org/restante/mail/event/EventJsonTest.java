package org.restante.mail.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.testing.Corpora;

final class EventJsonTest {
    private static final UUID ID = UUID.fromString("0190c0de-0000-8000-8000-000000000001");
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.5Z");

    @Test
    void anEventOfTheHeadAloneHasOnlyWhatIsKnown() {
        var event = Event.of(ID, TIME, EventType.RECEIVED, "postfix").queueId("").size(12L).build();
        assertThat(event.attempt()).isNull();
        assertThat(EventJson.write(event))
                .isEqualTo(
                        "{\"v\":1,\"id\":\"0190c0de-0000-8000-8000-000000000001\",\"time\":\"2026-11-20T10:00:00.500Z\","
                                + "\"type\":\"received\",\"origin\":\"postfix\",\"size\":12}");
    }

    @Test
    void aFullEventComesBackAsItWas() throws IOException {
        var event = full();
        var json = EventJson.write(event);
        assertThat(EventJson.read(json)).isEqualTo(event);
        var bytes = ("x" + json + "y").getBytes(StandardCharsets.UTF_8);
        assertThat(EventJson.read(bytes, 1, bytes.length - 1)).isEqualTo(event);
        assertThat(json)
                .doesNotContain("\n")
                .contains("\"text\":\"421-4.7.0 a\\n421 4.7.0 \\\"b\\\"\"");
        fits(json);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyTypeIsWrittenReadAndInTheSchema(EventType type) throws IOException {
        var event = Event.of(ID, TIME, type, "restante").build();
        var json = EventJson.write(event);
        assertThat(EventJson.read(json)).isEqualTo(event);
        assertThat(EventType.of(type.word())).contains(type);
        fits(json);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void everyStageIsWrittenAndRead(Stage stage) throws IOException {
        var json =
                EventJson.write(
                        Event.of(ID, TIME, EventType.DEFERRED, "exim").stage(stage).build());
        var attempt = EventJson.read(json).attempt();
        assertThat(attempt).isNotNull();
        assertThat(attempt.stage()).isEqualTo(stage);
        fits(json);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void everyTroubleIsWrittenAndRead(Trouble trouble) throws IOException {
        var json =
                EventJson.write(
                        Event.of(ID, TIME, EventType.DEFERRED, "exim").trouble(trouble).build());
        var attempt = EventJson.read(json).attempt();
        assertThat(attempt).isNotNull();
        assertThat(attempt.trouble()).isEqualTo(trouble);
        fits(json);
    }

    @Test
    void keysOfANewerWriterAreOverlooked() {
        var event =
                EventJson.read(
                        "{\"v\":2,\"new\":{\"a\":[1,{\"time\":\"x\"}]},\"id\":\"0190c0de-0000-8000-8000-000000000001\",\"other\":7,"
                                + "\"time\":\"2026-11-20T10:00:00.500Z\",\"type\":\"deferred\",\"origin\":\"a\",\"recipient\":null,\"code\":421}");
        assertThat(event.recipient()).isNull();
        var attempt = event.attempt();
        assertThat(attempt).isNotNull();
        assertThat(attempt.code()).isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | has a field 'id'",
                "[] | is a JSON object",
                "{\"id\": | no JSON",
                "hello | no JSON",
                "{\"id\":\"x\",\"time\":\"2026-11-20T10:00:00Z\",\"type\":\"deferred\",\"origin\":\"a\"} | field 'id' is 'x'",
                "{\"id\":\"0190c0de-0000-8000-8000-000000000001\",\"time\":\"then\",\"type\":\"deferred\",\"origin\":\"a\"} | field 'time' is 'then'",
                "{\"id\":\"0190c0de-0000-8000-8000-000000000001\",\"time\":\"2026-11-20T10:00:00Z\",\"type\":\"lost\",\"origin\":\"a\"} | field 'type' is 'lost'",
                "{\"id\":\"0190c0de-0000-8000-8000-000000000001\",\"time\":\"2026-11-20T10:00:00Z\",\"type\":\"deferred\"} | has a field 'origin'",
                "{\"code\":\"421\"} | field 'code' is no whole number",
                "{\"code\":99999999999999} | field 'code' is 99999999999999",
                "{\"queued_at\":\"x\"} | field 'queued_at' is no time",
                "{\"undo_of\":\"x\"} | field 'undo_of' is no UUID",
            })
    void whatIsNoEventIsRefusedWithTheReason(String line, String reason) {
        assertThatThrownBy(() -> EventJson.read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void nonsenseIsNotMade() {
        var builder = Event.of(ID, TIME, EventType.DEFERRED, "a").code(42);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
        var zeroth = Event.of(ID, TIME, EventType.DEFERRED, "a").number(0);
        assertThatThrownBy(zeroth::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameLineImportedTwiceHasTheSameName() {
        var line = "xNov 20 a b: c".getBytes(StandardCharsets.UTF_8);
        var id = EventId.imported("postfix", "mx1", line, 1, line.length, 0);
        assertThat(EventId.imported("postfix", "mx1", line, 1, line.length, 0)).isEqualTo(id);
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(EventId.imported("postfix", "mx1", line, 1, line.length, 1)).isNotEqualTo(id);
        assertThat(EventId.imported("postfix", "mx2", line, 1, line.length, 0)).isNotEqualTo(id);
        assertThat(EventId.imported("exim", "mx1", line, 1, line.length, 0)).isNotEqualTo(id);
        assertThat(EventId.imported("postfix", "mx1", line, 2, line.length, 0)).isNotEqualTo(id);
    }

    @Test
    void onlyTriesCountAsAttempts() {
        assertThat(EventType.values())
                .filteredOn(EventType::isAttempt)
                .containsExactly(EventType.DELIVERED, EventType.DEFERRED, EventType.BOUNCED);
    }

    private static void fits(String json) throws IOException {
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root().resolve("docs/schemas/event.schema.json")),
                                InputFormat.JSON);
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    }

    private static Event full() {
        return Event.of(ID, TIME, EventType.DEFERRED, "restante")
                .messageId("<1@x.test>")
                .queueId("q")
                .recipient("Ann@X.test")
                .recipientDomain("x.test")
                .reversePath("b@s.test")
                .fromDomain("s.test")
                .dkimDomain("s.test")
                .tenant("t")
                .stream("s")
                .campaign("c")
                .provider("gmail")
                .site("gmail")
                .queuedAt(TIME.minusSeconds(60))
                .size(1234L)
                .actor("ops")
                .reason("because")
                .incidentId("i1")
                .until(TIME.plusSeconds(60))
                .undoOf(ID)
                .traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .nextDue(TIME.plusSeconds(900))
                .mxHost("mx.x.test")
                .mxIp("203.0.113.1")
                .source("mta1")
                .sourceIp("198.51.100.1")
                .pool("bulk")
                .ehlo("mta1.s.test")
                .sessionId("z")
                .stage(Stage.RCPT)
                .trouble(Trouble.TLS)
                .code(421)
                .status("4.7.0")
                .text("421-4.7.0 a\n421 4.7.0 \"b\"")
                .cause("reputation")
                .scope("source")
                .permanence("temporary")
                .rule("gmail/low")
                .number(2)
                .delayMs(60_000L)
                .tookMs(1_500L)
                .tls("TLSv1.3")
                .counted(false)
                .replyUrl("https://x.test/")
                .build();
    }
}
