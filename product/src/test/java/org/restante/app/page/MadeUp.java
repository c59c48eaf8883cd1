package org.restante.app.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Alternative;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Dimension;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
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
import org.restante.record.report.Rung;
import org.restante.record.report.TableRow;
import org.restante.record.report.Tables;
import org.restante.record.report.Timeline;
import org.restante.record.report.Timeline.Counts;
import org.restante.record.report.Timeline.Series;
import org.restante.record.report.Totals;
import org.restante.record.report.UnparsedLine;

/// Analyses made up for tests of what people are shown.
public final class MadeUp {
    private static final Instant START = Instant.parse("2026-05-28T00:00:00Z");
    private static final int STRETCHES = 120;
    private static final List<String> PROVIDERS =
            List.of("gmail", "microsoft", "yahoo", "apple", "comcast", "orange");
    private static final List<String> SOURCES =
            List.of("203.0.113.10", "203.0.113.11", "203.0.113.12", "203.0.113.13");
    private static final long[] SIZES = {60_000, 42_000, 30_000, 14_000, 6_000, 3_000};

    private MadeUp() {}

    /// Twenty hours of four sources: Yahoo holds one of them back, Gmail cut its rate at noon, one MX host fails.
    public static ReportView eventful() {
        return view(
                new Analysis(
                        input(),
                        totals(),
                        tables(),
                        replies(
                                "Messages from 203.0.113.10 temporarily deferred due to unexpected"
                                        + " volume or user complaints - 4.16.55.1; see"
                                        + " https://postmaster.yahooinc.com/error-codes"),
                        persistence("jo.nes+news@yahoo.example"),
                        timeline(),
                        heat(),
                        List.of(new NamedAddress("203.0.113.10", "yahoo", 412)),
                        backlog()),
                incidents());
    }

    /// The same where a receiver, a sender and a spammer wrote what would hurt a careless page or terminal.
    public static ReportView hostile() {
        return everywhere(
                "<script>alert('x')</script>\"><img src=x onerror=alert(1)> \u001b[31m\u202Ered\u0007");
    }

    /// The same with an address wherever a text from outside may stand.
    public static ReportView withAddressesEverywhere(String address) {
        return everywhere(address);
    }

    private static ReportView everywhere(String evil) {
        var calm = eventful().analysis();
        return view(
                new Analysis(
                        new Input(
                                List.of("</title><script>alert(2)</script>.log"),
                                "postfix",
                                10,
                                10,
                                8,
                                1,
                                START,
                                START.plusSeconds(60),
                                null,
                                List.of(new UnparsedLine("a.log", 7, evil)),
                                Caveats.NONE),
                        calm.totals(),
                        new Tables(
                                List.of(row(evil, 100, 50, 1)),
                                List.of(row(evil, 100, 50, 1)),
                                List.of(row(evil, 100, 50, 1)),
                                List.of(row(evil, 100, 50, 1)),
                                List.of(row("greeting", 51, 50, 1)),
                                List.of(row("reputation", 51, 50, 1)),
                                List.of(row(evil, 100, 50, 1)),
                                List.of()),
                        replies(evil),
                        persistence(evil),
                        new Timeline(
                                START,
                                Duration.ofMinutes(10),
                                series(evil, 0),
                                List.of(series(evil, 0), series("yahoo", 2))),
                        new Heat(
                                Heat.Across.SOURCE,
                                List.of(evil),
                                List.of(evil),
                                List.of(new Heat.Cell(evil, evil, 100, 50, 1))),
                        List.of(new NamedAddress(evil, "yahoo", 2)),
                        List.of(new Backlog(Backlog.By.PROVIDER, evil, 3, 1.0, START, false))),
                List.of(incident("i-1", evil, Severity.PAUSE)),
                Map.of(
                        "i-1",
                        new CaseTexts(
                                evil, evil, evil, List.of(new CaseTexts.Advice("Postfix", evil)))));
    }

    /// A quiet day: attempts, the usual greylisting, no incident.
    public static ReportView quiet() {
        var calm = eventful().analysis();
        return view(
                new Analysis(
                        input(),
                        new Totals(
                                48_210,
                                46_684,
                                1_044,
                                482,
                                0,
                                3,
                                47_000,
                                47_100,
                                960,
                                951,
                                6,
                                3,
                                Duration.ofMillis(1_900),
                                Duration.ofSeconds(9),
                                Duration.ofMinutes(16),
                                Duration.ofMinutes(44),
                                0),
                        new Tables(
                                List.of(
                                        row("gmail", 30_000, 600, 200),
                                        row("yahoo", 18_210, 444, 282)),
                                List.of(row("gmail.com", 30_000, 600, 200)),
                                List.of(row(TableRow.UNKNOWN, 48_210, 1_044, 482)),
                                List.of(),
                                List.of(row("rcpt", 1_526, 1_044, 482)),
                                List.of(
                                        row("greylist", 640, 640, 0),
                                        row("no-such-user", 450, 0, 450)),
                                List.of(),
                                List.of()),
                        List.of(),
                        Persistence.none(),
                        new Timeline(
                                START,
                                Duration.ofMinutes(10),
                                series("all", 3),
                                List.of(series("gmail", 3))),
                        Heat.empty(),
                        List.of(),
                        List.of()),
                List.of());
    }

    /// A log in which nothing was sent.
    public static ReportView empty() {
        return view(
                new Analysis(
                        new Input(
                                List.of("-"),
                                "postfix",
                                812,
                                12,
                                0,
                                2,
                                null,
                                null,
                                null,
                                List.of(
                                        new UnparsedLine(
                                                "-", 3, "May 28 00:00:01 mx postfix/smtp[9]: ???")),
                                Caveats.NONE),
                        new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null, null, 0),
                        Tables.empty(),
                        List.of(),
                        Persistence.none(),
                        Timeline.empty(),
                        Heat.empty(),
                        List.of(),
                        List.of()),
                List.of());
    }

    public static ReportView view(Analysis analysis, List<Incident> incidents) {
        return view(analysis, incidents, Map.of("i-1", caseTexts()));
    }

    private static ReportView view(
            Analysis analysis, List<Incident> incidents, Map<String, CaseTexts> cases) {
        return new ReportView(
                analysis,
                incidents,
                cases,
                Map.of("i-1", "deals.example"),
                word ->
                        word.isEmpty()
                                ? word
                                : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }

    /// The eventful analysis with other incidents.
    public static ReportView with(Incident... incidents) {
        return view(eventful().analysis(), List.of(incidents));
    }

    /// The same incident in a log that does not tell the source.
    public static Incident withoutSource(Incident i) {
        var s = i.scope();
        return with(
                i,
                new IncidentScope(
                        s.provider(),
                        s.site(),
                        s.mxHost(),
                        null,
                        s.stream(),
                        s.stage(),
                        s.providers()),
                i.confidence(),
                i.until(),
                i.refusals());
    }

    /// The same where the texts speak of the sender's SPF, DKIM or DMARC.
    static Incident unauthenticated(Incident i) {
        return with(
                i,
                Cause.AUTH,
                i.scope(),
                Diagnosis.AUTHENTICATION_BROKEN,
                i.confidence(),
                i.until(),
                i.refusals());
    }

    public static Incident withConfidence(Incident i, double confidence) {
        return with(i, i.scope(), confidence, i.until(), i.refusals());
    }

    public static Incident withRefusals(Incident i, long refusals) {
        return with(i, i.scope(), i.confidence(), i.until(), refusals);
    }

    public static Incident until(Incident i, Instant until) {
        return with(i, i.scope(), i.confidence(), until, i.refusals());
    }

    private static Incident with(
            Incident i,
            IncidentScope scope,
            double confidence,
            @Nullable Instant until,
            long refusals) {
        return with(i, i.cause(), scope, i.diagnosis(), confidence, until, refusals);
    }

    private static Incident with(
            Incident i,
            Cause cause,
            IncidentScope scope,
            Diagnosis diagnosis,
            double confidence,
            @Nullable Instant until,
            long refusals) {
        return new Incident(
                i.id(),
                i.since(),
                until,
                scope,
                cause,
                diagnosis,
                confidence,
                i.refusalRate(),
                i.baselineRate(),
                i.attempts(),
                refusals,
                i.severity(),
                i.evidence(),
                i.alternatives(),
                i.next(),
                i.steps());
    }

    /// A log whose refusals name these addresses, a hundred times each.
    public static ReportView naming(List<String> addresses, Incident incident) {
        var some = eventful().analysis();
        return view(
                new Analysis(
                        some.input(),
                        some.totals(),
                        some.tables(),
                        some.replies(),
                        some.persistence(),
                        some.timeline(),
                        some.heat(),
                        addresses.stream()
                                .map(address -> new NamedAddress(address, "yahoo", 100))
                                .toList(),
                        some.backlog()),
                List.of(incident));
    }

    /// A log of a few attempts, all delivered.
    public static ReportView withAttempts(long attempts) {
        var none = empty().analysis();
        return view(
                new Analysis(
                        none.input(),
                        new Totals(
                                attempts, attempts, 0, 0, 0, 0, 0, attempts, 0, 0, 0, 0, null, null,
                                null, null, 0),
                        none.tables(),
                        none.replies(),
                        none.persistence(),
                        none.timeline(),
                        none.heat(),
                        none.named(),
                        none.backlog()),
                List.of());
    }

    /// A log with one stream of that name.
    public static ReportView withStream(String stream) {
        var none = empty().analysis();
        return view(
                new Analysis(
                        none.input(),
                        none.totals(),
                        new Tables(
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(row(stream, 10, 1, 0)),
                                List.of()),
                        none.replies(),
                        none.persistence(),
                        none.timeline(),
                        none.heat(),
                        none.named(),
                        none.backlog()),
                List.of());
    }

    /// A log with that timeline.
    public static ReportView withTimeline(Timeline timeline) {
        return with(empty().analysis().tables(), timeline, Heat.empty());
    }

    /// A log that does not tell its sources but its MX hosts.
    public static ReportView hosts() {
        var cells =
                List.of(
                        new Heat.Cell("gmail", "gmail-smtp-in.l.google.com", 9_000, 90, 3),
                        new Heat.Cell("gmail", "alt1.gmail-smtp-in.l.google.com", 900, 12, 0),
                        new Heat.Cell("comcast", "mx1.comcast.net", 640, 3, 1),
                        new Heat.Cell("comcast", "mx2.comcast.net", 210, 92, 0),
                        new Heat.Cell(TableRow.UNKNOWN, "mail.example.net", 12, 4, 0));
        var heat =
                new Heat(
                        Heat.Across.MX_HOST,
                        List.of("gmail", "comcast", TableRow.UNKNOWN),
                        cells.stream().map(Heat.Cell::column).toList(),
                        cells);
        var some = eventful();
        var view = with(some.analysis().tables(), some.analysis().timeline(), heat);
        return view(view.analysis(), List.of(badHost("i-3")));
    }

    private static ReportView with(Tables tables, Timeline timeline, Heat heat) {
        var some = eventful().analysis();
        return view(
                new Analysis(
                        input(),
                        totals(),
                        tables,
                        some.replies(),
                        some.persistence(),
                        timeline,
                        heat,
                        some.named(),
                        some.backlog()),
                List.of());
    }

    public static Instant at(String hour) {
        return Instant.parse("2026-05-28T" + hour + ":00Z");
    }

    public static TableRow row(String key, long attempts, long deferred, long bounced) {
        return new TableRow(
                key,
                attempts,
                attempts - deferred - bounced,
                deferred,
                bounced,
                attempts * 9 / 10,
                deferred * 6 / 10,
                attempts == deferred + bounced ? null : Duration.ofMillis(1_800 + deferred),
                attempts == deferred + bounced ? null : Duration.ofSeconds(9 + deferred / 20));
    }

    private static Input input() {
        return new Input(
                List.of("accounting-20260528.csv", "accounting-20260528b.csv.gz"),
                "powermta",
                412_000_000,
                181_204,
                181_150,
                3,
                START,
                START.plus(Duration.ofMinutes(1_198)),
                Duration.ofMillis(1_240),
                List.of(
                        new UnparsedLine(
                                "accounting-20260528.csv",
                                4_711,
                                "d,2026-05-28 10:00:0,\"unclosed")),
                Caveats.NONE);
    }

    private static Totals totals() {
        return new Totals(
                155_000,
                145_240,
                7_650,
                2_110,
                640,
                12,
                148_200,
                148_000,
                5_204,
                3_870,
                96,
                1_238,
                Duration.ofMillis(2_100),
                Duration.ofSeconds(14),
                Duration.ofMinutes(31),
                Duration.ofHours(4),
                0);
    }

    private static Tables tables() {
        return new Tables(
                List.of(
                        row("gmail", 60_000, 1_560, 540),
                        row("microsoft", 42_000, 504, 630),
                        row("yahoo", 30_000, 5_220, 270),
                        row("apple", 14_000, 98, 210),
                        row("comcast", 6_000, 210, 300),
                        row("orange", 3_000, 58, 160)),
                List.of(
                        row("gmail.com", 57_200, 1_490, 500),
                        row("outlook.com", 24_000, 301, 300),
                        row("yahoo.com", 21_000, 3_810, 190),
                        row("hotmail.com", 16_000, 190, 300),
                        row("icloud.com", 14_000, 98, 210),
                        row("aol.com", 8_100, 1_360, 70),
                        row(TableRow.OTHERS, 14_700, 401, 540)),
                List.of(
                        row("203.0.113.11", 40_000, 910, 560),
                        row("203.0.113.12", 40_000, 870, 540),
                        row("203.0.113.13", 39_000, 880, 520),
                        row("203.0.113.10", 36_000, 4_990, 490)),
                List.of(
                        row("gmail-smtp-in.l.google.com", 57_000, 1_500, 500),
                        row("mta5.am0.yahoodns.net", 11_000, 1_800, 90),
                        row("mx2.comcast.net", 2_900, 190, 150),
                        row(TableRow.OTHERS, 84_100, 4_160, 1_370)),
                List.of(
                        row("greeting", 4_800, 4_800, 0),
                        row("rcpt", 4_200, 2_310, 1_890),
                        row("content", 640, 440, 200),
                        row("connect", 120, 100, 20)),
                List.of(
                        row("reputation", 4_700, 4_700, 0),
                        row("rate", 1_420, 1_420, 0),
                        row("no-such-user", 1_300, 0, 1_300),
                        row("greylist", 880, 880, 0),
                        row("mailbox-full", 520, 400, 120),
                        row("network", 120, 100, 20),
                        row(TableRow.OTHERS, 820, 150, 670)),
                List.of(
                        row("newsletter", 96_000, 6_100, 1_500),
                        row("receipts", 41_000, 1_010, 380),
                        row("alerts", 18_000, 540, 230)),
                List.of());
    }

    private static List<ReplyGroup> replies(String text) {
        return List.of(
                new ReplyGroup(
                        1,
                        row(
                                "421 4.7.0 [TSS04] " + text.replace("203.0.113.10", "<ip>"),
                                4_700,
                                4_700,
                                0),
                        "421 4.7.0 [TSS04] " + text,
                        verdict(
                                421,
                                "4.7.0",
                                "yahoo",
                                Cause.REPUTATION,
                                "yahoo/tss04",
                                "Yahoo saw more mail or more complaints than it expects from this source and"
                                        + " asks it to wait. Trying on at once makes the wait longer.",
                                NextStep.PAUSE),
                        "yahoo",
                        at("09:21"),
                        at("19:57")),
                new ReplyGroup(
                        2,
                        row(
                                "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from"
                                        + " your IP address [<ip>]",
                                1_260,
                                1_260,
                                0),
                        "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your"
                                + " IP address [203.0.113.12]. To protect our users from spam, mail sent from your"
                                + " IP address has been temporarily rate limited.",
                        verdict(
                                421,
                                "4.7.28",
                                "gmail",
                                Cause.RATE,
                                "gmail/ip-rate",
                                "Gmail is limiting how fast this address may send.",
                                NextStep.SLOW),
                        "gmail",
                        at("13:04"),
                        at("14:12")),
                new ReplyGroup(
                        3,
                        row("550 5.1.1 <address> user unknown", 1_300, 0, 1_300),
                        "550 5.1.1 <pat@comcast.example> user unknown",
                        verdict(
                                550,
                                "5.1.1",
                                null,
                                Cause.NO_SUCH_USER,
                                "status/5.1.1",
                                "There is no such mailbox.",
                                NextStep.SUPPRESS),
                        null,
                        at("00:02"),
                        at("19:55")),
                new ReplyGroup(
                        4,
                        row("451 4.3.0 temporary system problem", 120, 120, 0),
                        "451 4.3.0 temporary system problem",
                        verdict(
                                451,
                                "4.3.0",
                                "comcast",
                                Cause.SERVER_ERROR,
                                "status/4.3.0",
                                "The receiver has trouble of its own.",
                                NextStep.RETRY),
                        "comcast",
                        at("17:31"),
                        at("19:40")),
                new ReplyGroup(
                        -1, row(TableRow.OTHERS, 2_380, 1_570, 810), "", null, null, null, null));
    }

    private static Verdict verdict(
            int code,
            String status,
            @Nullable String provider,
            Cause cause,
            String rule,
            String explanation,
            NextStep next) {
        var permanence = code < 500 ? Permanence.TEMPORARY : Permanence.PERMANENT;
        return new Verdict(
                code,
                status,
                provider,
                cause,
                cause == Cause.NO_SUCH_USER ? Scope.RECIPIENT : Scope.SOURCE,
                permanence,
                permanence,
                null,
                null,
                List.of(next),
                rule,
                explanation);
    }

    private static Persistence persistence(String recipient) {
        return new Persistence(
                Map.of(Rung.ONE_HOUR, 310L, Rung.FOUR_HOURS, 902L, Rung.ONE_DAY, 26L),
                List.of(
                        new PersistentDeferral(
                                recipient,
                                "yahoo.example",
                                "yahoo",
                                1,
                                14,
                                START.minus(Duration.ofHours(8)),
                                at("19:40"),
                                "421 4.7.0 [TSS04] Messages from 203.0.113.10 temporarily deferred",
                                Cause.REPUTATION),
                        new PersistentDeferral(
                                null,
                                "shop.example",
                                null,
                                26,
                                310,
                                at("04:10"),
                                at("19:50"),
                                "451 4.3.0 temporary system problem",
                                Cause.SERVER_ERROR)));
    }

    private static Timeline timeline() {
        var series = new ArrayList<Series>();
        for (int i = 0; i < PROVIDERS.size(); i++) {
            series.add(series(PROVIDERS.get(i), i));
        }
        var overall = new ArrayList<Counts>();
        for (int i = 0; i < STRETCHES; i++) {
            long attempts = 0;
            long deferred = 0;
            long bounced = 0;
            for (var one : series) {
                attempts += one.counts().get(i).attempts();
                deferred += one.counts().get(i).deferred();
                bounced += one.counts().get(i).bounced();
            }
            overall.add(new Counts(attempts, deferred, bounced));
        }
        return new Timeline(START, Duration.ofMinutes(10), new Series("all", overall), series);
    }

    private static Series series(String key, int provider) {
        var counts = new ArrayList<Counts>();
        for (int i = 0; i < STRETCHES; i++) {
            double day = 0.35 + 0.65 * Math.sin(Math.PI * i / STRETCHES);
            long attempts = Math.round(SIZES[provider] / 80.0 * day);
            double rate = 0.008 + 0.006 * ((i * 7 + provider * 3) % 5);
            if (key.equals("yahoo") && i >= 56) {
                rate = 0.30 + 0.04 * (i % 3);
            }
            if (key.equals("gmail") && i >= 79 && i < 86) {
                rate = 0.18 + 0.02 * (i % 4);
            }
            counts.add(new Counts(attempts, Math.round(attempts * rate), attempts / 90));
        }
        return new Series(key, counts);
    }

    private static Heat heat() {
        var cells = new ArrayList<Heat.Cell>();
        for (int p = 0; p < PROVIDERS.size(); p++) {
            for (int s = 0; s < SOURCES.size(); s++) {
                if (p == 5 && s == 3) {
                    continue;
                }
                boolean held = p == 2 && s == 0;
                long attempts = SIZES[p] / 4 + 13L * s;
                double rate = held ? 0.62 : 0.006 + 0.004 * ((p * 5 + s * 3) % 7);
                cells.add(
                        new Heat.Cell(
                                PROVIDERS.get(p),
                                SOURCES.get(s),
                                attempts,
                                Math.round(attempts * rate),
                                attempts / 90));
            }
        }
        return new Heat(Heat.Across.SOURCE, PROVIDERS, SOURCES, cells);
    }

    private static List<Backlog> backlog() {
        return List.of(
                new Backlog(Backlog.By.PROVIDER, "yahoo", 1_104, 86.0, at("09:22"), false),
                new Backlog(Backlog.By.PROVIDER, "comcast", 92, -14.0, at("18:02"), false),
                new Backlog(Backlog.By.DOMAIN, "yahoo.com", 811, 60.0, at("09:22"), false));
    }

    private static List<Incident> incidents() {
        return List.of(
                incident("i-1", "203.0.113.10", Severity.PAUSE), rateCut("i-2"), badHost("i-3"));
    }

    /// Yahoo holds one source back, since 09:20 and still.
    public static Incident incident(String id, String source, Severity severity) {
        return new Incident(
                id,
                at("09:20"),
                null,
                new IncidentScope(
                        "yahoo", "yahoo", null, source, null, Stage.GREETING, List.of("yahoo")),
                Cause.REPUTATION,
                Diagnosis.SOURCE_BLOCKED_AT_ONE,
                0.96,
                0.62,
                0.014,
                7_520,
                4_662,
                severity,
                List.of(
                        new Evidence.Inside(4_662, 7_520),
                        new Evidence.Outside(38, 14_880),
                        new Evidence.CleanSibling(Dimension.SOURCE, "203.0.113.11", 14, 4_960),
                        new Evidence.CleanSibling(Dimension.SOURCE, "203.0.113.12", 11, 4_950),
                        new Evidence.CleanSibling(Dimension.SOURCE, "203.0.113.13", 13, 4_970),
                        new Evidence.CleanSibling(Dimension.PROVIDER, "gmail", 120, 8_800),
                        new Evidence.CleanSibling(Dimension.PROVIDER, "microsoft", 60, 6_900),
                        new Evidence.AtStage(Stage.GREETING, 0.98),
                        new Evidence.Causes(
                                List.of(
                                        new Evidence.CauseCount(Cause.REPUTATION, 4_610),
                                        new Evidence.CauseCount(Cause.RATE, 52))),
                        new Evidence.Replies(1, 1, List.of(1)),
                        new Evidence.VolumeBefore(41.5, 12.0)),
                List.of(
                        new Alternative(
                                Diagnosis.RATE_CUT,
                                Cause.RATE,
                                0.03,
                                "a rate limit would also hold back the other sources")),
                List.of(NextStep.PAUSE, NextStep.ESCALATE),
                List.of(
                        "Pause 203.0.113.10 at Yahoo for at least two hours; leave one message as a canary.",
                        "Look at the complaints of stream newsletter since 09:00.",
                        "Do not move its mail to the other sources."));
    }

    /// Gmail let less through for an hour, from every source.
    public static Incident rateCut(String id) {
        return new Incident(
                id,
                at("13:05"),
                at("14:10"),
                new IncidentScope("gmail", "gmail", null, null, null, null, List.of("gmail")),
                Cause.RATE,
                Diagnosis.RATE_CUT,
                0.91,
                0.21,
                0.02,
                5_980,
                1_256,
                Severity.THROTTLE,
                List.of(
                        new Evidence.Inside(1_256, 5_980),
                        new Evidence.CleanSibling(Dimension.PROVIDER, "microsoft", 31, 4_100),
                        new Evidence.Replies(2, 2, List.of(2))),
                List.of(),
                List.of(NextStep.SLOW),
                List.of("Send a third slower to Gmail; shift what can wait to the evening."));
    }

    /// One of Comcast's MX hosts does not answer.
    public static Incident badHost(String id) {
        return new Incident(
                id,
                at("17:30"),
                null,
                new IncidentScope(
                        "comcast",
                        "comcast",
                        "mx2.comcast.net",
                        null,
                        null,
                        null,
                        List.of("comcast")),
                Cause.NETWORK,
                Diagnosis.HOST_BAD,
                0.72,
                0.44,
                0.0,
                210,
                92,
                Severity.OBSERVE,
                List.of(
                        new Evidence.Inside(92, 210),
                        new Evidence.CleanSibling(Dimension.MX_HOST, "mx1.comcast.net", 0, 640),
                        new Evidence.Onset(at("17:30"), false)),
                List.of(
                        new Alternative(
                                Diagnosis.OWN_NETWORK,
                                Cause.NETWORK,
                                0.2,
                                "try from another network")),
                List.of(NextStep.RETRY),
                List.of(
                        "Nothing: the other MX hosts take the mail. Tell the receiver if it lasts."));
    }

    private static CaseTexts caseTexts() {
        return new CaseTexts(
                "Receiver        Yahoo (mta5.am0.yahoodns.net)\nSource          203.0.113.10\nStage           greeting\n"
                        + "Reply           421 4.7.0 [TSS04] Messages from 203.0.113.10 temporarily deferred\n"
                        + "First seen      2026-05-28 09:21 UTC\nRefused         4,662 of 7,520 attempts (62 %)\n",
                "Subject: 421 4.7.0 [TSS04] for 203.0.113.10 since 2026-05-28 09:20 UTC\n\nHello,\n\nsince 09:20 UTC your"
                        + " servers defer 62 % of our attempts from 203.0.113.10 at the greeting.\n\nThank you.\n",
                "Yahoo defers 203.0.113.10\n\n- paused at 10:00\n- review in two hours\n",
                List.of(
                        new CaseTexts.Advice(
                                "Postfix", "# master.cf\nslow-yahoo unix - - n - 1 smtp\n"),
                        new CaseTexts.Advice(
                                "PowerMTA",
                                "<domain yahoo.com>\n  max-smtp-out 2\n  retry-after 60m\n</domain>\n"),
                        new CaseTexts.Advice("KumoMTA", "[\"yahoo.com\"]\nconnection_limit = 2\n"),
                        new CaseTexts.Advice(
                                "Exim", "# retry section\nyahoo.com * F,2h,30m; G,16h,1h,1.5\n")));
    }
}
