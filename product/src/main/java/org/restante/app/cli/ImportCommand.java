package org.restante.app.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.LogImport;
import org.restante.record.journal.FileJournal;
import org.restante.record.journal.JournalSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante import`: other servers' logs, as events in a journal of their own beside the server's. The store of a server with that data folder
/// takes them in by itself, whether it runs now or later.
@Command(
        name = "import",
        description = {
            "Take the logs of other servers into the store, for 'restante report' and 'restante messages'.",
            "The same log again changes nothing."
        },
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    private static final String USUAL = "/var/lib/restante";
    private static final int SYNC_EACH = 50_000;

    /// As the server's own, without a bound of size: who imports a log wants it whole.
    private static final JournalSettings SETTINGS =
            new JournalSettings(
                    64L << 20, Duration.ofDays(1), 1L << 40, Duration.ofDays(90), Optional.empty());

    private final Surroundings surroundings;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Plain, .gz or .zst; '-' for standard input.")
    private List<String> names = List.of();

    @Mixin private LogOptions logs = new LogOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data folder; else RESTANTE_DATA, else " + USUAL + ".")
    private @Nullable Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var files = LogOptions.files(names, surroundings);
        var request =
                new LogImport.Request(files, logs.format(), logs.zone(surroundings), logs.map());
        var folder = folder();
        Files.createDirectories(folder);
        try (var channel =
                        FileChannel.open(
                                folder.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock == null) {
                throw new InputError(folder + ": another import is under way");
            }
            tell(take(request, folder));
        }
        return Exit.DONE;
    }

    private Path folder() {
        var environment = surroundings.environment();
        var root = data != null ? data : Path.of(environment.getOrDefault("RESTANTE_DATA", USUAL));
        return root.resolve("imported");
    }

    private LogImport.Result take(LogImport.Request request, Path folder) throws IOException {
        try (var journal = new FileJournal(folder, SETTINGS, surroundings.clock())) {
            var count = new int[1];
            return LogImport.run(
                    logs.knowledge(),
                    request,
                    line -> {
                        journal.append(line);
                        if (++count[0] % SYNC_EACH == 0) {
                            journal.sync();
                        }
                    });
        }
    }

    private void tell(LogImport.Result result) {
        var out = surroundings.out();
        out.println(
                Columns.count(result.events(), "event")
                        + " of "
                        + Columns.count(result.lines(), "line")
                        + (result.from() == null || result.to() == null
                                ? ""
                                : " from "
                                        + Columns.time(result.from().toString())
                                        + " to "
                                        + Columns.time(result.to().toString()))
                        + (result.unparsed() == 0
                                ? "."
                                : "; "
                                        + Columns.count(result.unparsed(), "line")
                                        + " not understood."));
        out.println("The store takes in what it has not yet; 'restante store' says how far it is.");
        out.flush();
    }
}
