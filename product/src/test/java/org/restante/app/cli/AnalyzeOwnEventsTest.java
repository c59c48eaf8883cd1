package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `restante analyze` of our own events.
final class AnalyzeOwnEventsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T11:00:00Z");

    @TempDir private Path folder;
    private final List<String> lines = new ArrayList<>();

    private Event.Builder event(EventType type) {
        int number = lines.size();
        return Event.of(new UUID(0x7000L, number), NOON.plusSeconds(number), type, "restante")
                .queueId(new UUID(7, number).toString())
                .recipient("r" + number + "@a.example")
                .recipientDomain("a.example")
                .reversePath("news@shop.example")
                .stream("news")
                .source("m1")
                .ehlo("m1.shop.example")
                .number(1)
                .delayMs(1_000L)
                .counted(true);
    }

    private void add(Event.Builder event) {
        lines.add(EventJson.write(event.build()));
    }

    private JsonNode analysis() throws IOException {
        var log = folder.resolve("events.jsonl");
        Files.write(log, lines);
        var run = CommandRun.of("", "analyze", "--json", log.toString());
        assertThat(run.exit()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    @Test
    void aSourceIsOneWhetherItsAddressWasUsedOrNot() throws IOException {
        for (int i = 0; i < 10; i++) {
            add(
                    event(EventType.DELIVERED)
                            .mxHost("mx.a.example")
                            .mxIp("192.0.2.1")
                            .sourceIp("198.51.100.1")
                            .code(250)
                            .text("2.0.0 ok"));
            add(
                    event(EventType.BOUNCED)
                            .stage(Stage.CONNECT)
                            .trouble(Trouble.DNS)
                            .cause("no-such-user")
                            .text("The domain a.example does not exist."));
        }

        var sources = analysis().get("by_source");

        assertThat(sources).hasSize(1);
        assertThat(sources.get(0).get("key").asString()).isEqualTo("m1");
        assertThat(sources.get(0).get("attempts").asInt()).isEqualTo(20);
    }

    @Test
    void ourOwnNoticesAreLeftOut() throws IOException {
        add(event(EventType.DELIVERED).code(250).text("ok"));
        add(event(EventType.RECEIVED).stream("(notices)"));
        add(event(EventType.BOUNCED).stream("(notices)").stage(Stage.RCPT).code(550).text("no"));

        var totals = analysis().get("totals");

        assertThat(totals.get("attempts").asInt()).isEqualTo(1);
        assertThat(totals.get("bounced").asInt()).isZero();
    }
}
