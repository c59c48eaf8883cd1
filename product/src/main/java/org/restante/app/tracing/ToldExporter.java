package org.restante.app.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once that a collector takes nothing, and once that it takes spans again; counts both.
final class ToldExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    private final SpanExporter to;
    private final String where;
    private final LongAdder taken = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final AtomicBoolean fails = new AtomicBoolean();

    /// @param where it goes, for people
    ToldExporter(SpanExporter to, String where) {
        this.to = to;
        this.where = where;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        var result = to.export(spans);
        result.whenComplete(() -> ended(result.isSuccess(), count));
        return result;
    }

    private void ended(boolean isTaken, int count) {
        (isTaken ? taken : lost).add(count);
        if (fails.getAndSet(!isTaken) != !isTaken) {
            if (isTaken) {
                LOG.info("the collector at {} takes traces again", where);
            } else {
                LOG.warn(
                        "the collector at {} takes no traces; what it is not told of is lost",
                        where);
            }
        }
    }

    long taken() {
        return taken.sum();
    }

    long lost() {
        return lost.sum();
    }

    @Override
    public CompletableResultCode flush() {
        return to.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return to.shutdown();
    }
}
