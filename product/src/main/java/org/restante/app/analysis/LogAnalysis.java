package org.restante.app.analysis;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScan;
import org.restante.insight.incident.ScanSettings;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.SourceMap;
import org.restante.record.report.Analysis;
import org.restante.record.report.LogReading;
import org.restante.record.report.LogSummary;
import org.restante.record.report.RefusalGroup;

/// One analysis of logs from end to end.
public final class LogAnalysis {
    /// What to read and what to show of it.
    ///
    /// @param format null to tell it from the content
    /// @param zone of times that name none
    /// @param top rows a table shows
    /// @param floor rows with fewer messages join the others
    public record Request(
            List<LogFile> files,
            @Nullable LogFormat format,
            ZoneId zone,
            SourceMap map,
            @Nullable Instant since,
            @Nullable Instant until,
            int top,
            int floor,
            int threads,
            LongConsumer progress) {
        public Request {
            files = List.copyOf(files);
        }

        /// Whether an incident lasted into the time asked for.
        boolean touches(Incident incident) {
            var end = incident.until();
            return (since == null || end == null || end.isAfter(since))
                    && (until == null || incident.since().isBefore(until));
        }

        /// The same, counting only what lies between; null leaves an end open.
        public Request between(@Nullable Instant from, @Nullable Instant to) {
            return new Request(files, format, zone, map, from, to, top, floor, threads, progress);
        }
    }

    /// What was found.
    ///
    /// @param histories of single messages, for who asks
    public record Result(
            Analysis analysis, List<Incident> incidents, LogSummary summary, Histories histories) {
        public Result {
            incidents = List.copyOf(incidents);
        }
    }

    private final Knowledge knowledge;
    private final InstantSource clock;

    public LogAnalysis(Knowledge knowledge, InstantSource clock) {
        this.knowledge = knowledge;
        this.clock = clock;
    }

    /// The newest line of the logs: what "the last hour" is counted back from. Where a log cannot be read from its end it is
    /// the time it was last written, or opened.
    public Instant end(Request request) throws IOException {
        return new FileTimes(request.format(), request.zone())
                .end(request.files())
                .orElseGet(clock::instant);
    }

    public Result run(Request request) throws IOException {
        return run(request, false);
    }

    /// @param withSenders whether the senders of refused messages are asked of their other lines too, for which the logs are read a second time where
    ///     they can be
    public Result run(Request request, boolean withSenders) throws IOException {
        var started = clock.instant();
        var scan = new IncidentScan(ScanSettings.defaults());
        var formats = new Formats(request.format(), request.zone(), request.map());
        var files = new FileTimes(request.format(), request.zone()).inOrder(request.files());
        var summary =
                LogReading.read(
                        new LogReading.Request(
                                files,
                                (file, log, head, length) ->
                                        formats.reader(log, log.newest(), head),
                                () -> new KnownMeaning(knowledge),
                                new KnownPlaces(knowledge.providers()),
                                new ScanListener(scan),
                                request.since(),
                                request.until(),
                                files.size() == 1,
                                request.threads(),
                                request.progress()));
        scan.finish();
        var histories = new Histories(files, formats);
        if (withSenders) {
            learnSenders(summary, histories);
        }
        var took = Duration.between(started, clock.instant());
        var analysis = summary.analysis(formats.name(), request.top(), request.floor(), took);
        return new Result(
                analysis,
                scan.incidents().stream().filter(request::touches).toList(),
                summary,
                histories);
    }

    private static void learnSenders(LogSummary summary, Histories histories) throws IOException {
        var groups = new HashMap<Histories.Queued, Set<RefusalGroup>>();
        for (var group : summary.refusals()) {
            for (var sample : group.samples()) {
                if (sample.sender() == null && sample.queueId() != null) {
                    groups.computeIfAbsent(
                                    new Histories.Queued(sample.logHost(), sample.queueId()),
                                    _ -> new HashSet<>())
                            .add(group);
                }
            }
        }
        histories
                .of(groups.keySet())
                .forEach((queued, history) -> {
                    if (history.sender() != null) {
                        groups.getOrDefault(queued, Set.of())
                                .forEach(group -> group.isFrom(history.sender()));
                    }
                });
    }
}
