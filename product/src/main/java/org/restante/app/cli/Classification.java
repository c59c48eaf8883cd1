package org.restante.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.restante.app.knowledge.Knowledge;
import org.restante.record.logs.Block;
import org.restante.record.logs.LogBlocks;
import org.restante.record.logs.LogFile;

/// Classifies lines on several threads and writes the answers in the order of the lines.
final class Classification {
    private final Knowledge knowledge;
    private final boolean tsv;
    private final boolean forgetful;
    private final Map<Long, byte[]> ready = new HashMap<>();
    private long next;
    private boolean writing;

    Classification(Knowledge knowledge, boolean tsv, boolean forgetful) {
        this.knowledge = knowledge;
        this.tsv = tsv;
        this.forgetful = forgetful;
    }

    void run(LogFile input, OutputStream out, int threads) throws IOException {
        try (var blocks = new LogBlocks(List.of(input));
                var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running =
                    IntStream.range(0, threads)
                            .<Future<?>>mapToObj(i ->
                                    pool.submit(() -> {
                                        work(blocks, out);
                                        return null;
                                    }))
                            .toList();
            for (var one : running) {
                await(one);
            }
        }
        out.flush();
    }

    private static void await(Future<?> one) throws IOException {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("classifying was interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IOException(e.getCause());
            }
        }
    }

    private void work(LogBlocks blocks, OutputStream out) throws IOException {
        var lines = new ReplyLines(knowledge, tsv, forgetful);
        Block block = blocks.newBlock();
        while (blocks.next(block)) {
            var answers = lines.classify(block.bytes(), block.length());
            deliver(block.number(), Arrays.copyOf(answers.bytes(), answers.length()), out);
        }
    }

    /// Whoever brings the block that is next in order writes it and all that wait behind it.
    private void deliver(long number, byte[] answers, OutputStream out) throws IOException {
        synchronized (ready) {
            ready.put(number, answers);
            if (writing) {
                return;
            }
            writing = true;
        }
        while (true) {
            byte[] turn;
            synchronized (ready) {
                turn = ready.remove(next);
                if (turn == null) {
                    writing = false;
                    return;
                }
                next++;
            }
            out.write(turn);
            out.flush();
        }
    }
}
