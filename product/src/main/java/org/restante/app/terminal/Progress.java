package org.restante.app.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.restante.app.page.Figures;

/// A bar on standard error that tells how far the reading has come. It is only drawn when the caller says that someone is
/// there to see it, and leaves no trace when it is closed. Any thread may tell it of bytes.
public final class Progress implements AutoCloseable {
    private static final long REDRAW = Duration.ofMillis(100).toNanos();
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();
    private static final int BAR = 28;

    private final PrintStream out;
    private final boolean seen;
    private final boolean unicode;
    private final long total;
    private final LongSupplier ticker;
    private final long start;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong drawn;
    private final ReentrantLock drawing = new ReentrantLock();
    private int width;

    private Progress(
            PrintStream out, boolean seen, boolean unicode, long total, LongSupplier ticker) {
        this.out = out;
        this.seen = seen;
        this.unicode = unicode;
        this.total = total;
        this.ticker = ticker;
        this.start = ticker.getAsLong();
        this.drawn = new AtomicLong(start + PATIENCE - REDRAW);
    }

    /// A bar for so many bytes, less than 1 when nobody knows how many; `ticker` counts nanoseconds. Nothing is drawn in the
    /// first half second: what is quick needs no bar.
    public static Progress on(
            PrintStream out, boolean terminal, boolean unicode, long total, LongSupplier ticker) {
        return new Progress(out, terminal, unicode, total, ticker);
    }

    /// One that is never seen.
    public static Progress none() {
        return new Progress(System.err, false, false, 0, () -> 0);
    }

    /// So many bytes more are read.
    public void add(long bytes) {
        long now = done.addAndGet(bytes);
        if (!seen) {
            return;
        }
        long time = ticker.getAsLong();
        long last = drawn.get();
        if (time - last >= REDRAW && drawn.compareAndSet(last, time)) {
            draw(line(now, time - start));
        }
    }

    private void draw(String line) {
        drawing.lock();
        try {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } finally {
            drawing.unlock();
        }
    }

    /// `[██████░░░░] 43 %  412 MiB of 960 MiB  580 MiB/s  1 s left`.
    String line(long bytes, long nanos) {
        double seconds = Math.max(nanos, 1) / 1e9;
        var rate = Figures.bytes((long) (bytes / seconds)) + "/s";
        if (total < 1) {
            return Figures.bytes(bytes) + "  " + rate;
        }
        double share = Math.min(1, (double) bytes / total);
        long left = Math.round(seconds / Math.max(share, 1e-9) * (1 - share));
        return String.format(
                Locale.ROOT,
                "[%s] %3d %%  %s of %s  %s  %s left",
                bar(share),
                (int) (share * 100),
                Figures.bytes(bytes),
                Figures.bytes(total),
                rate,
                left < 1 ? "less than 1 s" : Figures.duration(Duration.ofSeconds(left)));
    }

    private String bar(double share) {
        int filled = (int) (share * BAR);
        return (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : ".").repeat(BAR - filled);
    }

    /// Wipes the bar away.
    @Override
    public void close() {
        if (seen && width > 0) {
            draw("");
            out.print("\r");
            out.flush();
        }
    }
}
