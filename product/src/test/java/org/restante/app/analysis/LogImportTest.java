package org.restante.app.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.logs.LogFile;
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
}
