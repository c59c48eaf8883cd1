package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.LogImport;
import org.restante.record.journal.ImportedLogs;
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
        var opened = ImportedLogs.open(folder, surroundings.clock());
        if (opened.isEmpty()) {
            throw new InputError(folder + ": another import is under way");
        }
        try (var imported = opened.get()) {
            var result = LogImport.run(logs.knowledge(), request, imported::add);
            tell(result, imported.added());
        }
        return Exit.DONE;
    }

    private Path folder() {
        var environment = surroundings.environment();
        var root = data != null ? data : Path.of(environment.getOrDefault("RESTANTE_DATA", USUAL));
        return root.resolve("imported");
    }

    private void tell(LogImport.Result result, long added) {
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
                        + (added == result.events()
                                ? ""
                                : ", " + Columns.count(added) + " of them new")
                        + (result.unparsed() == 0
                                ? "."
                                : "; "
                                        + Columns.count(result.unparsed(), "line")
                                        + " not understood."));
        out.println("The store takes in what it has not yet; 'restante store' says how far it is.");
        out.flush();
    }
}
