package org.restante.app.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Incident;
import org.restante.meaning.verdict.Word;
import org.restante.record.report.Analysis;
import org.restante.record.report.Heat;
import org.restante.record.report.Rung;
import org.restante.record.report.TableRow;
import org.restante.record.report.Timeline;

/// The tables of `analyze --csv DIR`, one file each (RFC 4180, UTF-8, a header line; unknown is an empty cell).
///
/// A text that a spreadsheet would take for a formula gets an apostrophe before it: receivers write what they like.
public final class AnalysisCsv {
    private static final List<String> ROW =
            List.of(
                    "key",
                    "attempts",
                    "delivered",
                    "deferred",
                    "bounced",
                    "messages",
                    "messages_deferred",
                    "deferral_rate",
                    "delay_p50_s",
                    "delay_p90_s");

    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    private AnalysisCsv(Path folder) {
        this.folder = folder;
    }

    /// Writes all tables into `folder`, which is made where it is missing, and tells which files.
    public static List<Path> write(Analysis analysis, List<Incident> incidents, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        var csv = new AnalysisCsv(folder);
        csv.tables(analysis);
        csv.replies(analysis);
        csv.persistent(analysis);
        csv.incidents(incidents);
        csv.timeline(analysis.timeline());
        csv.heat(analysis.heat());
        csv.backlog(analysis);
        csv.unparsed(analysis);
        return List.copyOf(csv.written);
    }

    private void tables(Analysis analysis) throws IOException {
        var tables = analysis.tables();
        table("by_provider", tables.byProvider());
        table("by_domain", tables.byDomain());
        table("by_source", tables.bySource());
        table("by_mx_host", tables.byMxHost());
        table("by_stage", tables.byStage());
        table("by_cause", tables.byCause());
        table("by_stream", tables.byStream());
        table("by_hour", tables.byHour());
    }

    private void table(String name, List<TableRow> rows) throws IOException {
        file(name, ROW, rows.stream().map(AnalysisCsv::row).toList());
    }

    private static List<Object> row(TableRow row) {
        return Arrays.asList(
                row.key(),
                row.attempts(),
                row.delivered(),
                row.deferred(),
                row.bounced(),
                row.messages(),
                row.messagesDeferred(),
                rate(row.deferralRate()),
                seconds(row.delayP50()),
                seconds(row.delayP90()));
    }

    private void replies(Analysis analysis) throws IOException {
        var header = new ArrayList<>(ROW);
        header.addAll(
                List.of(
                        "code",
                        "status",
                        "provider",
                        "cause",
                        "scope",
                        "rule",
                        "explanation",
                        "first",
                        "last",
                        "example"));
        var rows = new ArrayList<List<Object>>();
        for (var group : analysis.replies()) {
            var verdict = group.verdict();
            var row = new ArrayList<>(row(group.row()));
            row.add(verdict == null || verdict.code() == 0 ? "" : verdict.code());
            row.add(orEmpty(verdict == null ? null : verdict.status()));
            row.add(orEmpty(group.provider()));
            row.add(word(verdict == null ? null : verdict.cause()));
            row.add(word(verdict == null ? null : verdict.scope()));
            row.add(orEmpty(verdict == null ? null : verdict.rule()));
            row.add(orEmpty(verdict == null ? null : verdict.explanation()));
            row.add(time(group.first()));
            row.add(time(group.last()));
            row.add(group.example());
            rows.add(row);
        }
        file("by_reply", header, rows);
    }

    private void persistent(Analysis analysis) throws IOException {
        var header =
                List.of(
                        "recipient",
                        "domain",
                        "provider",
                        "waiting",
                        "attempts",
                        "first",
                        "last",
                        "age_s",
                        "rung",
                        "cause",
                        "last_reply");
        var rows = new ArrayList<List<Object>>();
        for (var row : analysis.persistence().rows()) {
            rows.add(
                    List.of(
                            orEmpty(row.recipient()),
                            row.domain(),
                            orEmpty(row.provider()),
                            row.waiting(),
                            row.attempts(),
                            time(row.first()),
                            time(row.last()),
                            seconds(row.age()),
                            row.rung().map(Rung::word).orElse(""),
                            word(row.cause()),
                            row.lastReply()));
        }
        file("persistent", header, rows);
    }

    private void incidents(List<Incident> incidents) throws IOException {
        var header =
                List.of(
                        "id",
                        "since",
                        "until",
                        "provider",
                        "site",
                        "source_ip",
                        "mx_host",
                        "stream",
                        "stage",
                        "cause",
                        "diagnosis",
                        "confidence",
                        "deferral_rate",
                        "baseline_rate",
                        "attempts",
                        "severity",
                        "next",
                        "sender_domain");
        var rows = new ArrayList<List<Object>>();
        for (var incident : incidents) {
            var scope = incident.scope();
            rows.add(
                    List.of(
                            incident.id(),
                            time(incident.since()),
                            time(incident.until()),
                            orEmpty(scope.provider()),
                            orEmpty(scope.site()),
                            orEmpty(scope.source()),
                            orEmpty(scope.mxHost()),
                            orEmpty(scope.stream()),
                            scope.stage() == null ? "" : scope.stage().word(),
                            word(incident.cause()),
                            word(incident.diagnosis()),
                            rounded(incident.confidence()),
                            rounded(incident.deferralRate()),
                            rounded(incident.baselineRate()),
                            incident.attempts(),
                            word(incident.severity()),
                            String.join(" ", incident.next().stream().map(Word::word).toList()),
                            orEmpty(scope.sender())));
        }
        file("incidents", header, rows);
    }

    private void timeline(Timeline timeline) throws IOException {
        var rows = new ArrayList<List<Object>>();
        rows(timeline, "", timeline.overall(), rows);
        for (var series : timeline.byProvider()) {
            rows(timeline, series.key(), series, rows);
        }
        file(
                "timeline",
                List.of("time", "seconds", "provider", "attempts", "deferred", "bounced"),
                rows);
    }

    /// The rows of all attempts together have an empty provider.
    private static void rows(
            Timeline timeline, String key, Timeline.Series series, List<List<Object>> rows) {
        for (int i = 0; i < series.counts().size(); i++) {
            var counts = series.counts().get(i);
            rows.add(
                    List.of(
                            time(timeline.startOf(i)),
                            timeline.stretch().toSeconds(),
                            key,
                            counts.attempts(),
                            counts.deferred(),
                            counts.bounced()));
        }
    }

    private void heat(Heat heat) throws IOException {
        var column = heat.across() == Heat.Across.SOURCE ? "source" : "mx_host";
        var rows = new ArrayList<List<Object>>();
        for (var cell : heat.cells()) {
            rows.add(
                    List.of(
                            cell.row(),
                            cell.column(),
                            cell.attempts(),
                            cell.deferred(),
                            cell.bounced(),
                            rate(cell.deferralRate())));
        }
        file(
                "provider_by_" + column,
                List.of("provider", column, "attempts", "deferred", "bounced", "deferral_rate"),
                rows);
    }

    private void backlog(Analysis analysis) throws IOException {
        var rows = new ArrayList<List<Object>>();
        for (var row : analysis.backlog()) {
            rows.add(
                    List.of(
                            row.by().name().toLowerCase(Locale.ROOT),
                            row.key(),
                            row.waiting(),
                            row.perHour() == null ? "" : rounded(row.perHour()),
                            time(row.oldest()),
                            row.listed()));
        }
        file("backlog", List.of("by", "key", "waiting", "per_hour", "oldest", "listed"), rows);
    }

    private void unparsed(Analysis analysis) throws IOException {
        var rows = new ArrayList<List<Object>>();
        for (var sample : analysis.input().samples()) {
            rows.add(List.of(sample.file(), sample.line(), sample.text()));
        }
        file("unparsed_samples", List.of("file", "line", "text"), rows);
    }

    private void file(String name, List<String> header, List<List<Object>> rows)
            throws IOException {
        var file = folder.resolve(name + ".csv");
        try (var out = Files.newBufferedWriter(file)) {
            line(out, List.copyOf(header));
            for (var row : rows) {
                line(out, row);
            }
        }
        written.add(file);
    }

    private static void line(BufferedWriter out, List<?> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            var cell = cells.get(i);
            out.write(cell instanceof String text ? quoted(harmless(text)) : String.valueOf(cell));
        }
        out.write("\r\n");
    }

    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static Object rate(OptionalDouble rate) {
        return rate.isEmpty() ? "" : rounded(rate.getAsDouble());
    }

    private static Object seconds(@Nullable Duration time) {
        return time == null ? "" : time.toMillis() / 1000.0;
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private static String word(@Nullable Word word) {
        return word == null ? "" : word.word();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static double rounded(double number) {
        return Math.round(number * 1e6) / 1e6;
    }
}
