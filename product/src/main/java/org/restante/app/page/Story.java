package org.restante.app.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Evidence.CleanSibling;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.Cause;
import org.restante.record.report.Caveats;
import org.restante.record.report.NamedAddress;
import org.restante.record.report.ReplyGroup;
import org.restante.record.report.TableRow;
import org.restante.record.report.Totals;

/// What matters, said first and in plain sentences: what is wrong, since when, on what evidence; or that nothing is.
///
/// @param overview on the whole; always there
/// @param told one for each incident told, the gravest first; empty when there is none
public record Story(Tone tone, String overview, List<Telling> told) {
    /// How grave the story is.
    public enum Tone {
        /// There was too little to judge by.
        UNKNOWN,
        QUIET,
        WATCH,
        ALARM
    }

    /// Fewer attempts than this say nothing about rates.
    static final int ENOUGH = 50;

    private static final int TOLD = 5;
    private static final double MOSTLY = 0.8;
    private static final Pattern MARK =
            Pattern.compile(
                    "\\[(?<id>[A-Z]{2,6}\\d{1,4})]|\\b(?<pair>[A-Z]{2,4}-\\d{3,4})\\b|\\((?<code>A?S\\d{3,4})\\)");

    public Story {
        told = List.copyOf(told);
    }

    /// What is said of one incident.
    ///
    /// @param lead what is wrong, where, and since when; without a full stop
    /// @param evidence what speaks for it, in clauses
    /// @param judgement what it most likely is, a sentence
    public record Telling(String lead, List<String> evidence, String judgement) {
        public Telling {
            evidence = List.copyOf(evidence);
        }

        /// All of it in a sentence or two.
        public String sentence() {
            var clauses = new ArrayList<String>();
            clauses.add(lead);
            clauses.addAll(evidence);
            return String.join("; ", clauses) + ". " + judgement;
        }

        /// All but the lead.
        public String rest() {
            var clauses = String.join("; ", evidence);
            return (clauses.isEmpty() ? "" : Words.capital(clauses) + ". ") + judgement;
        }
    }

    /// What is told of each incident, in full.
    public List<String> sentences() {
        return told.stream().map(Telling::sentence).toList();
    }

    public static Story of(ReportView view) {
        var incidents = view.incidents();
        var told =
                incidents.stream().limit(TOLD).map(incident -> new Teller(view, incident).tell());
        return new Story(tone(view), overview(view), told.toList());
    }

    private static Tone tone(ReportView view) {
        if (view.incidents().isEmpty()) {
            boolean judged = view.analysis().totals().attempts() >= ENOUGH && isInOrder(view);
            return judged ? Tone.QUIET : Tone.UNKNOWN;
        }
        boolean pressing =
                view.incidents().stream()
                        .anyMatch(i -> i.until() == null && i.severity() != Severity.OBSERVE);
        return pressing ? Tone.ALARM : Tone.WATCH;
    }

    private static boolean isInOrder(ReportView view) {
        return view.analysis().input().caveats().stepsBack() == 0;
    }

    private static String overview(ReportView view) {
        return found(view) + asked(view) + disorder(view.analysis().input().caveats());
    }

    /// The time that was asked for, and that incidents are told beyond it: their counts are of more than the totals.
    private static String asked(ReportView view) {
        var since = view.analysis().input().caveats().since();
        var until = view.analysis().input().caveats().until();
        if (since == null && until == null) {
            return "";
        }
        var day = view.spansDays();
        return " Counted is only the time"
                + (since == null ? "" : " from " + Figures.time(since, day))
                + (until == null ? "" : " to " + Figures.time(until, day))
                + " UTC"
                + (view.incidents().stream().anyMatch(i -> reachesBeyond(i, since, until))
                        ? "; incidents are told whole, with what lies beyond it."
                        : ".");
    }

    private static boolean reachesBeyond(
            Incident incident, @Nullable Instant since, @Nullable Instant until) {
        var end = incident.until();
        return since != null && incident.since().isBefore(since)
                || until != null && (end == null || end.isAfter(until));
    }

    /// Where lines are not in the order of time, neither when something began nor what is still waiting can be trusted.
    private static String disorder(Caveats caveats) {
        return caveats.stepsBack() == 0
                ? ""
                : " Time goes back "
                        + Figures.count(caveats.stepsBack(), "time")
                        + " in what was read, by up to "
                        + Figures.duration(caveats.furthestBack())
                        + ": when something began, and what still waits, may be told wrongly.";
    }

    private static String found(ReportView view) {
        var totals = view.analysis().totals();
        if (totals.attempts() == 0) {
            return nothingFound(view);
        }
        if (!view.incidents().isEmpty()) {
            return incidents(view) + " " + rates(view, totals) + ".";
        }
        if (totals.attempts() < ENOUGH) {
            return "Only "
                    + Figures.count(totals.attempts(), "attempt")
                    + ": not enough evidence to speak of incidents.";
        }
        return (isInOrder(view) ? "Nothing to report: 0 incidents. " : "No incident was found. ")
                + rates(view, totals)
                + mostly(view)
                + ".";
    }

    private static String nothingFound(ReportView view) {
        var input = view.analysis().input();
        var unread =
                input.unparsed() == 0
                        ? ""
                        : ", of which "
                                + Figures.count(input.unparsed())
                                + " belong to mail delivery but could not be read";
        return "No delivery attempts were found in "
                + Figures.count(input.lines(), "line")
                + unread
                + ".";
    }

    private static String incidents(ReportView view) {
        long open = view.incidents().stream().filter(i -> i.until() == null).count();
        int all = view.incidents().size();
        var count = Figures.count(all, "incident");
        if (open == 0) {
            return count + ", " + wholly(all) + "over when the log ended.";
        }
        var how = open == all ? wholly(all) : open + " ";
        return count + ", " + how + "still open when the log ended.";
    }

    private static String wholly(int all) {
        return all == 1 ? "" : all == 2 ? "both " : "all ";
    }

    private static String rates(ReportView view, Totals totals) {
        var span = view.analysis().input().span();
        var over = span.isZero() ? "" : " in " + Figures.duration(span);
        return "Of "
                + Figures.count(totals.attempts(), "attempt")
                + over
                + ", "
                + Figures.percent(totals.deferralRate())
                + " were deferred and "
                + Figures.percent(totals.bounceRate())
                + " bounced";
    }

    /// The commonest cause of what was deferred, where there is one to name.
    private static String mostly(ReportView view) {
        var totals = view.analysis().totals();
        return view.analysis().tables().byCause().stream()
                .filter(TableRow::isNamed)
                .max(Comparator.comparingLong(TableRow::deferred))
                .filter(row -> row.deferred() * 4 >= totals.deferred() && row.deferred() > 0)
                .map(row -> "; the most frequent reason to defer was " + Words.cause(row.key()))
                .orElse("");
    }

    /// The mark by which a text is known: `TSS04`, `RP-001`, `S3150`, else its codes.
    static Optional<String> mark(ReplyGroup group) {
        var found = MARK.matcher(group.example());
        if (found.find()) {
            return Stream.of("id", "pair", "code")
                    .map(found::group)
                    .filter(Objects::nonNull)
                    .findFirst();
        }
        var verdict = group.verdict();
        if (verdict == null || verdict.code() == 0) {
            return Optional.empty();
        }
        var status = verdict.status() == null ? "" : " " + verdict.status();
        return Optional.of(verdict.code() + status);
    }

    /// Tells one incident.
    private record Teller(ReportView view, Incident incident) {
        Telling tell() {
            var evidence = new ArrayList<String>();
            sender().or(this::named).ifPresent(evidence::add);
            said().ifPresent(evidence::add);
            clean().ifPresent(evidence::add);
            return new Telling(capital(isSilent() ? failing() : refusing()), evidence, judged());
        }

        /// Nobody answered: then nobody "defers".
        private boolean isSilent() {
            return !Words.isSaid(incident.cause());
        }

        private String failing() {
            var from = incident.scope().source() == null ? "" : " from " + source();
            return Figures.percent(incident.refusalRate())
                    + " of connections"
                    + from
                    + " to "
                    + Places.receivers(view, incident.scope())
                    + stream()
                    + (open() ? " have been failing" : " failed")
                    + when()
                    + usually();
        }

        private String refusing() {
            boolean many = incident.scope().providers().size() > 1;
            return Places.receivers(view, incident.scope())
                    + verb(many)
                    + Figures.percent(incident.refusalRate())
                    + " of attempts"
                    + (incident.scope().source() == null ? "" : " from " + source())
                    + stream()
                    + when()
                    + usually();
        }

        private String verb(boolean many) {
            var verb = isMostlyFinal() ? "refus" : "deferr";
            if (!open()) {
                return isMostlyFinal() ? " refused " : " deferred ";
            }
            return (many ? " have been " : " has been ") + verb + "ing ";
        }

        private boolean isMostlyFinal() {
            var rows = view.replies(incident).stream().map(ReplyGroup::row).toList();
            long bounced = rows.stream().mapToLong(TableRow::bounced).sum();
            long deferred = rows.stream().mapToLong(TableRow::deferred).sum();
            return bounced > deferred;
        }

        private boolean open() {
            return incident.until() == null;
        }

        private String source() {
            return Plain.text(String.valueOf(incident.scope().source()));
        }

        private String stream() {
            var scope = incident.scope();
            if (scope.sender() != null) {
                return " of sender " + Plain.text(scope.sender());
            }
            return scope.stream() == null ? "" : " of stream " + Plain.text(scope.stream());
        }

        private String when() {
            boolean day = view.spansDays();
            var since = Figures.time(incident.since(), day);
            var until = incident.until();
            if (until == null) {
                return " since " + since + " UTC";
            }
            boolean sameDay = Figures.day(incident.since()).equals(Figures.day(until));
            return " from " + since + " to " + Figures.time(until, day && !sameDay) + " UTC";
        }

        private String usually() {
            return " (" + incident.usually() + ")";
        }

        /// Where the checks of a sender's domain fail, it is the domain that counts, whatever the log calls the stream.
        private Optional<String> sender() {
            var domain = view.senders().get(incident.id());
            return domain == null
                            || incident.cause() != Cause.AUTH
                            || domain.equals(incident.scope().stream())
                            || domain.equals(incident.scope().sender())
                    ? Optional.empty()
                    : Optional.of("the refused mail is from " + Plain.text(domain));
        }

        /// Where one address is named nearly always it is told alone, else as the most frequent of several.
        private Optional<String> named() {
            var named = view.namedBy(incident);
            if (named.isEmpty() || named.getFirst().address().equals(incident.scope().source())) {
                return Optional.empty();
            }
            return Optional.of(namedMostly(named));
        }

        private String namedMostly(List<NamedAddress> named) {
            var first = named.getFirst();
            long all = named.stream().mapToLong(NamedAddress::refusals).sum();
            boolean mostly = first.refusals() >= MOSTLY * all;
            var address = Plain.text(first.address());
            var what = mostly ? address : named.size() + " addresses, most often " + address;
            return who(mostly ? first.refusals() : all) + what;
        }

        /// The log counts whom its texts name as a whole; where that is more than the incident had, it is not its count.
        private String who(long refusals) {
            if (refusals > incident.refusals()) {
                return "the refusals name ";
            }
            return Figures.count(refusals, "refusal") + (refusals == 1 ? " names " : " name ");
        }

        private Optional<String> said() {
            if (isSilent()) {
                return Optional.empty();
            }
            var typical = typical();
            var mark = typical.flatMap(Story::mark).map(text -> " [" + Plain.text(text) + "]");
            var example = typical.map(ReplyGroup::example).orElse("");
            return Optional.of(
                    "the text says " + Words.says(incident.cause(), example) + mark.orElse(""));
        }

        /// The most frequent reply that says what the incident is about.
        private Optional<ReplyGroup> typical() {
            return view.replies(incident).stream().filter(this::isOfItsCause).findFirst();
        }

        private boolean isOfItsCause(ReplyGroup group) {
            var verdict = group.verdict();
            return verdict != null && verdict.cause() == incident.cause();
        }

        private Optional<String> clean() {
            var siblings =
                    incident.evidence().stream()
                            .filter(CleanSibling.class::isInstance)
                            .map(CleanSibling.class::cast)
                            .toList();
            if (siblings.isEmpty()) {
                return Optional.empty();
            }
            var dimension = siblings.getFirst().dimension();
            var alike = siblings.stream().filter(s -> s.dimension() == dimension).toList();
            return Optional.of(cleanOf(alike));
        }

        private String cleanOf(List<CleanSibling> siblings) {
            var names = new ArrayList<String>();
            for (var sibling : siblings.subList(0, Math.min(2, siblings.size()))) {
                names.add(
                        Places.sibling(view, sibling)
                                + " ("
                                + Figures.percent(
                                        (double) sibling.refusals()
                                                / Math.max(1, sibling.attempts()))
                                + ")");
            }
            int more = siblings.size() - names.size();
            if (more > 0) {
                names.add(more + " more " + Words.label(siblings.getFirst().dimension(), more > 1));
            }
            return Places.list(names) + (siblings.size() == 1 ? " is clean" : " are clean");
        }

        private String judged() {
            var sure = " (" + Figures.percent(incident.confidence()) + " sure)";
            return incident.diagnosis() == Diagnosis.UNEXPLAINED
                    ? "The cause is not clear" + sure + "."
                    : (incident.confidence() < 0.5 ? "Possibly: " : "Most likely: ")
                            + Words.label(incident.diagnosis(), view.sourcesKnown())
                            + sure
                            + ".";
        }

        /// Host names and sites keep their small letters.
        private static String capital(String sentence) {
            return sentence.startsWith("every ") ? "E" + sentence.substring(1) : sentence;
        }
    }

    /// How long an incident has lasted, to the end of the log when it is still open.
    public static Duration lasted(ReportView view, Incident incident) {
        var end = incident.until() == null ? view.analysis().input().to() : incident.until();
        return end == null || end.isBefore(incident.since())
                ? Duration.ZERO
                : Duration.between(incident.since(), end);
    }
}
