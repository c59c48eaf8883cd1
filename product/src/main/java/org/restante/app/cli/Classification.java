package org.restante.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.restante.app.knowledge.Knowledge;
import org.restante.record.logs.Block;
import org.restante.record.logs.InTurn;
import org.restante.record.logs.LogBlocks;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.SideBySide;

/// Classifies lines on several threads and writes the answers in the order of the lines.
final class Classification {
    private final Knowledge knowledge;
    private final boolean tsv;
    private final boolean forgetful;

    Classification(Knowledge knowledge, boolean tsv, boolean forgetful) {
        this.knowledge = knowledge;
        this.tsv = tsv;
        this.forgetful = forgetful;
    }

    void run(LogFile input, OutputStream out, int threads) throws IOException {
        try (var blocks = new LogBlocks(List.of(input))) {
            var answers =
                    new InTurn<byte[]>(
                            threads,
                            turn -> {
                                out.write(turn);
                                out.flush();
                            });
            SideBySide.run(threads, () -> answers.during(() -> work(blocks, answers)));
        }
        out.flush();
    }

    private void work(LogBlocks blocks, InTurn<byte[]> ready) throws IOException {
        var lines = new ReplyLines(knowledge, tsv, forgetful);
        Block block = blocks.newBlock();
        while (blocks.next(block)) {
            var answers = lines.classify(block.bytes(), block.length());
            ready.bring(block.number(), Arrays.copyOf(answers.bytes(), answers.length()));
        }
    }
}
