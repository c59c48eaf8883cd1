package org.restante.app.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.restante.app.page.EvidenceLines;
import org.restante.app.page.Figures;
import org.restante.app.page.PageTable;
import org.restante.app.page.Places;
import org.restante.app.page.Plain;
import org.restante.app.page.ReportView;
import org.restante.app.page.Story;
import org.restante.app.page.Words;
import org.restante.insight.incident.Alternative;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.Severity;
import org.restante.record.report.Backlog;
import org.restante.record.report.PersistentDeferral;
import org.restante.record.report.ReplyGroup;
import org.restante.record.report.Rung;
import org.restante.record.report.TableRow;
import org.restante.record.report.Tables;
import org.restante.record.report.Timeline.Series;

/// The text that `analyze` prints: first the sentences that matter, then incidents, tables, and what was not read.
public final class TerminalReport {
    private static final int ROWS = 10;
    private static final int BAR = 10;

    private final ReportView view;
    private final Look look;
    private final List<String> lines = new ArrayList<>();
    private String lastFact = "";

    private TerminalReport(ReportView view, Look look) {
        this.view = view;
        this.look = look;
    }

    /// The whole text, each line ended by a line feed.
    public static String of(ReportView view, Look look) {
        var report = new TerminalReport(view, look);
        report.story();
        report.incidents();
        report.tables();
        report.replies();
        report.persistent();
        report.backlog();
        report.unread();
        report.facts();
        return report.lines.stream()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private void say(String line) {
        lines.add(look.letters(line));
    }

    private void paragraph(String first, String rest, String text, Function<String, String> ink) {
        var start = first;
        for (var line : Lines.wrap(look.letters(text), look.width() - Lines.width(rest))) {
            say(start + ink.apply(line));
            start = rest;
        }
    }

    private void title(String title) {
        say("");
        say(look.bold(title));
    }

    private void story() {
        var story = Story.of(view);
        for (var sentence : story.sentences()) {
            paragraph("", "  ", mark(story.tone()) + " " + sentence, look::bold);
        }
        var overview = story.sentences().isEmpty() ? mark(story.tone()) + " " : "";
        paragraph("", "", overview + story.overview(), Function.identity());
        int untold = view.incidents().size() - story.told().size();
        if (untold > 0) {
            say(Figures.count(untold, "further incident") + " below.");
        }
    }

    private String mark(Story.Tone tone) {
        return switch (tone) {
            case ALARM, WATCH -> look.bullet();
            case QUIET -> look.unicode() ? "✓" : "OK:";
            case UNKNOWN -> "?";
        };
    }

    private void incidents() {
        if (view.incidents().isEmpty()) {
            return;
        }
        title("INCIDENTS");
        int number = 1;
        for (var incident : view.shown()) {
            incident(number++, incident);
        }
        int more = view.incidents().size() - view.shown().size();
        if (more > 0) {
            say(look.dim("  and " + Figures.count(more, "further incident") + "; all in --json"));
        }
    }

    private void incident(int number, Incident incident) {
        var severity = Lines.fit(incident.severity().word().toUpperCase(Locale.ROOT), 9);
        var place = Places.title(view, incident.scope());
        say(
                Lines.right(String.valueOf(number), 2)
                        + "  "
                        + inked(incident.severity(), severity)
                        + look.bold(Lines.cut(place, look.width() - 13)));
        lastFact = "";
        fact("when", when(incident));
        fact("what", what(incident));
        fact("cause", cause(incident));
        var seen = EvidenceLines.beside(view, incident);
        if (!seen.isEmpty()) {
            fact("seen", String.join("; ", seen));
        }
        EvidenceLines.clean(view, incident).forEach(siblings -> fact("clean", siblings));
        for (var other : incident.alternatives().stream().limit(2).toList()) {
            fact("or else", alternative(other));
        }
        incident.steps().forEach(step -> fact("do", Plain.text(step)));
    }

    private String alternative(Alternative other) {
        return Words.label(other.diagnosis(), view.sourcesKnown())
                + " ("
                + Figures.percent(other.confidence())
                + ")"
                + (other.toTellApart().isEmpty() ? "" : ": " + Plain.text(other.toTellApart()));
    }

    private String inked(Severity severity, String text) {
        return switch (severity) {
            case PAUSE -> look.red(text);
            case THROTTLE -> look.yellow(text);
            case OBSERVE -> look.blue(text);
        };
    }

    /// A named line of an incident; the same name in a row is printed once.
    private void fact(String name, String text) {
        var label = name.equals(lastFact) ? "" : name;
        lastFact = name;
        paragraph(
                "    " + look.dim(Lines.fit(label, 9)), " ".repeat(13), text, Function.identity());
    }

    private String when(Incident incident) {
        boolean day = view.spansDays();
        var since = "since " + Figures.time(incident.since(), day);
        var until = incident.until();
        return since
                + (until == null
                        ? ", still open when the log ended"
                        : " until " + Figures.time(until, day))
                + " ("
                + Figures.duration(Story.lasted(view, incident))
                + ")";
    }

    private static String what(Incident incident) {
        return Figures.percent(incident.refusalRate())
                + " of "
                + Figures.count(incident.attempts(), "attempt")
                + " refused ("
                + Figures.count(incident.refusals())
                + "), "
                + incident.usually();
    }

    private String cause(Incident incident) {
        return Words.label(incident.cause())
                + ": "
                + Words.label(incident.diagnosis(), view.sourcesKnown())
                + " ("
                + Figures.percent(incident.confidence())
                + " sure)";
    }

    private void tables() {
        var tables = view.analysis().tables();
        providers(tables);
        shares("CAUSES of what was not accepted", tables.byCause(), Words::causeLabel);
        sources(tables.bySource());
        rates("MX HOSTS", tables.byMxHost());
        shares("STAGES at which it was not accepted", tables.byStage(), Words::stageLabel);
        rates("STREAMS", tables.byStream());
        rates("DOMAINS", tables.byDomain());
    }

    private void providers(Tables tables) {
        if (tables.byProvider().isEmpty()) {
            return;
        }
        int spark = look.width() - 26 - 10 - 10 - 9 - 8 - 2;
        double peak = peak(spark);
        title("PROVIDERS");
        say(
                look.dim(
                        Lines.fit("", 26)
                                + Lines.right("attempts", 10)
                                + Lines.right("deferred", 10)
                                + Lines.right("bounced", 9)
                                + Lines.right("rate", 8)
                                + "  "
                                + sparkTitle(spark, peak)));
        for (var row : top(tables.byProvider())) {
            say(
                    Lines.fit(view.name(Plain.text(row.key())), 26)
                            + counts(row)
                            + rate(row)
                            + "  "
                            + sparkline(row.key(), spark, peak));
        }
        more(tables.byProvider());
    }

    private String sparkTitle(int width, double peak) {
        var timeline = view.analysis().timeline();
        if (timeline.overall().counts().isEmpty()) {
            return "";
        }
        int letters = Math.min(width, timeline.overall().counts().size());
        var from = Figures.hour(timeline.start());
        var to = Figures.hour(timeline.end());
        var middle = "0 to " + Figures.percent(peak);
        int room = letters - from.length() - to.length() - middle.length();
        return room < 2
                ? middle
                : from + " ".repeat(room / 2) + middle + " ".repeat(room - room / 2) + to;
    }

    /// All sparklines share one scale; a tenth is its least, so that noise does not look like a mountain.
    private double peak(int width) {
        return view.analysis().timeline().byProvider().stream()
                .mapToDouble(series -> Blocks.peak(series.counts(), width))
                .reduce(0.1, Math::max);
    }

    private String sparkline(String key, int width, double peak) {
        return view.analysis().timeline().byProvider().stream()
                .filter(series -> series.key().equals(key))
                .map(Series::counts)
                .map(counts -> Blocks.sparkline(counts, width, peak, look.unicode()))
                .findFirst()
                .orElse("");
    }

    private String counts(TableRow row) {
        return Lines.right(Figures.count(row.attempts()), 10)
                + Lines.right(Figures.count(row.deferred()), 10)
                + Lines.right(Figures.count(row.bounced()), 9);
    }

    private String rate(TableRow row) {
        var text = Lines.right(Figures.percent(row.deferralRate()), 8);
        return look.graded(row.deferralRate().orElse(0), text);
    }

    private void sources(List<TableRow> rows) {
        rates("SOURCES", rows);
        if (!rows.isEmpty() && rows.stream().noneMatch(TableRow::isNamed)) {
            title("SOURCES");
            paragraph(
                    "",
                    "",
                    "This log does not tell from which source mail went out; --map FILE can declare it.",
                    Function.identity());
        }
    }

    /// A table with rates; one that knows nothing but [TableRow#UNKNOWN] is left out.
    private void rates(String title, List<TableRow> rows) {
        if (rows.stream().noneMatch(TableRow::isNamed)) {
            return;
        }
        int key = look.width() - 10 - 10 - 9 - 8 - 2 - BAR - (look.isWide() ? 18 : 0);
        double most =
                rows.stream()
                        .mapToDouble(row -> row.deferralRate().orElse(0))
                        .reduce(0.1, Math::max);
        title(title);
        say(
                look.dim(
                        Lines.fit("", key)
                                + Lines.right("attempts", 10)
                                + Lines.right("deferred", 10)
                                + Lines.right("bounced", 9)
                                + Lines.right("rate", 8)
                                + " ".repeat(2 + BAR)
                                + delays("p50", "p90")));
        for (var row : top(rows)) {
            double share = row.deferralRate().orElse(0) / most;
            say(
                    Lines.fitName(Plain.text(row.key()), key)
                            + counts(row)
                            + rate(row)
                            + "  "
                            + look.graded(
                                    row.deferralRate().orElse(0),
                                    Blocks.bar(share, BAR, look.unicode()))
                            + delays(Figures.brief(row.delayP50()), Figures.brief(row.delayP90())));
        }
        more(rows);
    }

    private String delays(String median, String most) {
        return look.isWide() ? Lines.right(median, 9) + Lines.right(most, 9) : "";
    }

    /// A table of refusals by what they have in common, and which share of all refusals that is.
    private void shares(String title, List<TableRow> rows, Function<String, String> label) {
        long all = rows.stream().mapToLong(TerminalReport::refused).sum();
        if (all == 0) {
            return;
        }
        int key = look.width() - 11 - 10 - 9 - 8 - 2 - 2 * BAR;
        title(title);
        say(
                look.dim(
                        Lines.fit("", key)
                                + Lines.right("refusals", 11)
                                + Lines.right("deferred", 10)
                                + Lines.right("bounced", 9)
                                + Lines.right("share", 8)));
        for (var row : top(PageTable.byRefusals(rows))) {
            double share = (double) refused(row) / all;
            say(
                    Lines.fit(label.apply(Plain.text(row.key())), key)
                            + Lines.right(Figures.count(refused(row)), 11)
                            + Lines.right(Figures.count(row.deferred()), 10)
                            + Lines.right(Figures.count(row.bounced()), 9)
                            + Lines.right(Figures.percent(share), 8)
                            + "  "
                            + Blocks.bar(share, 2 * BAR, look.unicode()));
        }
        more(rows);
    }

    private static long refused(TableRow row) {
        return row.deferred() + row.bounced();
    }

    private static <T> List<T> top(List<T> rows) {
        return rows.subList(0, Math.min(ROWS, rows.size()));
    }

    private void more(List<?> rows) {
        if (rows.size() > ROWS) {
            say(
                    look.dim(
                            "  and "
                                    + Figures.count(rows.size() - ROWS, "more row")
                                    + "; all in --json"));
        }
    }

    private void replies() {
        var groups =
                view.analysis().replies().stream().filter(group -> group.row().isNamed()).toList();
        if (groups.isEmpty()) {
            return;
        }
        title("REPLIES");
        groups.stream().limit(ROWS).forEach(this::reply);
        more(groups);
    }

    private void reply(ReplyGroup group) {
        var verdict = group.verdict();
        var heading = new ArrayList<String>();
        if (group.provider() != null) {
            heading.add(view.name(group.provider()));
        }
        if (verdict != null) {
            heading.add(Words.label(verdict.cause()));
            heading.add(
                    verdict.next().stream().map(Words::label).collect(Collectors.joining(", ")));
        }
        say(
                Lines.right(Figures.count(refused(group.row())), 10)
                        + "  "
                        + look.bold(
                                Lines.cut(String.join(look.dot(), heading), look.width() - 12)));
        var indent = " ".repeat(12);
        for (var line : Lines.wrap(Plain.text(group.example()), look.width() - 12, 2)) {
            say(indent + look.dim(line));
        }
        if (verdict != null) {
            paragraph(indent, indent, Plain.text(verdict.explanation()), Function.identity());
        }
    }

    private void persistent() {
        var persistence = view.analysis().persistence();
        if (persistence.total() == 0 && persistence.rows().isEmpty()) {
            return;
        }
        title("STILL DEFERRED");
        var rungs = new ArrayList<String>();
        for (var rung : Rung.values()) {
            long recipients = persistence.recipients().getOrDefault(rung, 0L);
            rungs.add(Words.label(rung) + ": " + Figures.count(recipients));
        }
        var ages = "recipients by age: " + String.join(look.dot(), rungs);
        paragraph("", "  ", ages, Function.identity());
        top(persistence.rows()).forEach(this::persistent);
        more(persistence.rows());
    }

    private void persistent(PersistentDeferral row) {
        var who = Plain.text(row.who());
        if (row.recipient() == null) {
            who = who + " (" + Figures.count(row.waiting(), "recipient") + ")";
        }
        say(
                Lines.right(Figures.duration(row.age()), 12)
                        + Lines.right(
                                Figures.count(row.attempts())
                                        + (row.attempts() == 1 ? " try" : " tries"),
                                12)
                        + "  "
                        + Lines.fit(who, 36)
                        + "  "
                        + look.dim(Lines.cut(Plain.text(row.lastReply()), look.width() - 64)));
    }

    private void backlog() {
        var rows = view.analysis().backlog();
        if (rows.isEmpty()) {
            return;
        }
        title("WAITING when the log ended");
        for (var by : Backlog.By.values()) {
            var some = rows.stream().filter(row -> row.by() == by).toList();
            top(some).forEach(this::waiting);
            more(some);
        }
    }

    private void waiting(Backlog row) {
        boolean provider = row.by() == Backlog.By.PROVIDER;
        say(
                Lines.right(Figures.count(row.waiting()), 12)
                        + "  "
                        + Lines.fit(provider ? at(row.key()) : Plain.text(row.key()), 36)
                        + "  "
                        + Words.slope(row.perHour()));
    }

    private String at(String provider) {
        return provider.equals(TableRow.UNKNOWN)
                ? "at other receivers"
                : "at " + view.name(provider);
    }

    private void unread() {
        var input = view.analysis().input();
        if (input.unparsed() == 0) {
            return;
        }
        title("NOT READ");
        var sentence =
                Figures.count(input.unparsed(), "line")
                        + " of "
                        + Figures.count(input.lines())
                        + (input.unparsed() == 1 ? " belongs" : " belong")
                        + " to mail delivery but could not be understood; for example";
        paragraph("", "", sentence, Function.identity());
        for (var sample : input.samples().stream().limit(5).toList()) {
            var place = Plain.text(sample.file()) + (sample.line() > 0 ? ":" + sample.line() : "");
            say(
                    "  "
                            + look.dim(
                                    Lines.cut(
                                            place + "  " + Plain.text(sample.text()),
                                            look.width() - 2)));
        }
    }

    private void facts() {
        var input = view.analysis().input();
        say("");
        var facts = new ArrayList<String>();
        facts.add(
                input.files().size() == 1
                        ? Plain.text(input.files().getFirst())
                        : Figures.count(input.files().size(), "file"));
        if (!input.format().isEmpty()) {
            facts.add(input.format());
        }
        facts.add(Figures.bytes(input.bytes()));
        facts.add(Figures.count(input.lines(), "line"));
        facts.add(Figures.count(input.events(), "event"));
        long handedOn = view.analysis().totals().handedOn();
        if (handedOn > 0) {
            facts.add(Figures.count(handedOn) + " handed to a filter here");
        }
        if (input.caveats().linesCut() > 0) {
            facts.add(Figures.count(input.caveats().linesCut(), "line") + " cut at 1 MiB");
        }
        if (input.from() != null && input.to() != null) {
            facts.add(Figures.period(input.from(), input.to()));
        }
        if (input.took() != null) {
            facts.add("read in " + Figures.duration(input.took()));
        }
        paragraph("", "", String.join(look.dot(), facts), look::dim);
    }
}
