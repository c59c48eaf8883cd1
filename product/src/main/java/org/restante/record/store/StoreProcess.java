package org.restante.record.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.restante.record.store.Wire.Ask;

/// The store's own process: takes the journal in, and answers what is asked by its standard input. It ends when that ends, so it never
/// outlives the server; what fails ends it too, and it is started anew.
public final class StoreProcess {
    /// Each takes memory of its own.
    private static final int ASKED_AT_ONCE = 3;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final LongSupplier ticker;
    private final Consumer<String> told;
    private final ScheduledExecutorService bounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("bounds").daemon().factory());

    private StoreProcess(
            InputStream in, OutputStream out, LongSupplier ticker, Consumer<String> told) {
        this.ticker = ticker;
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        this.told = told;
    }

    /// Runs until the input ends.
    ///
    /// @param ticker nanoseconds, monotonic
    /// @param told hears, in a sentence, of what goes wrong
    public static void run(
            StoreSettings settings,
            Likeness likeness,
            InstantSource clock,
            LongSupplier ticker,
            InputStream in,
            OutputStream out,
            Consumer<String> told)
            throws IOException, SQLException, InterruptedException {
        var process = new StoreProcess(in, out, ticker, told);
        sweep(settings);
        try (var file = StoreFile.open(settings, told)) {
            var workers = new Workers(settings.threads(), file::threads, ticker);
            var following = new Following(settings, file, likeness, workers, clock, ticker, told);
            var asking = new Asking(file, settings, following::caughtUp, following::unreadable);
            Thread.ofPlatform()
                    .name("questions")
                    .daemon()
                    .start(() -> {
                        process.listen(asking, workers);
                        following.stop();
                    });
            following.run();
        } finally {
            process.bounds.shutdownNow();
        }
    }

    /// What a process that was killed has left: its native library, and what did not fit in memory.
    private static void sweep(StoreSettings settings) throws IOException {
        Files.createDirectories(settings.scratch());
        try (var left = Files.newDirectoryStream(settings.scratch())) {
            for (var one : left) {
                if (Files.isRegularFile(one)) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    /// Takes away what is there, so that the next start makes it anew from the journal. Not while a process has it open.
    public static void forget(StoreSettings settings) throws IOException {
        var name = settings.file().getFileName();
        for (var end : new String[] {"", ".wal", ".unusable"}) {
            Files.deleteIfExists(settings.file().resolveSibling(name + end));
        }
    }

    private void listen(Asking asking, Workers workers) {
        try (var turns =
                new Turns(
                        ASKED_AT_ONCE,
                        (ask, deadline) -> found(asking, workers, ask, deadline),
                        this::tell)) {
            for (var frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
                var ask = Wire.asked(frame);
                var time = Duration.ofMillis(ask.boundMillis());
                turns.take(ask, Deadline.in(bounds, ticker, time));
            }
        } catch (IOException | RuntimeException e) {
            told.accept("the server's questions cannot be read: " + e.getMessage());
        }
    }

    private void tell(byte[] answer) {
        try {
            Frames.write(out, answer);
        } catch (IOException e) {
            told.accept("an answer cannot be given: " + e.getMessage());
        }
    }

    private static byte[] found(Asking asking, Workers workers, Ask ask, Deadline deadline) {
        try (var _ = workers.asked(ask.question())) {
            return Wire.answer(ask.number(), asking.answer(ask.question(), deadline));
        } catch (SQLException e) {
            return Wire.trouble(
                    ask.number(),
                    deadline.isOver()
                            ? "the question took more than "
                                    + ask.boundMillis()
                                    + " ms; a shorter time, or fewer rows, would be right"
                            : "the store could not answer: " + StoreFile.firstLine(e));
        } catch (RuntimeException e) {
            return Wire.trouble(ask.number(), "the store could not answer: " + e.getMessage());
        }
    }
}
