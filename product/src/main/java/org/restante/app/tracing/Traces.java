package org.restante.app.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.restante.app.metrics.Exposition;
import org.restante.mail.event.EventJson;
import org.slf4j.LoggerFactory;

/// Tells a collector of traces what happened to mail. Whoever offers an event does not wait: when the collector is slower than the mail, or
/// away, events are left out here, and counted.
public final class Traces implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Traces.class);

    /// Some seconds of a server under load, and at most some ten megabytes.
    private static final int WAITING = 16_384;

    private static final int BATCH = 512;
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /// The library tells of failures by a log of its own; we tell of them in ours. Held, since loggers nobody holds forget their level.
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder leftOut = new LongAdder();
    private final SdkTracerProvider provider;
    private final MessageSpans spans;
    private final ToldExporter exporter;
    private final Thread thread;
    private volatile boolean closed;

    /// @param name of this server, as it greets
    /// @param version of this build
    public Traces(TraceSettings settings, String name, String version) {
        this(settings, name, version, exporter(settings));
    }

    Traces(TraceSettings settings, String name, String version, SpanExporter to) {
        LIBRARY.setLevel(Level.OFF);
        exporter = new ToldExporter(to, settings.place());
        var numbers = new SpanNumbers();
        provider =
                SdkTracerProvider.builder()
                        .setSampler(Sampler.alwaysOn())
                        .setIdGenerator(numbers)
                        .setResource(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"),
                                                "restante",
                                                AttributeKey.stringKey("service.version"),
                                                version,
                                                AttributeKey.stringKey("service.instance.id"),
                                                name)))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(exporter)
                                        .setMaxQueueSize(WAITING)
                                        .setMaxExportBatchSize(BATCH)
                                        .setScheduleDelay(EACH)
                                        .setExporterTimeout(ANSWER)
                                        .build())
                        .build();
        spans = new MessageSpans(provider.get("restante"), numbers, settings);
        thread = Thread.ofPlatform().name("traces").daemon().unstarted(this::run);
    }

    private static SpanExporter exporter(TraceSettings settings) {
        OtlpHttpSpanExporterBuilder builder =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint().toString())
                        .setCompression("gzip")
                        .setTimeout(ANSWER);
        settings.headers().forEach(builder::addHeader);
        return builder.build();
    }

    public void start() {
        thread.start();
    }

    /// One event, as its line. Never waits.
    public void offer(byte[] line) {
        if (!waiting.offer(line)) {
            leftOut.increment();
        }
    }

    private void run() {
        try {
            while (!closed || !waiting.isEmpty()) {
                var line = waiting.poll(EACH.toMillis(), TimeUnit.MILLISECONDS);
                if (line != null) {
                    tell(line);
                }
            }
        } catch (InterruptedException e) {
            // The server ends.
        }
    }

    private void tell(byte[] line) {
        try {
            spans.tell(EventJson.read(new String(line, StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            leftOut.increment();
            LOG.debug("no trace of an event: {}", e.getMessage());
        }
    }

    public void write(Exposition page) {
        page.counter("restante_traces_sent_total", "Spans that a collector took")
                .is(exporter.taken());
        page.counter(
                        "restante_traces_left_out_total",
                        "Events and spans no collector was told of, since it was away or slow")
                .is(leftOut.sum() + exporter.lost());
    }

    /// Tells what is left, for some seconds at most.
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(ANSWER);
        thread.interrupt();
        provider.shutdown().join(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
