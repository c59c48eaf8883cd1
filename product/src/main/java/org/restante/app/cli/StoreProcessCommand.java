package org.restante.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.restante.app.knowledge.Knowledge;
import org.restante.meaning.verdict.Judge;
import org.restante.record.store.StoreProcess;
import org.restante.record.store.StoreSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante store-process`: the store's process, as the server starts it. It speaks the server's language and no person's.
@Command(
        name = "store-process",
        hidden = true,
        description = "The store's process; the server starts it by itself.",
        sortOptions = false)
final class StoreProcessCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--journal", paramLabel = "DIR", required = true)
    private List<Path> journals = List.of();

    @Option(names = "--folder", paramLabel = "DIR", required = true)
    private Path folder = Path.of("");

    @Option(names = "--memory", paramLabel = "MEBIBYTES")
    private int memory = 512;

    @Option(names = "--threads", paramLabel = "N")
    private int threads = 2;

    @Option(names = "--kept-for", paramLabel = "PERIOD")
    private Duration keptFor = Duration.ofDays(90);

    @Option(names = "--counts-kept-for", paramLabel = "PERIOD")
    private Duration countsKeptFor = Duration.ofDays(400);

    StoreProcessCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var judge = new Judge(Knowledge.shipped().rules());
        try {
            StoreProcess.run(
                    new StoreSettings(journals, folder, memory, threads, keptFor, countsKeptFor),
                    text -> judge.templateHash(text, 0, text.length),
                    surroundings.clock(),
                    System::nanoTime,
                    new FileInputStream(FileDescriptor.in),
                    new FileOutputStream(FileDescriptor.out),
                    this::tell);
            return Exit.DONE;
        } catch (SQLException e) {
            tell(String.valueOf(e.getMessage()));
            return Exit.BUG;
        }
    }

    private void tell(String sentence) {
        surroundings.err().println(sentence);
        surroundings.err().flush();
    }
}
