package org.restante.record.report;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.InTurn;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogBlocks;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.SideBySide;

/// Reads logs from end to end: blocks are read and understood side by side, and counted in the order of the input.
public final class LogReading {
    /// A reader for one of the files; each thread asks for its own.
    @FunctionalInterface
    public interface Readers {
        LineReader reader(int file, LogFile log, byte[] firstBlock, int length);
    }

    /// What to read and how.
    ///
    /// @param since rows before it describe but are not counted; null for all
    /// @param until rows after it are not counted; null for all
    /// @param inOrder whether the files follow each other in time, so that a minute is complete soon after it ended
    /// @param progress is told the bytes read so far
    public record Request(
            List<LogFile> files,
            Readers readers,
            Supplier<Meaning> meaning,
            Places places,
            AttemptListener listener,
            @Nullable Instant since,
            @Nullable Instant until,
            boolean inOrder,
            int threads,
            LongConsumer progress) {}

    private static final int LAG_MINUTES = 5;

    private final Request request;
    private final Dictionaries names;
    private final Ledger ledger;
    private final InTurn<RowBatch> ready;
    private final List<RowBatch> spare = new ArrayList<>();

    private LogReading(Request request) {
        this.request = request;
        ready = new InTurn<>(request.threads(), this::count);
        names = new Dictionaries(request.places());
        ledger =
                new Ledger(
                        names,
                        millis(request.since(), Long.MIN_VALUE),
                        millis(request.until(), Long.MAX_VALUE),
                        request.listener(),
                        request.inOrder() ? LAG_MINUTES : Integer.MAX_VALUE / 2);
    }

    private static long millis(@Nullable Instant instant, long otherwise) {
        return instant == null ? otherwise : instant.toEpochMilli();
    }

    /// Reads everything; what was counted is told by the [LogSummary].
    public static LogSummary read(Request request) throws IOException {
        var reading = new LogReading(request);
        try (var blocks = new LogBlocks(request.files())) {
            SideBySide.run(
                    request.threads(), () -> reading.ready.during(() -> reading.work(blocks)));
            reading.ledger.finish();
            return reading.summary(blocks);
        }
    }

    private LogSummary summary(LogBlocks blocks) {
        var caveats =
                new Caveats(
                        ledger.order.stepsBack(),
                        ledger.order.furthestBack(),
                        blocks.linesCut(),
                        blocks.damage(),
                        request.since(),
                        request.until());
        return new LogSummary(ledger, request.files(), blocks.bytesRead(), caveats);
    }

    private void work(LogBlocks blocks) throws IOException {
        var intake =
                new Intake(
                        names,
                        request.meaning().get(),
                        request.since() == null && request.until() == null);
        var readers = new HashMap<Integer, LineReader>();
        var block = blocks.newBlock();
        while (blocks.next(block)) {
            var reader = readers.computeIfAbsent(block.file(), file -> reader(file, blocks));
            var batch = spare();
            intake.read(block, reader, request.files().get(block.file()), batch);
            ready.bring(batch.number, batch);
            request.progress().accept(blocks.bytesRead());
        }
    }

    private LineReader reader(int file, LogBlocks blocks) {
        var head = blocks.head(file);
        return request.readers().reader(file, request.files().get(file), head, head.length);
    }

    private RowBatch spare() {
        synchronized (spare) {
            return spare.isEmpty() ? new RowBatch() : spare.removeLast();
        }
    }

    private void count(RowBatch batch) {
        ledger.take(batch);
        synchronized (spare) {
            spare.add(batch);
        }
    }
}
