package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.record.logs.LogFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante classify`: one reply a line in, one JSON object a line out, in order.
@Command(
        name = "classify",
        description = {
            "Read one SMTP reply a line from standard input and write one JSON object a line: what each means.",
            "In a line \\n is a line break of the reply and \\\\ a backslash. Every line gives exactly one object, in order."
        },
        sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--tsv",
            description = "Lines are MX_HOST<TAB>STAGE<TAB>REPLY; host and stage may be empty.")
    private boolean tsv;

    @Option(
            names = "--knowledge",
            paramLabel = "DIR",
            description = "A folder of rules of your own, asked before ours.")
    private @Nullable Path knowledge;

    @Option(
            names = "--no-cache",
            hidden = true,
            description = "Judge each reply afresh (for measuring).")
    private boolean forgetful;

    @Option(names = "--threads", hidden = true)
    private int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ClassifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var known = knowledge == null ? Knowledge.shipped() : Knowledge.with(knowledge);
        var input = LogFile.of("standard input", surroundings.in(), surroundings.clock().instant());
        new Classification(known, tsv, forgetful).run(input, surroundings.out(), threads);
        return Exit.DONE;
    }
}
