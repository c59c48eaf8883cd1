package org.restante.app.page;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Alternative;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.meaning.verdict.Verdict;
import org.restante.record.report.Analysis;
import org.restante.record.report.Backlog;
import org.restante.record.report.Caveats;
import org.restante.record.report.Heat;
import org.restante.record.report.Input;
import org.restante.record.report.NamedAddress;
import org.restante.record.report.Persistence;
import org.restante.record.report.PersistentDeferral;
import org.restante.record.report.ReplyGroup;
import org.restante.record.report.TableRow;
import org.restante.record.report.Tables;
import org.restante.record.report.Timeline;
import org.restante.record.report.UnparsedLine;

/// Keeps the local parts of addresses out of everything that is printed or written (`--redact`).
///
/// Domains stay, for they are what a report is about. A local part is replaced whole and by the same mark everywhere: a hash
/// of it could be found out by trying names. Besides addresses, what stands where receivers put a local part alone
/// (`<pat>: user unknown`, `mailbox pat.doe`, `pat%40example.com`) is taken out too, rather too much than too little.
public final class Redaction {
    /// What stands in the place of a local part.
    public static final String MARK = "***";

    private static final String LOCAL = "[^\\s<>()\\[\\],;:\"\\\\@]";
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\\\r\\n]|\\\\.){1,128}\"@");
    private static final Pattern ADDRESS = Pattern.compile("(?<!" + LOCAL + ")" + LOCAL + "++@");
    private static final Pattern ENCODED =
            Pattern.compile("(?<![A-Za-z0-9._+~-])[A-Za-z0-9._+~-]++%40");
    private static final Pattern BRACKETED = Pattern.compile("<[^\\s<>@]{1,256}>");
    private static final Pattern UNCLOSED = Pattern.compile("<[^\\s<>@]{1,256}$");
    private static final Pattern CALLED =
            Pattern.compile(
                    "\\b(user|username|mailbox|recipient|addressee|account|inbox|alias|login|member|subscriber|customer)((?: name)?[ =:]{1,2}[\"'`]?)"
                            + "(?=[^\\s\"'`]*[0-9._+-][^\\s\"'`]*)([\\p{L}0-9._+=-]*[\\p{L}0-9])(?![^\\s\"'`]*@)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CALLED_QUOTED =
            Pattern.compile(
                    "\\b(user|username|mailbox|recipient|addressee|account|inbox|alias|address|login|member|subscriber|customer|sender|author|owner)([ =:]{1,2})([\"'`])[^\"'`@]{1,128}\\3",
                    Pattern.CASE_INSENSITIVE);

    /// Words that stand after "user" or "mailbox" without being anybody's name.
    private static final String NOBODY =
            "(?!(?:here|in|at|on|of|is|isn|not|name|names|for|this|that|by|via|with|and|or|from|to|as|be|an?|the|no|has|have|does|doesn|did"
                    + "|was|were|are|can|cannot|could|may|must|should|would|will|you|your|we|our|it|its|who|does|account|accounts|user|users"
                    + "|unknown|found|exists?|mailbox|mailboxes|address|addresses|recipient|recipients|local|virtual|alias|table|system"
                    + "|rejected|relay|relaying|lookup|yet|error|temporarily|currently|over|full|quota|disabled|inactive|invalid|verification"
                    + "|verify|verified|size|limit|storage|unavailable|busy|locked|access|server|domain|database|validation|policy|complaints?"
                    + "|defined|base|score|framework|ip|host|id|denied|deactivated|suspended|blocked|refused|mail|email|messages?|try|please)\\b)";

    /// Nor is the domain or the address of a sender.
    private static final String NO_HOST =
            "(?![\\p{L}0-9-]+(?:\\.[\\p{L}0-9-]+)*\\.(?:[a-z]{2,6}|\\d{1,3}) )";

    private static final Pattern UNKNOWN =
            Pattern.compile(
                    "\\b((?:(?:unknown|invalid|no such|nonexistent) (?:local |virtual )?(?:user|recipient|mailbox|account|alias|sender)|owned by user)(?: name)?[ :]{1,2})"
                            + NOBODY
                            + NO_HOST
                            + "[\\p{L}0-9][\\p{L}0-9._+=-]{0,63}+(?![@\\w])",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern MISSING =
            Pattern.compile(
                    "\\b((?:user|recipient|mailbox|account|alias|sender|author|owner)(?: name)?[ :]{1,2})"
                            + NOBODY
                            + NO_HOST
                            + "[\\p{L}0-9][\\p{L}0-9._+=-]{0,63}+"
                            + "(?= (?:is |was |has |does |doesn't |not |over |unknown|invalid|disabled|rejected|unavailable))",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern DOTTED =
            Pattern.compile("(?<![^\\s<])[\\p{L}0-9][\\p{L}0-9_+=-]{0,63}+(?=\\.\\.\\. )");

    /// What a sign of equality gives to a party of the message: `from=pat`, `rcpt=pat`.
    private static final Pattern GIVEN =
            Pattern.compile(
                    "\\b((?:from|to|sender|rcpt|rcptto|mailfrom|mail-from|envelope-from|return-path|reply-to|user|username|login|account|mailbox|recipient)=[\"'`]?)"
                            + NOBODY
                            + "(?![\\p{L}0-9-]+(?:\\.[\\p{L}0-9-]+)*\\.(?:[a-z]{2,6}|\\d{1,3})(?![\\w.-]))"
                            + "[\\p{L}0-9][\\p{L}0-9._+=-]{0,63}+(?![@\\w])",
                    Pattern.CASE_INSENSITIVE);

    /// A name before an address: in quotation marks, or in a quoted header.
    private static final Pattern DISPLAYED = Pattern.compile("\"[^\"\\r\\n<>@]{1,80}\" ?(?=<)");

    private static final Pattern HEADER =
            Pattern.compile(
                    "\\b((?:From|To|Cc|Sender|Reply-To): )[\\p{L}\"'][^<>\\r\\n@:]{0,80}+(?=<)");

    private static final Pattern GREETED =
            Pattern.compile(
                    "\\b(Dear|Hello|Hi) "
                            + "(?!(?:Sender|Customer|Client|User|Member|Sir|Madam|Postmaster|Administrator|Admin|All|Colleague|Mail)\\b)"
                            + "\\p{Lu}[\\p{L}'-]{1,40}+(?: \\p{Lu}[\\p{L}.'-]{0,40}+){0,2}+(?=[,!:])");

    /// What stands after it to the end of the line is the message's, and no receiver marks where it ends.
    private static final Pattern SUBJECT =
            Pattern.compile(
                    "\\b(Subject\"?[:=])[^\\S\\r\\n]*[^\\s][^\\r\\n]*", Pattern.CASE_INSENSITIVE);

    /// A shorter local part is a word of any sentence too.
    private static final int LEAST_NAME = 3;

    private static final int MOST_NAMED = 20;

    private Redaction() {}

    /// The text without local parts, nor those of the addresses it is about: a receiver may name its recipient in any words.
    public static String of(String text, Collection<String> people) {
        var plain = text;
        for (var address : people) {
            int at = address.lastIndexOf('@');
            var local = at < 0 ? address : address.substring(0, at);
            plain = without(local, plain);
            plain = without(local.replaceFirst("[+].*", ""), plain);
        }
        return of(plain);
    }

    private static String without(String local, String text) {
        if (local.length() < LEAST_NAME) {
            return text;
        }
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(local) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .replaceAll(MARK);
    }

    /// A line of a log with the addresses it names itself.
    private static String line(String text) {
        var people =
                ADDRESS.matcher(text).results().limit(MOST_NAMED).map(MatchResult::group).toList();
        return of(text, people);
    }

    /// The text without local parts.
    public static String of(String text) {
        var plain = SUBJECT.matcher(text).replaceAll("$1 " + MARK);
        plain = DISPLAYED.matcher(plain).replaceAll(MARK + " ");
        plain = HEADER.matcher(plain).replaceAll("$1" + MARK + " ");
        plain = GREETED.matcher(plain).replaceAll("$1 " + MARK);
        plain = QUOTED.matcher(plain).replaceAll(MARK + "@");
        plain = ADDRESS.matcher(plain).replaceAll(MARK + "@");
        plain = ENCODED.matcher(plain).replaceAll(MARK + "%40");
        plain = BRACKETED.matcher(plain).replaceAll("<" + MARK + ">");
        plain = UNCLOSED.matcher(plain).replaceAll("<" + MARK);
        plain = GIVEN.matcher(plain).replaceAll("$1" + MARK);
        plain = CALLED_QUOTED.matcher(plain).replaceAll("$1$2$3" + MARK + "$3");
        plain = CALLED.matcher(plain).replaceAll("$1$2" + MARK);
        plain = UNKNOWN.matcher(plain).replaceAll("$1" + MARK);
        plain = MISSING.matcher(plain).replaceAll("$1" + MARK);
        return DOTTED.matcher(plain).replaceAll(MARK);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null ? null : of(text);
    }

    private static <T> List<T> each(List<T> list, Function<T, T> redacted) {
        return list.stream().map(redacted).toList();
    }

    /// All that people are shown.
    public static ReportView of(ReportView view) {
        var cases = new HashMap<String, CaseTexts>();
        view.cases().forEach((id, texts) -> cases.put(id, of(texts)));
        return new ReportView(
                of(view.analysis()),
                each(view.incidents(), Redaction::of),
                cases,
                view.senders(),
                view.names());
    }

    private static CaseTexts of(CaseTexts texts) {
        return of(texts, List.of());
    }

    /// A case file of refusals that are about these addresses.
    public static CaseTexts of(CaseTexts texts, Collection<String> people) {
        return new CaseTexts(
                of(texts.evidence(), people),
                of(texts.letter(), people),
                of(texts.ticket(), people),
                each(
                        texts.configuration(),
                        advice ->
                                new CaseTexts.Advice(advice.server(), of(advice.text(), people))));
    }

    /// All that a log told.
    public static Analysis of(Analysis analysis) {
        return new Analysis(
                of(analysis.input()),
                analysis.totals(),
                of(analysis.tables()),
                each(analysis.replies(), Redaction::of),
                new Persistence(
                        analysis.persistence().recipients(),
                        each(analysis.persistence().rows(), Redaction::of)),
                of(analysis.timeline()),
                of(analysis.heat()),
                each(
                        analysis.named(),
                        named ->
                                new NamedAddress(
                                        of(named.address()), named.provider(), named.refusals())),
                each(
                        analysis.backlog(),
                        row ->
                                new Backlog(
                                        row.by(),
                                        of(row.key()),
                                        row.waiting(),
                                        row.perHour(),
                                        row.oldest(),
                                        row.listed())));
    }

    private static Input of(Input input) {
        return new Input(
                each(input.files(), Redaction::of),
                input.format(),
                input.bytes(),
                input.lines(),
                input.events(),
                input.unparsed(),
                input.from(),
                input.to(),
                input.took(),
                each(
                        input.samples(),
                        line -> new UnparsedLine(of(line.file()), line.line(), line(line.text()))),
                of(input.caveats()));
    }

    /// Damage is told with the name of its file.
    private static Caveats of(Caveats caveats) {
        return new Caveats(
                caveats.stepsBack(),
                caveats.furthestBack(),
                caveats.linesCut(),
                of(caveats.damage()),
                caveats.since(),
                caveats.until());
    }

    private static Tables of(Tables tables) {
        return new Tables(
                rows(tables.byProvider()),
                rows(tables.byDomain()),
                rows(tables.bySource()),
                rows(tables.byMxHost()),
                rows(tables.byStage()),
                rows(tables.byCause()),
                rows(tables.byStream()),
                rows(tables.byHour()));
    }

    private static List<TableRow> rows(List<TableRow> rows) {
        return each(rows, Redaction::of);
    }

    private static TableRow of(TableRow row) {
        return row(row, of(row.key()));
    }

    private static TableRow row(TableRow row, String key) {
        return new TableRow(
                key,
                row.attempts(),
                row.delivered(),
                row.deferred(),
                row.bounced(),
                row.messages(),
                row.messagesDeferred(),
                row.delayP50(),
                row.delayP90());
    }

    private static ReplyGroup of(ReplyGroup group) {
        return new ReplyGroup(
                group.id(),
                row(group.row(), of(group.row().key(), group.people())),
                of(group.example(), group.people()),
                of(group.verdict()),
                group.provider(),
                group.first(),
                group.last());
    }

    /// A rule of the user's own may explain itself with an address.
    private static @Nullable Verdict of(@Nullable Verdict verdict) {
        return verdict == null
                ? null
                : new Verdict(
                        verdict.code(),
                        verdict.status(),
                        verdict.provider(),
                        verdict.cause(),
                        verdict.scope(),
                        verdict.signalled(),
                        verdict.effective(),
                        verdict.retryAfter(),
                        verdict.minimumPause(),
                        verdict.next(),
                        verdict.rule(),
                        of(verdict.explanation()));
    }

    private static PersistentDeferral of(PersistentDeferral row) {
        return new PersistentDeferral(
                orNull(row.recipient()),
                of(row.domain()),
                row.provider(),
                row.waiting(),
                row.attempts(),
                row.first(),
                row.last(),
                of(row.lastReply(), row.people()),
                row.cause());
    }

    private static Timeline of(Timeline timeline) {
        return new Timeline(
                timeline.start(),
                timeline.stretch(),
                of(timeline.overall()),
                each(timeline.byProvider(), Redaction::of));
    }

    private static Timeline.Series of(Timeline.Series series) {
        return new Timeline.Series(of(series.key()), series.counts());
    }

    private static Heat of(Heat heat) {
        return new Heat(
                heat.across(),
                each(heat.rows(), Redaction::of),
                each(heat.columns(), Redaction::of),
                each(
                        heat.cells(),
                        cell ->
                                new Heat.Cell(
                                        of(cell.row()),
                                        of(cell.column()),
                                        cell.attempts(),
                                        cell.deferred(),
                                        cell.bounced())));
    }

    /// An incident, whose stream may be an address.
    public static Incident of(Incident incident) {
        return new Incident(
                of(incident.id()),
                incident.since(),
                incident.until(),
                of(incident.scope()),
                incident.cause(),
                incident.diagnosis(),
                incident.confidence(),
                incident.refusalRate(),
                incident.baselineRate(),
                incident.attempts(),
                incident.refusals(),
                incident.severity(),
                each(incident.evidence(), Redaction::of),
                each(incident.alternatives(), Redaction::of),
                incident.next(),
                each(incident.steps(), Redaction::of));
    }

    private static IncidentScope of(IncidentScope scope) {
        return new IncidentScope(
                orNull(scope.provider()),
                orNull(scope.site()),
                orNull(scope.mxHost()),
                orNull(scope.source()),
                orNull(scope.stream()),
                orNull(scope.sender()),
                scope.stage(),
                each(scope.providers(), Redaction::of));
    }

    private static Evidence of(Evidence evidence) {
        return switch (evidence) {
            case Evidence.CleanSibling(var dimension, var name, var refusals, var attempts) ->
                    new Evidence.CleanSibling(dimension, of(name), refusals, attempts);
            case Evidence.Inside e -> e;
            case Evidence.Before e -> e;
            case Evidence.Outside e -> e;
            case Evidence.AtStage e -> e;
            case Evidence.Causes e -> e;
            case Evidence.Replies e -> e;
            case Evidence.Onset e -> e;
            case Evidence.VolumeBefore e -> e;
            case Evidence.Slowed e -> e;
            case Evidence.Messages e -> e;
        };
    }

    private static Alternative of(Alternative alternative) {
        return new Alternative(
                alternative.diagnosis(),
                alternative.cause(),
                alternative.confidence(),
                of(alternative.toTellApart()));
    }
}
