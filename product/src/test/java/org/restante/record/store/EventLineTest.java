package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.journal.JournalPlace;

/// A line puts the same into the tables as the event that is made of it.
final class EventLineTest {
    private static final String CORE =
            "{\"v\":1,\"id\":\"01a22327-5403-7b80-a4d3-774eab6c45ba\",\"time\":\"2026-11-29T05:22:18.123Z\",\"type\":\"delivered\",\"origin\":\"restante\"";

    @TempDir private Path folder;

    private static byte[] line(Event event) {
        return EventJson.write(event).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWeWriteOurselvesIsPutIntoColumnsByItsPlaces() throws Exception {
        var events = new ArrayList<>(SomeEvents.of(new Random(11), 400));
        events.addAll(everything());
        for (var event : events) {
            assertThat(EventLine.of(line(event)).isPlain()).as(EventJson.write(event)).isTrue();
        }

        assertThat(tables("lines", events, true)).isEqualTo(tables("events", events, false));
    }

    @Test
    void amongTheExamplesIsAnEventWithAllThereIs() {
        assertThat(everything())
                .anySatisfy(event -> {
                    assertThat(event).hasNoNullFieldsOrProperties();
                    assertThat(event.attempt()).hasNoNullFieldsOrProperties();
                });
    }

    @Test
    void whatItSaysOfItselfIsWhatTheEventSays() {
        for (var event : everything()) {
            var line = EventLine.of(line(event));

            assertThat(new UUID(line.high(), line.low())).isEqualTo(event.id());
            assertThat(line.millis()).isEqualTo(event.time().toEpochMilli());
            assertThat(line.type()).isEqualTo(event.type());
            assertThat(line.isTried()).isEqualTo(event.attempt() != null);
            assertThat(line.event()).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"text\":\"a \\\"quoted\\\" word\"}",
                ",\"text\":\"caf\u00e9\"}",
                ",\"text\":\"\"}",
                ",\"text\":null}",
                ",\"new_key\":\"of a newer writer\"}",
                ",\"text\":\"ok\",\"queue_id\":\"in another order\"}",
                ",\"text\":\"one\",\"text\":\"two\"}",
                ",\"queue_id\":17}",
                ",\"counted\":\"true\"}",
                ",\"size\":1234567890123456789}",
                ", \"size\":1}",
                ",\"size\":1} ",
                ",\"queued_at\":\"2026-11-29T05:22:18Z\"}",
                ",\"more\":{\"deep\":[1]}}"
            })
    void whatIsWrittenOtherwiseIsReadAsJson(String rest) {
        var line = (CORE + rest).getBytes(StandardCharsets.UTF_8);

        assertThat(EventLine.of(line).isPlain()).isFalse();
        assertThat(EventLine.of(line).event()).isEqualTo(EventJson.read(CORE + rest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"v\":1}",
                CORE,
                CORE + ",\"size\":}",
                CORE + ",\"code\":12345678901}",
                CORE + ",\"queued_at\":\"2026-02-30T05:22:18.123Z\"}",
                CORE + ",\"undo_of\":\"01a22327-5403-7b80-a4d3-774eab6c45bx\"}",
            })
    void whatIsNoEventIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventLine.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anUnknownTypeIsNoEvent() {
        var text = CORE.replace("delivered", "delivert") + "}";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventLine.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Events of each type with each key, and with hardly any; times of queueing that the delay says and that it does not say.
    private static List<Event> everything() {
        var at = Instant.parse("2026-02-28T23:59:59.999Z");
        var events = new ArrayList<Event>();
        for (var type : EventType.values()) {
            events.add(Event.of(new UUID(7, events.size()), at, type, "restante").build());
            for (long delay : new long[] {0, 1_500, 90_000_000}) {
                var id = new UUID(-1L - events.size(), Long.MIN_VALUE);
                events.add(
                        Event.of(id, at.plusMillis(delay), type, "imported")
                                .messageId("<Q1@host.example>")
                                .queueId(delay == 0 ? "Q1" : "Q2")
                                .recipient("Ann@Example.org")
                                .recipientDomain("example.org")
                                .reversePath("b@example.com")
                                .fromDomain("example.com")
                                .dkimDomain("example.com")
                                .tenant("t")
                                .stream("s")
                                .campaign("c")
                                .provider("p")
                                .site("p.example")
                                .queuedAt(delay == 1_500 ? at.minusMillis(1) : at)
                                .size(0L)
                                .act("pause")
                                .actor("ann")
                                .reason("why")
                                .incidentId("i-1")
                                .until(at.plusSeconds(60))
                                .undoOf(new UUID(3, 4))
                                .traceparent("00-1-2-01")
                                .nextDue(at.plusSeconds(61))
                                .mxHost("mx.example")
                                .mxIp("192.0.2.1")
                                .source("s1")
                                .sourceIp("192.0.2.2")
                                .pool("bulk")
                                .ehlo("out.example")
                                .sessionId("x")
                                .stage(Stage.RCPT)
                                .trouble(Trouble.values()[0])
                                .code(450)
                                .status("4.2.0")
                                .text("450 4.2.0 later")
                                .cause("greylist")
                                .scope("recipient")
                                .permanence("temporary")
                                .rule("generic/1")
                                .number((int) (delay / 1_500) + 1)
                                .delayMs(delay)
                                .tookMs(delay + 20)
                                .tls("TLSv1.3")
                                .counted(delay == 0)
                                .replyUrl("https://example.org/")
                                .build());
            }
        }
        return events;
    }

    private Map<String, List<String>> tables(String name, List<Event> events, boolean areLines)
            throws Exception {
        var settings = StoreSettings.of(List.of(folder.resolve("none")), folder.resolve(name));
        try (var file = StoreFile.open(settings, told -> {})) {
            var ingest =
                    new Ingest(file, text -> new String(text, StandardCharsets.UTF_8).length());
            for (var event : events) {
                ingest.add(areLines ? EventLine.of(line(event)) : EventLine.of(event));
            }
            ingest.commit(Map.of("events", new JournalPlace(Instant.EPOCH, 1)), Instant.EPOCH);
            return Map.of(
                    "events",
                    rows(file, "SELECT * FROM events"),
                    "own",
                    rows(file, "SELECT * FROM event_rows"),
                    "outcomes",
                    rows(file, "SELECT * FROM outcomes"),
                    "counts",
                    rows(file, "SELECT * FROM hours_open"),
                    "index",
                    rows(file, "SELECT * FROM lookups_open"));
        }
    }

    private static List<String> rows(StoreFile file, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = file.connection().createStatement();
                var row = statement.executeQuery(sql + " ORDER BY ALL")) {
            while (row.next()) {
                var text = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(row.getString(i)).append('|');
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }
}
