package org.restante.app.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.record.report.Backlog;
import org.restante.record.report.PersistentDeferral;
import org.restante.record.report.ReplyGroup;
import org.restante.record.report.UnparsedLine;

/// The page as the template reads it: one self-contained HTML document that asks nothing of any network.
///
/// The browser is told to load nothing and to run only the one script that is ours (by its hash), so that even a text that
/// slipped through the escaping could do nothing.
public final class Page {
    private static final int REPLIES = 12;
    private static final int WAITING = 10;
    private static final String STYLE = resource("page.css");
    private static final String SCRIPT = resource("page.js");

    private final ReportView view;
    private final Story story;

    private Page(ReportView view) {
        this.view = view;
        this.story = Story.of(view);
    }

    /// Writes the page; `out` stays open.
    public static void write(ReportView view, Writer out) {
        var engine =
                TemplateEngine.createPrecompiled(
                        null,
                        ContentType.Html,
                        Page.class.getClassLoader(),
                        "org.restante.app.page.generated");
        engine.render("page.jte", new Page(view), new WriterOutput(out));
    }

    /// Writes the page into a file, once it is whole.
    public static void write(ReportView view, Path file) throws IOException {
        var page = new StringWriter();
        write(view, page);
        Files.writeString(file, page.toString());
    }

    private static String resource(String name) {
        try (var in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the build: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String style() {
        return STYLE;
    }

    public String script() {
        return SCRIPT;
    }

    /// What the browser may do (CSP level 3): no connection, no image but data, the one script.
    public String policy() {
        return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"
                + hash(SCRIPT)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public ReportView view() {
        return view;
    }

    public Story story() {
        return story;
    }

    public String tone() {
        return story.tone().name().toLowerCase(Locale.ROOT);
    }

    /// The sentence in large letters.
    public String headline() {
        return glued(
                story.told().isEmpty()
                        ? firstSentence(story.overview())
                        : story.told().getFirst().lead() + ".");
    }

    /// What is said below it.
    public String underline() {
        return glued(
                story.told().isEmpty()
                        ? story.overview()
                                .substring(firstSentence(story.overview()).length())
                                .strip()
                        : story.told().getFirst().rest());
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    /// The further incidents told.
    public List<Story.Telling> further() {
        return story.told().stream().skip(1).toList();
    }

    /// A number and its per cent stay on one line.
    public static String glued(String text) {
        return text.replace(" %", "\u00a0%");
    }

    public String title() {
        var files = view.analysis().input().files();
        var name = files.isEmpty() ? "" : Plain.text(files.getFirst());
        return "Deferral report" + (name.isEmpty() || name.equals("-") ? "" : ": " + name);
    }

    /// The file by name, and how many there are besides.
    public String files() {
        var files = view.analysis().input().files();
        if (files.isEmpty() || files.getFirst().equals("-")) {
            return "standard input";
        }
        var first = Plain.text(files.getFirst());
        return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more";
    }

    public String period() {
        var input = view.analysis().input();
        return input.from() == null || input.to() == null
                ? ""
                : Figures.period(input.from(), input.to());
    }

    /// The figures under the story.
    public List<Figure> figures() {
        var totals = view.analysis().totals();
        var figures = new ArrayList<Figure>();
        figures.add(
                new Figure(
                        "Attempts",
                        Figures.count(totals.attempts()),
                        Figures.count(totals.messages(), "message")));
        figures.add(
                new Figure(
                        "Delivered",
                        percent(totals.delivered(), totals.attempts()),
                        Figures.count(totals.delivered())));
        figures.add(
                new Figure(
                        "Deferred",
                        Figures.percent(totals.deferralRate()),
                        Figures.count(totals.deferred())));
        figures.add(
                new Figure(
                        "Bounced",
                        Figures.percent(totals.bounceRate()),
                        Figures.count(totals.bounced())));
        figures.add(
                new Figure(
                        "Deferred, then delivered",
                        Figures.percent(totals.deferralToDelivery()),
                        Figures.count(totals.deferredStill()) + " still waiting"));
        figures.add(
                new Figure(
                        "Time to delivery",
                        Figures.duration(totals.deliveryP50()),
                        totals.deliveryP90() == null
                                ? "this log does not tell it"
                                : "90 % within " + Figures.duration(totals.deliveryP90())));
        return figures;
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? Figures.UNKNOWN : Figures.percent((double) part / whole);
    }

    /// A number with its name.
    public record Figure(String name, String value, String beside) {}

    public boolean isEmpty() {
        return view.analysis().totals().attempts() == 0;
    }

    public Chart chart() {
        return Chart.of(view);
    }

    public HeatTable heat() {
        return HeatTable.of(view);
    }

    public List<PageTable> tables() {
        return PageTable.of(view);
    }

    public List<Incident> incidents() {
        return view.shown();
    }

    /// How many incidents there are beyond those shown.
    public int unshown() {
        return view.incidents().size() - view.shown().size();
    }

    public String place(Incident incident) {
        return Places.title(view, incident.scope());
    }

    public String since(Incident incident) {
        return Figures.time(incident.since(), view.spansDays()) + " UTC";
    }

    public String until(Incident incident) {
        var until = incident.until();
        return until == null ? "still open" : Figures.time(until, view.spansDays()) + " UTC";
    }

    public String lasted(Incident incident) {
        return Figures.duration(Story.lasted(view, incident));
    }

    /// The evidence but the siblings, which stand apart.
    public List<String> evidence(Incident incident) {
        return incident.evidence().stream()
                .filter(evidence -> !(evidence instanceof Evidence.CleanSibling))
                .flatMap(evidence -> EvidenceLines.of(view, evidence).stream())
                .map(Words::capital)
                .map(Page::glued)
                .toList();
    }

    /// The siblings that work.
    public List<Figure> clean(Incident incident) {
        return incident.evidence().stream()
                .filter(Evidence.CleanSibling.class::isInstance)
                .map(Evidence.CleanSibling.class::cast)
                .map(sibling ->
                        new Figure(
                                Places.sibling(view, sibling),
                                percent(sibling.refusals(), sibling.attempts()),
                                Figures.count(sibling.attempts(), "attempt")))
                .toList();
    }

    public List<ReplyGroup> replies(Incident incident) {
        return view.replies(incident).stream().limit(3).toList();
    }

    /// The texts to copy, in the order of their tabs; empty when there is no case file.
    public List<Tab> tabs(Incident incident) {
        var texts = view.cases().get(incident.id());
        if (texts == null) {
            return List.of();
        }
        var tabs = new ArrayList<Tab>();
        tabs.add(new Tab("Evidence", texts.evidence()));
        tabs.add(new Tab("Letter", texts.letter()));
        tabs.add(new Tab("Ticket", texts.ticket()));
        texts.configuration().forEach(advice -> tabs.add(new Tab(advice.server(), advice.text())));
        return tabs.stream()
                .filter(tab -> !tab.text().isBlank())
                .map(tab -> new Tab(tab.name(), plainLines(tab.text())))
                .toList();
    }

    private static String plainLines(String text) {
        return text.lines().map(Plain::text).collect(Collectors.joining("\n"));
    }

    /// A text to copy.
    public record Tab(String name, String text) {}

    public List<ReplyGroup> replies() {
        return view.analysis().replies().stream()
                .filter(group -> group.row().isNamed())
                .limit(REPLIES)
                .toList();
    }

    public String count(ReplyGroup group) {
        return Figures.count(group.row().deferred() + group.row().bounced());
    }

    public String seen(ReplyGroup group) {
        var first = group.first();
        var last = group.last();
        if (first == null || last == null) {
            return "";
        }
        boolean days = view.spansDays();
        return Figures.time(first, days) + " to " + Figures.time(last, days);
    }

    public String plain(String text) {
        return Plain.text(text);
    }

    /// A recipient, or a domain with the recipients that wait there.
    public String who(PersistentDeferral row) {
        var who = Plain.text(row.who());
        return row.recipient() == null
                ? who + " (" + Figures.count(row.waiting(), "recipient") + ")"
                : who;
    }

    public String place(UnparsedLine sample) {
        return Plain.text(sample.file()) + (sample.line() > 0 ? ":" + sample.line() : "");
    }

    /// What was still waiting, of one kind.
    public List<Backlog> backlog(boolean byProvider) {
        var by = byProvider ? Backlog.By.PROVIDER : Backlog.By.DOMAIN;
        return view.analysis().backlog().stream()
                .filter(row -> row.by() == by)
                .limit(WAITING)
                .toList();
    }

    public String key(Backlog row) {
        var key = Plain.text(row.key());
        return row.by() == Backlog.By.PROVIDER ? view.name(key) : key;
    }

    public String slope(Backlog row) {
        return Words.slope(row.perHour());
    }

    /// What was read, for the foot of the page.
    public List<Figure> facts() {
        var input = view.analysis().input();
        var facts = new ArrayList<Figure>();
        facts.add(new Figure("Format", Plain.text(input.format()), ""));
        facts.add(new Figure("Size", Figures.bytes(input.bytes()), ""));
        facts.add(new Figure("Lines", Figures.count(input.lines()), ""));
        facts.add(new Figure("Events", Figures.count(input.events()), ""));
        facts.add(new Figure("Not understood", Figures.count(input.unparsed()), ""));
        if (input.caveats().linesCut() > 0) {
            facts.add(
                    new Figure(
                            "Cut at 1 MiB", Figures.count(input.caveats().linesCut(), "line"), ""));
        }
        long handedOn = view.analysis().totals().handedOn();
        if (handedOn > 0) {
            facts.add(new Figure("Handed to a filter", Figures.count(handedOn), ""));
        }
        if (input.took() != null) {
            facts.add(new Figure("Read in", Figures.duration(input.took()), ""));
        }
        return facts;
    }
}
