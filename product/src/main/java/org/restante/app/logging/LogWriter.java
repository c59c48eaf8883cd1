package org.restante.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Writes lines on a thread of its own, what has gathered together in one go. When more waits than [#MOST_WAITING], lines are left out;
/// warnings and errors wait a moment for room first.
final class LogWriter extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int MOST_WAITING = 8192;
    private static final int TOGETHER = 64 * 1024;
    private static final long PATIENCE_MILLIS = 200;
    private static final long GOODBYE_MILLIS = 5000;

    private final LogLine line;
    private final OutputStream out;
    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder leftOut = new LongAdder();
    private final Thread thread;
    private volatile boolean ending;

    LogWriter(LogLine line, OutputStream out) {
        this.line = line;
        this.out = out;
        thread = Thread.ofPlatform().name("log").daemon().unstarted(this::run);
    }

    @Override
    public void start() {
        super.start();
        thread.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!waiting.offer(event) && !waited(event)) {
            leftOut.increment();
        }
    }

    private boolean waited(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return false;
        }
        try {
            return waiting.offer(event, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        var gathered = new ByteArrayOutputStream(TOGETHER);
        while (true) {
            try {
                var first = waiting.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null && ending) {
                    return;
                }
                for (var next = first; next != null; next = waiting.poll()) {
                    gathered.writeBytes(line.of(next));
                    if (gathered.size() >= TOGETHER) {
                        write(gathered);
                    }
                }
                tellLeftOut(gathered);
                write(gathered);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void tellLeftOut(ByteArrayOutputStream gathered) {
        long missing = leftOut.sumThenReset();
        if (missing > 0) {
            gathered.writeBytes(
                    (missing + " log lines were left out: whoever reads them does not keep up\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(ByteArrayOutputStream gathered) {
        try {
            if (gathered.size() > 0) {
                gathered.writeTo(out);
                out.flush();
            }
        } catch (IOException e) {
            leftOut.increment();
        }
        gathered.reset();
    }

    /// What was said is written, if that takes no longer than a moment.
    @Override
    public void stop() {
        super.stop();
        ending = true;
        try {
            thread.join(GOODBYE_MILLIS);
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            addError("the log was not closed", e);
        }
    }
}
