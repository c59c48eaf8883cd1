package org.restante.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.restante.app.metrics.Exposition;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;

final class TracesTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final UUID MESSAGE = UUID.fromString("01a22669-01eb-707e-ab6f-6a9d2cf3870b");
    private static final String TRACE = "01a2266901eb707eab6f6a9d2cf3870b";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9/v1/traces");

    private final List<SpanData> told = new CopyOnWriteArrayList<>();
    private boolean isAway;

    private final SpanExporter collector =
            new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    told.addAll(spans);
                    return isAway
                            ? CompletableResultCode.ofFailure()
                            : CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            };

    private static TraceSettings settings(double share, boolean recipients) {
        return new TraceSettings(NOWHERE, Map.of(), share, recipients);
    }

    private static byte[] line(Event.Builder event) {
        return EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8);
    }

    private static Event.Builder event(EventType type, UUID message, Instant at) {
        return Event.of(UUID.randomUUID(), at, type, "restante")
                .queueId(message.toString())
                .tenant("shop");
    }

    private static Event.Builder attempt(EventType type, String recipient, Instant at, int number) {
        return event(type, MESSAGE, at)
                .recipient(recipient)
                .recipientDomain("example.org")
                .provider("gmail")
                .stage(Stage.CONTENT)
                .mxHost("mx.example.org")
                .number(number)
                .delayMs(Duration.between(NOON, at).toMillis());
    }

    /// What comes of these events once the server has stopped.
    private Map<String, SpanData> spans(TraceSettings settings, byte[]... lines) throws Exception {
        var traces = new Traces(settings, "us.test", "1", collector);
        traces.start();
        for (var line : lines) {
            traces.offer(line);
        }
        traces.close();
        var page = new Exposition();
        traces.write(page);
        assertThat(page.toString())
                .contains(
                        "restante_traces_"
                                + (isAway ? "left_out" : "sent")
                                + "_total "
                                + told.size());
        var byName = new HashMap<String, SpanData>();
        told.forEach(span -> byName.put(span.getName(), span));
        return byName;
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    @Test
    void aMessageIsATraceThatHasItsIdAndItsAttemptsLieBelowItsRecipients() throws Exception {
        var spans =
                spans(
                        settings(1, false),
                        line(event(EventType.RECEIVED, MESSAGE, NOON).size(4_000L)),
                        line(
                                attempt(
                                                EventType.DEFERRED,
                                                "ann@example.org",
                                                NOON.plusSeconds(2),
                                                1)
                                        .code(450)
                                        .text("4.2.0 greylisted")
                                        .cause("greylist")),
                        line(
                                attempt(
                                                EventType.DELIVERED,
                                                "Ann@example.org",
                                                NOON.plusSeconds(600),
                                                2)
                                        .code(250)
                                        .text("2.0.0 OK")));

        assertThat(told).hasSize(4).allMatch(span -> span.getTraceId().equals(TRACE));
        var message = told.get(0);
        assertThat(message.getName()).isEqualTo("message");
        assertThat(message.getParentSpanContext().isValid()).isFalse();
        var refused = told.get(1);
        assertThat(refused.getName()).isEqualTo("attempt gmail");
        assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(refused, "error.type")).isEqualTo("greylist");
        assertThat(text(refused, "smtp.reply.text")).isEqualTo("4.2.0 greylisted");
        assertThat(refused.getAttributes().get(AttributeKey.longKey("smtp.reply.code")))
                .isEqualTo(450);
        assertThat(text(refused, "restante.recipient")).isNull();
        assertThat(text(refused, "restante.recipient.domain")).isEqualTo("example.org");
        var taken = told.get(2);
        assertThat(taken.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        var recipient = spans.get("delivered");
        assertThat(recipient.getParentSpanId()).isEqualTo(message.getSpanId());
        assertThat(List.of(refused.getParentSpanId(), taken.getParentSpanId()))
                .containsOnly(recipient.getSpanId());
        assertThat(recipient.getStartEpochNanos()).isEqualTo(NOON.getEpochSecond() * 1_000_000_000);
        assertThat(recipient.getEndEpochNanos() - recipient.getStartEpochNanos())
                .isEqualTo(600_000_000_000L);
        assertThat(told.stream().map(SpanData::getSpanId)).doesNotHaveDuplicates();
    }

    @Test
    void aMessageThatJoinedItsSubmittersTraceLiesBelowTheSpanThatAskedForIt() throws Exception {
        var asked = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var spans =
                spans(
                        settings(0.000_001, false),
                        line(event(EventType.RECEIVED, MESSAGE, NOON).traceparent(asked)),
                        line(
                                attempt(
                                                EventType.DELIVERED,
                                                "ann@example.org",
                                                NOON.plusSeconds(9),
                                                1)
                                        .tookMs(1_500L)
                                        .traceparent(asked)));

        assertThat(told)
                .hasSize(3)
                .allMatch(span -> span.getTraceId().equals("4bf92f3577b34da6a3ce929d0e0e4736"));
        var message = spans.get("message");
        assertThat(message.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(spans.get("delivered").getParentSpanId()).isEqualTo(message.getSpanId());
        var attempt = spans.get("attempt gmail");
        assertThat(attempt.getParentSpanId()).isEqualTo(spans.get("delivered").getSpanId());
        assertThat(attempt.getEndEpochNanos() - attempt.getStartEpochNanos())
                .as("from its begin")
                .isEqualTo(1_500_000_000L);
    }

    @Test
    void aTraceThatItsSubmitterDoesNotKeepIsNotKeptHere() throws Exception {
        spans(
                settings(1, false),
                line(
                        event(EventType.RECEIVED, MESSAGE, NOON)
                                .traceparent(
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")));

        assertThat(told).isEmpty();
    }

    @Test
    void whoIsGivenUpAndWhoComplainsAreErrorsAndAddressesAreToldWhenWanted() throws Exception {
        var spans =
                spans(
                        settings(1, true),
                        line(
                                event(EventType.EXPIRED, MESSAGE, NOON.plusSeconds(9))
                                        .recipient("bob@example.org")
                                        .queuedAt(NOON)),
                        line(
                                event(EventType.COMPLAINED, MESSAGE, NOON.plusSeconds(99))
                                        .recipient("ann@example.org")));

        assertThat(text(spans.get("expired"), "restante.recipient")).isEqualTo("bob@example.org");
        assertThat(spans.get("expired").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.get("complained").getParentSpanId())
                .isEqualTo(SpanNumbers.recipient(MESSAGE, "ann@example.org"));
    }

    @Test
    void aMessageIsTracedWholeOrNotAtAllInTheShareWanted() throws Exception {
        var lines = new ArrayList<byte[]>();
        for (int i = 0; i < 2_000; i++) {
            // As the server makes them: the time first, then what is drawn.
            var id =
                    new UUID(
                            0x019ac3f000007000L + ((long) i << 16),
                            UUID.randomUUID().getLeastSignificantBits());
            lines.add(line(event(EventType.RECEIVED, id, NOON)));
            lines.add(line(event(EventType.EXPIRED, id, NOON).recipient("a@b.test")));
        }

        spans(settings(0.25, false), lines.toArray(byte[][]::new));

        var messages = told.stream().filter(span -> span.getName().equals("message")).toList();
        assertThat(messages).hasSizeBetween(400, 600);
        assertThat(told).hasSize(2 * messages.size());
    }

    @Test
    void otherThingsAndOtherServersMessagesHaveNoTrace() throws Exception {
        spans(
                settings(1, false),
                line(Event.of(UUID.randomUUID(), NOON, EventType.ACTION, "restante").act("hold")),
                line(
                        Event.of(UUID.randomUUID(), NOON, EventType.DELIVERED, "postfix")
                                .queueId("4F9D81A0B")
                                .recipient("a@b.test")),
                "no event".getBytes(StandardCharsets.UTF_8));

        assertThat(told).isEmpty();
    }

    @Test
    void aCollectorThatTakesNothingIsCounted() throws Exception {
        isAway = true;

        spans(settings(1, false), line(event(EventType.RECEIVED, MESSAGE, NOON)));

        assertThat(told).hasSize(1);
    }

    /// The real exporter, to a collector's door.
    @Test
    void aCollectorIsToldByHttpWithTheHeadersThatWereWritten() throws Exception {
        var bodies = new CopyOnWriteArrayList<byte[]>();
        var headers = new CopyOnWriteArrayList<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/traces",
                exchange -> {
                    headers.add(
                            exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type"));
                    bodies.add(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        try {
            var there =
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
            var traces =
                    new Traces(
                            new TraceSettings(there, Map.of("authorization", "Bearer x"), 1, false),
                            "us.test",
                            "1");
            traces.start();
            traces.offer(line(event(EventType.RECEIVED, MESSAGE, NOON)));
            traces.close();

            assertThat(headers).containsExactly("Bearer x application/x-protobuf");
            var octets =
                    new GZIPInputStream(new ByteArrayInputStream(bodies.getFirst())).readAllBytes();
            assertThat(new String(octets, StandardCharsets.ISO_8859_1))
                    .contains("restante", "us.test", "message", "shop");
            var page = new Exposition();
            traces.write(page);
            assertThat(page.toString()).contains("restante_traces_sent_total 1\n");
        } finally {
            server.stop(0);
        }
    }
}
