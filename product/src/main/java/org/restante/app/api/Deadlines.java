package org.restante.app.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Ends what takes too long: a thread that is still at it when its time is over is interrupted, which closes the connection it reads from or
/// writes to. A client that sends an octet now and then is met by this; a timeout of single reads is not enough.
final class Deadlines implements AutoCloseable {
    private static final long EACH_MILLIS = 100;

    private final LongSupplier ticker;
    private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    Deadlines(LongSupplier ticker) {
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().name("http-deadlines").daemon().unstarted(this::run);
    }

    /// The time of what a thread does now.
    private record Wait(long end) {}

    /// Ends the time; whether it had been over.
    interface Span extends AutoCloseable {
        @Override
        void close();
    }

    void start() {
        thread.start();
    }

    /// From now on the current thread has so long, until the span is closed.
    Span within(Duration time) {
        var thread = Thread.currentThread();
        var wait = new Wait(ticker.getAsLong() + time.toNanos());
        var before = waits.put(thread, wait);
        return () -> {
            if (before == null) {
                waits.remove(thread, wait);
            } else {
                waits.replace(thread, wait, before);
            }
        };
    }

    /// The same until [#end].
    void begin(Duration time) {
        waits.put(Thread.currentThread(), new Wait(ticker.getAsLong() + time.toNanos()));
    }

    /// The current thread's time is not measured any more.
    void end() {
        waits.remove(Thread.currentThread());
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(EACH_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            look();
        }
    }

    private void look() {
        long now = ticker.getAsLong();
        waits.forEach((thread, wait) -> {
            if (!thread.isAlive()) {
                waits.remove(thread, wait);
            } else if (now - wait.end() >= 0 && waits.remove(thread, wait)) {
                thread.interrupt();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
