package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.Cases;
import org.restante.app.analysis.LogAnalysis;
import org.restante.app.analysis.LogImport;
import org.restante.app.duty.PastIncidents;
import org.restante.record.journal.ImportedLogs;
import org.restante.record.logs.LogFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante import`: other servers' logs, as events in a journal of their own beside the server's. The store of a server with that data folder
/// takes them in by itself, whether it runs now or later.
@Command(
        name = "import",
        description = {
            "Take the logs of other servers into the store, for 'restante report' and 'restante messages', and their",
            "incidents among those that are over.",
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
        var folder = root().resolve("imported");
        var opened = ImportedLogs.open(folder, surroundings.clock());
        if (opened.isEmpty()) {
            throw new InputError(folder + ": another import is under way");
        }
        try (var imported = opened.get()) {
            var result = LogImport.run(logs.knowledge(), request, imported::add);
            var past = imported.added() == 0 ? OptionalInt.of(0) : incidents(request);
            tell(result, imported.added(), past);
        }
        return Exit.DONE;
    }

    /// Leaves the incidents of the logs for the server: they are looked for in the logs as a whole and by their own times, as by 'analyze'. Empty where
    /// a log cannot be read twice.
    private OptionalInt incidents(LogImport.Request request) throws IOException {
        var files = request.files();
        if (!files.stream().allMatch(LogFile::isRepeatable)) {
            return OptionalInt.empty();
        }
        var analysis =
                new LogAnalysis(logs.knowledge(), surroundings.clock())
                        .run(
                                new LogAnalysis.Request(
                                        files,
                                        request.format(),
                                        request.zone(),
                                        request.map(),
                                        null,
                                        null,
                                        1,
                                        0,
                                        Runtime.getRuntime().availableProcessors(),
                                        _ -> {}));
        var input = analysis.analysis().input();
        var cases = new Cases(analysis, logs.knowledge());
        var past = new PastIncidents(root());
        for (var incident : analysis.incidents()) {
            past.leave(
                    incident,
                    cases.of(incident, false).facts(),
                    cases.replies(incident),
                    input.format(),
                    String.join(", ", input.files()),
                    Objects.requireNonNull(input.to()));
        }
        return OptionalInt.of(analysis.incidents().size());
    }

    private Path root() {
        var environment = surroundings.environment();
        return data != null ? data : Path.of(environment.getOrDefault("RESTANTE_DATA", USUAL));
    }

    private void tell(LogImport.Result result, long added, OptionalInt incidents) {
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
        if (incidents.isEmpty()) {
            out.println("Incidents are not looked for in what can be read once alone.");
        } else if (incidents.getAsInt() > 0) {
            out.println(
                    Columns.count(incidents.getAsInt(), "incident")
                            + " found; the server takes them in as over, and tells nobody ('restante incidents list --state all').");
        }
        out.println("The store takes in what it has not yet; 'restante store' says how far it is.");
        out.flush();
    }
}
