package org.restante.app.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.SourceMap;

/// The sample log as events: as many as the analysis counts, the same each time.
final class LogImportTest {
    private static final Path SAMPLE =
            Path.of(System.getProperty("restante.root", ".."), "samples", "postfix.log");

    private static List<Event> imported() throws IOException {
        var events = new ArrayList<Event>();
        LogImport.run(
                Knowledge.shipped(),
                new LogImport.Request(
                        List.of(LogFile.of(SAMPLE)), null, ZoneOffset.UTC, SourceMap.NOTHING),
                line -> events.add(EventJson.read(line, 0, line.length)));
        return events;
    }

    @Test
    void theSameLogGivesTheSameEventsEachWithAnIdOfItsOwn() throws Exception {
        var events = imported();

        assertThat(events).isNotEmpty().isEqualTo(imported());
        assertThat(new HashSet<>(events.stream().map(Event::id).toList())).hasSameSizeAs(events);
    }

    @Test
    void itHasTheAttemptsThatTheAnalysisCounts() throws Exception {
        var totals =
                new LogAnalysis(Knowledge.shipped(), () -> Instant.parse("2026-11-28T12:00:00Z"))
                        .run(
                                new LogAnalysis.Request(
                                        List.of(LogFile.of(SAMPLE)),
                                        null,
                                        ZoneOffset.UTC,
                                        SourceMap.NOTHING,
                                        null,
                                        null,
                                        100,
                                        0,
                                        1,
                                        read -> {}))
                        .analysis()
                        .totals();

        var events = imported();

        assertThat(count(events, EventType.DELIVERED)).isEqualTo(totals.delivered());
        assertThat(count(events, EventType.DEFERRED)).isEqualTo(totals.deferred());
        assertThat(count(events, EventType.BOUNCED)).isEqualTo(totals.bounced());
    }

    @Test
    void whatAnEarlierLineToldOfTheMessageIsPutIn() throws Exception {
        var events = imported();

        assertThat(events.stream().filter(event -> event.type() == EventType.DEFERRED))
                .anySatisfy(event -> {
                    assertThat(event.messageId()).isNotNull();
                    assertThat(event.attempt()).isNotNull();
                    assertThat(Objects.requireNonNull(event.attempt()).cause()).isNotNull();
                });
    }

    private static long count(List<Event> events, EventType type) {
        return events.stream().filter(event -> event.type() == type).count();
    }

    @Test
    void whatAMapGivesByTheSenderHoldsForTheAttempts() throws Exception {
        var bySender =
                new SourceMap.Rule(
                        Map.of(Field.REVERSE_PATH, "*@a.test"),
                        Map.of(),
                        Map.of(Field.SOURCE, "news", Field.STREAM, "newsletter"));
        var byDefault = new SourceMap.Rule(Map.of(), Map.of(), Map.of(Field.SOURCE, "rest"));
        var log =
                """
                2026-11-20T09:00:00Z out postfix/qmgr[1]: AAAA1111: from=<news@a.test>, size=2000, nrcpt=1 (queue active)
                2026-11-20T09:00:01Z out postfix/smtp[2]: AAAA1111: to=<u@c.test>, relay=mx.c.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
                """;
        var events = new ArrayList<Event>();

        LogImport.run(
                Knowledge.shipped(),
                new LogImport.Request(
                        List.of(
                                LogFile.of(
                                        "made-up",
                                        new ByteArrayInputStream(log.getBytes(UTF_8)),
                                        Instant.parse("2026-11-20T12:00:00Z"))),
                        LogFormat.POSTFIX,
                        ZoneOffset.UTC,
                        new SourceMap(List.of(bySender, byDefault))),
                line -> events.add(EventJson.read(line, 0, line.length)));

        var delivered =
                events.stream()
                        .filter(e -> e.type() == EventType.DELIVERED)
                        .findFirst()
                        .orElseThrow();
        assertThat(delivered.stream()).isEqualTo("newsletter");
        assertThat(Objects.requireNonNull(delivered.attempt()).source()).isEqualTo("news");
    }
}
