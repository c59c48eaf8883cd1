package org.restante.app.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.LogAnalysis;
import org.restante.app.page.Page;
import org.restante.app.page.Redaction;
import org.restante.app.page.ReportView;
import org.restante.app.terminal.Look;
import org.restante.app.terminal.Progress;
import org.restante.app.terminal.TerminalReport;
import org.restante.record.logs.LogFile;
import org.restante.record.report.Analysis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante analyze`: who defers our mail, why, since when, how sure, and what to do.
@Command(
        name = "analyze",
        description =
                "Read the logs of a mail server: who defers mail, why, since when, how sure, what to do.",
        sortOptions = false)
final class AnalyzeCommand implements Callable<Integer> {
    private static final int FLOOR_OF_A_WINDOW = 50;

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Logs, plain, .gz or .zst, in any order; '-' is standard input.")
    private List<String> names = new ArrayList<>();

    @Mixin private LogOptions logs = new LogOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Count from here: 2026-11-20T09:00, or 60m, 4h, 2d before the log's end.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Count up to here.")
    private @Nullable String until;

    @Option(names = "--json", description = "Write JSON to standard output.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "OUT",
            description = "Write one self-contained page; '-' is standard output.")
    private @Nullable Path html;

    @Option(
            names = "--csv",
            paramLabel = "DIR",
            description = "Write the tables as CSV files into this folder.")
    private @Nullable Path csv;

    @Option(
            names = "--fail-on",
            paramLabel = "incident",
            description = "Exit 1 when an incident was found.")
    private @Nullable String failOn;

    @Option(
            names = "--queue",
            paramLabel = "FILE",
            description =
                    "What waits now: the output of postqueue -j, postqueue -p (mailq) or exim -bp.")
    private List<Path> queues = new ArrayList<>();

    @Option(
            names = "--redact",
            description =
                    "Keep the local parts of addresses out of all that is printed or written.")
    private boolean redact;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "100",
            description = "Rows of a table before '(others)'; default ${DEFAULT-VALUE}.")
    private int top = 100;

    @Option(
            names = "--floor",
            paramLabel = "N",
            description =
                    "Rows with fewer messages join '(others)'; default 0, with --since in minutes or hours 50.")
    private @Nullable Integer floor;

    @Option(names = "--threads", hidden = true)
    private int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    AnalyzeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (failOn != null && !failOn.equals("incident")) {
            throw new InputError("--fail-on: '" + failOn + "' is not known; only 'incident' is");
        }
        if (json && isToOut(html)) {
            throw new InputError(
                    "--html -: --json writes to standard output too; name a file for the page");
        }
        if (top < 1) {
            throw new InputError("--top: " + top + " rows are no table; 1 or more");
        }
        var files = LogOptions.files(names, surroundings);
        var result = analyze(files);
        var analysis =
                QueueFiles.beside(
                        result.analysis(),
                        queues,
                        logs.zone(surroundings),
                        top,
                        logs.knowledge(),
                        redact,
                        surroundings.err());
        var view = ReportViews.of(result, analysis, logs.knowledge(), redact, html != null);
        if (redact) {
            view = Redaction.of(view);
        }
        write(view);
        warn(view.analysis());
        boolean found = !result.incidents().isEmpty();
        if (found && failOn != null) {
            return Exit.FINDINGS;
        }
        return result.summary().caveats().damage().isEmpty() ? Exit.DONE : Exit.INPUT;
    }

    private static boolean isToOut(@Nullable Path file) {
        return file != null && file.toString().equals("-");
    }

    private LogAnalysis.Result analyze(List<LogFile> files) throws IOException {
        var analysis = new LogAnalysis(logs.knowledge(), surroundings.clock());
        var zone = logs.zone(surroundings);
        long total =
                files.stream().anyMatch(f -> f.size() < 0)
                        ? -1
                        : files.stream().mapToLong(LogFile::size).sum();
        try (var progress =
                Progress.on(
                        surroundings.errorScreen(),
                        surroundings.errorTerminal(),
                        surroundings.unicode(),
                        total,
                        System::nanoTime)) {
            var window = new Window(since, until, zone);
            var request =
                    new LogAnalysis.Request(
                            files,
                            logs.format(),
                            zone,
                            logs.map(),
                            null,
                            null,
                            top,
                            floor(window),
                            threads,
                            progress::add);
            return analysis.run(window.applied(request, analysis), redact);
        }
    }

    private int floor(Window window) {
        if (floor != null) {
            return floor;
        }
        return window.isRecent() ? FLOOR_OF_A_WINDOW : 0;
    }

    private void write(ReportView view) throws IOException {
        if (isToOut(html)) {
            var page = new StringWriter();
            Page.write(view, page);
            surroundings.out().print(page);
        } else if (html != null) {
            Page.write(view, html);
            surroundings.err().println("restante: the page is " + html);
        }
        if (csv != null) {
            AnalysisCsv.write(view.analysis(), view.incidents(), csv);
            surroundings.err().println("restante: the tables are in " + csv);
        }
        if (json) {
            AnalysisJson.write(view.analysis(), view.incidents(), surroundings.out());
        } else if (html == null && csv == null) {
            surroundings.out().print(TerminalReport.of(view, look()));
        }
        surroundings.out().flush();
    }

    private Look look() {
        return new Look(
                surroundings.colours(),
                surroundings.unicode(),
                Math.clamp(surroundings.width(), Look.LEAST, Look.WIDTH));
    }

    private void warn(Analysis analysis) {
        var caveats = analysis.input().caveats();
        if (!caveats.damage().isEmpty()) {
            surroundings.err().println("restante: " + caveats.damage());
        }
        if (caveats.linesCut() > 0) {
            surroundings
                    .err()
                    .println(
                            "restante: "
                                    + Columns.count(caveats.linesCut(), "line")
                                    + " longer than 1 MiB and read only in part");
        }
        if (caveats.stepsBack() > 0) {
            surroundings
                    .err()
                    .println(
                            "restante: time goes back "
                                    + Columns.count(caveats.stepsBack(), "time")
                                    + " within a file; name the files of a log one by one, or sort its lines by time");
        }
        if (analysis.totals().attempts() == 0) {
            surroundings
                    .err()
                    .println(
                            "restante: no delivery attempt was found in "
                                    + analysis.input().lines()
                                    + " lines");
        }
    }

    /// The time asked for.
    private record Window(@Nullable String since, @Nullable String until, java.time.ZoneId zone) {
        boolean isRecent() {
            return since != null && Moment.of(since, zone) instanceof Moment.BeforeEnd;
        }

        LogAnalysis.Request applied(LogAnalysis.Request request, LogAnalysis analysis)
                throws IOException {
            var from = moment(since, request, analysis);
            var to = moment(until, request, analysis);
            if (from != null && to != null && to.isBefore(from)) {
                throw new InputError(
                        "--until: " + until + " is before --since " + since + "; it must be later");
            }
            return request.between(from, to);
        }

        private @Nullable Instant moment(
                @Nullable String text, LogAnalysis.Request request, LogAnalysis analysis)
                throws IOException {
            if (text == null) {
                return null;
            }
            return switch (Moment.of(text, zone)) {
                case Moment.At at -> at.instant();
                case Moment.BeforeEnd before -> analysis.end(request).minus(before.length());
            };
        }
    }
}
