package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.EventReader;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.PowerMtaReader;
import org.restante.record.logs.SourceMap;

final class LogReadingTest {
    private static final Instant NEWEST = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void aDeferralThatIsDeliveredLaterIsOneMessageAndTwoAttempts() throws IOException {
        var analysis =
                read(
                        """
                        Nov 20 09:00:00 out postfix/cleanup[1]: AAAA1111: message-id=<1@a.test>
                        Nov 20 09:00:00 out postfix/qmgr[1]: AAAA1111: from=<news@a.test>, size=2000, nrcpt=1 (queue active)
                        Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=4.7.1, status=deferred (host mx.b.test[192.0.2.1] said: 450 4.7.1 Greylisted (in reply to RCPT TO command))
                        Nov 20 09:10:00 out postfix/qmgr[1]: AAAA1111: from=<news@a.test>, size=2000, nrcpt=1 (queue active)
                        Nov 20 09:10:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=601, delays=600/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)
                        Nov 20 09:10:01 out postfix/qmgr[1]: AAAA1111: removed
                        """,
                        2);

        var totals = analysis.totals();
        assertThat(totals.attempts()).isEqualTo(2);
        assertThat(totals.messages()).isEqualTo(1);
        assertThat(totals.messagesDeferred()).isEqualTo(1);
        assertThat(totals.deferredThenDelivered()).isEqualTo(1);
        assertThat(totals.deferredStill()).isZero();
        assertThat(analysis.tables().byStream())
                .extracting(TableRow::key)
                .containsExactly("a.test");
        assertThat(analysis.tables().byStage())
                .extracting(TableRow::key)
                .containsExactlyInAnyOrder("rcpt", "content");
    }

    @Test
    void aRuleByTheSenderGivesItsSourceToTheAttempts() throws IOException {
        var log =
                """
                Nov 20 09:00:00 out postfix/qmgr[1]: AAAA1111: from=<news@a.test>, size=2000, nrcpt=1 (queue active)
                Nov 20 09:00:00 out postfix/qmgr[1]: BBBB1111: from=<shop@b.test>, size=2000, nrcpt=1 (queue active)
                Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@c.test>, relay=mx.c.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
                Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<v@c.test>, relay=mx.c.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
                Nov 20 09:00:02 out postfix/smtp[2]: BBBB1111: to=<u@c.test>, relay=mx.c.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
                """;
        var bySender = new SourceMap.Rule(Map.of(Field.REVERSE_PATH, "*@a.test"), Map.of(), NEWS);
        var byDefault = new SourceMap.Rule(Map.of(), Map.of(), REST);

        var first = read(log, new SourceMap(List.of(bySender, byDefault)));
        var last = read(log, new SourceMap(List.of(byDefault, bySender)));

        assertThat(first.tables().bySource())
                .extracting(TableRow::key, TableRow::attempts)
                .containsExactly(tuple("192.0.2.7", 2L), tuple("rest", 1L));
        assertThat(first.tables().byStream())
                .extracting(TableRow::key, TableRow::attempts)
                .containsExactly(tuple("newsletter", 2L), tuple("others", 1L));
        assertThat(last.tables().bySource())
                .extracting(TableRow::key, TableRow::attempts)
                .containsExactly(tuple("rest", 3L));
    }

    @Test
    void aSourceIsOneWhetherALineTellsItsAddressOrNot() throws IOException {
        var header = "type,timeLogged,orig,rcpt,vmta,dlvSourceIp,dsnStatus,dsnDiag,dsnMta\n";
        var delivered =
                "d,2026-11-20 09:0%d:00+0000,n@a.test,u@b.test,%s,%s,2.0.0 (success),smtp;250 ok,mx.b.test (192.0.2.1)\n";
        var refused =
                "t,2026-11-20 09:0%d:00+0000,n@a.test,v@b.test,%s,,4.4.1 (no answer),,mx.b.test (192.0.2.1)\n";
        var log =
                header
                        + refused.formatted(1, "mta1")
                        + delivered.formatted(2, "mta1", "198.51.100.1")
                        + refused.formatted(3, "mta1")
                        + delivered.formatted(4, "mta2", "198.51.100.2")
                        + delivered.formatted(5, "mta2", "198.51.100.3")
                        + refused.formatted(6, "mta2");
        var told = new ArrayList<String>();

        var analysis = LogReadings.analysis(List.of(file(log)), POWERMTA, refusals(told));

        assertThat(analysis.tables().bySource())
                .extracting(TableRow::key, TableRow::attempts)
                .containsExactlyInAnyOrder(
                        tuple("198.51.100.1", 3L),
                        tuple("198.51.100.2", 1L),
                        tuple("198.51.100.3", 1L),
                        tuple("mta2", 1L));
        assertThat(told).containsExactly("mta1", "198.51.100.1", "mta2");
    }

    @Test
    void aSenderIsToldApartOnceItMakesAGoodPartOfTheAttempts() throws IOException {
        var log = new StringBuilder("type,timeLogged,orig,rcpt,jobId,dsnStatus,dsnDiag,dsnMta\n");
        for (int i = 0; i < 40; i++) {
            var sender = i % 8 == 7 ? "n@c.test" : "n@a.test";
            log.append(
                    "d,2026-11-20 09:00:%02d+0000,%s,u@b.test,job1,2.0.0 (success),smtp;250 ok,mx.b.test (192.0.2.1)\n"
                            .formatted(i, sender));
        }
        log.append(
                "d,2026-11-20 09:01:00+0000,n@a.test,u@b.test,,2.0.0 (success),smtp;250 ok,mx.b.test (192.0.2.1)\n");
        var told = new ArrayList<String>();
        LogReadings.analysis(List.of(file(log.toString())), POWERMTA, new Places(told));

        assertThat(told).containsExactly("job1 of null", "job1 of a.test", "a.test of null");
    }

    /// Two words for the same mail: incidents are told of the stream, over all its past.
    @Test
    void aSenderThatIsAnotherWordForAStreamIsNotToldApart() throws IOException {
        var log = new StringBuilder("type,timeLogged,orig,rcpt,jobId,dsnStatus,dsnDiag,dsnMta\n");
        for (int i = 0; i < 400; i++) {
            int customer = i % 3;
            log.append(
                    "d,2026-11-20 09:%02d:%02d+0000,n@c%d.test,u@b.test,job%d,2.0.0 (success),smtp;250 ok,mx.b.test (192.0.2.1)\n"
                            .formatted(i / 60, i % 60, customer, i == 7 ? 2 : customer));
        }
        var told = new ArrayList<String>();

        LogReadings.analysis(List.of(file(log.toString())), POWERMTA, new Places(told));

        assertThat(told).allMatch(place -> place.endsWith(" of null"));
    }

    /// Keeps which places were told.
    private record Places(List<String> told) implements AttemptListener {
        @Override
        public int place(
                Combination combination, @Nullable String stream, @Nullable String sender) {
            told.add(stream + " of " + sender);
            return told.size() - 1;
        }

        @Override
        public void attempt(
                long epochMinute, int place, @Nullable RefusalGroup refusal, long message) {}

        @Override
        public void complete(long epochMinute) {}
    }

    private static final LogReading.Readers POWERMTA =
            (file, log, head, length) ->
                    new PowerMtaReader(new LogContext(ZoneOffset.UTC, NEWEST, head));

    /// Keeps from which sources refusals were told.
    private static AttemptListener refusals(List<String> sources) {
        return new AttemptListener() {
            private final List<String> places = new ArrayList<>();

            @Override
            public int place(
                    Combination combination, @Nullable String stream, @Nullable String sender) {
                places.add(String.valueOf(combination.source()));
                return places.size() - 1;
            }

            @Override
            public void attempt(
                    long epochMinute, int place, @Nullable RefusalGroup refusal, long message) {
                if (refusal != null) {
                    sources.add(places.get(place));
                }
            }

            @Override
            public void complete(long epochMinute) {}
        };
    }

    private static final Map<Field, String> NEWS =
            Map.of(Field.SOURCE, "news", Field.SOURCE_IP, "192.0.2.7", Field.STREAM, "newsletter");
    private static final Map<Field, String> REST =
            Map.of(Field.SOURCE, "rest", Field.STREAM, "others");

    private static Analysis read(String log, SourceMap map) throws IOException {
        return LogReadings.analysis(List.of(file(log)), 1, map.over(LogReadings.postfix()));
    }

    @Test
    void stagesAndHoursCountMessagesAndNotAttempts() throws IOException {
        var refused =
                "to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, dsn=4.7.1, status=deferred (host mx.b.test[192.0.2.1] said: 450 4.7.1 later (in reply to RCPT TO command))\n";
        var analysis =
                read(
                        "Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: "
                                + refused
                                + "Nov 20 09:10:01 out postfix/smtp[2]: AAAA1111: "
                                + refused
                                + "Nov 20 10:20:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=4801, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n",
                        1);

        var rcpt =
                analysis.tables().byStage().stream()
                        .filter(row -> row.key().equals("rcpt"))
                        .findFirst()
                        .orElseThrow();
        assertThat(rcpt.attempts()).isEqualTo(2);
        assertThat(rcpt.messages()).isEqualTo(1);
        assertThat(rcpt.messagesDeferred()).isEqualTo(1);
        assertThat(analysis.tables().byHour())
                .extracting(TableRow::attempts)
                .containsExactly(2L, 1L);
        assertThat(analysis.tables().byHour())
                .extracting(TableRow::messages)
                .containsExactly(1L, 0L);
        assertThat(analysis.tables().byHour())
                .extracting(TableRow::messagesDeferred)
                .containsExactly(1L, 0L);
    }

    @Test
    void aSuspendedDeliveryIsNoAttempt() throws IOException {
        var analysis =
                read(
                        """
                        Nov 20 09:00:01 out postfix/error[2]: AAAA1111: to=<u@b.test>, relay=none, delay=1, delays=0/0/1/0, dsn=4.7.0, status=deferred (delivery temporarily suspended: host mx.b.test[192.0.2.1] refused to talk to me: 421 4.7.0 Not allowed)
                        """,
                        1);

        assertThat(analysis.totals().attempts()).isZero();
        assertThat(analysis.totals().suspended()).isEqualTo(1);
        assertThat(analysis.totals().deferralRate()).isEmpty();
    }

    @Test
    void whatWaitsForHoursIsPersistentAndNamed() throws IOException {
        var analysis =
                read(
                        """
                        Nov 20 01:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=4.7.0, status=deferred (host mx.b.test[192.0.2.1] refused to talk to me: 421 4.7.0 Not allowed)
                        Nov 20 06:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=18001, delays=0/0/1/0, dsn=4.7.0, status=deferred (host mx.b.test[192.0.2.1] refused to talk to me: 421 4.7.0 Not allowed)
                        """,
                        1);

        assertThat(analysis.persistence().recipients()).containsEntry(Rung.FOUR_HOURS, 1L);
        assertThat(analysis.persistence().rows().getFirst().recipient()).isEqualTo("u@b.test");
    }

    @Test
    void aMessageThatLeavesTheQueueUndeliveredWasGivenUp() throws IOException {
        var analysis =
                read(
                        """
                        Nov 20 01:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to mx.b.test[192.0.2.1]:25: Connection timed out)
                        Nov 20 06:00:01 out postfix/qmgr[2]: AAAA1111: from=<a@a.test>, status=expired, returned to sender
                        Nov 20 06:00:01 out postfix/qmgr[2]: AAAA1111: removed
                        """,
                        1);

        assertThat(analysis.totals().expired()).isEqualTo(1);
        assertThat(analysis.totals().deferredThenGivenUp()).isEqualTo(1);
        assertThat(analysis.totals().deferredStill()).isZero();
    }

    @Test
    void whatAPersonBouncesIsNoAttemptAndWaitsNoMore() throws IOException {
        var text =
                """
                {"v":1,"id":"0190c0de-0000-7000-8000-000000000001","time":"2026-11-20T01:00:00.000Z","type":"deferred","origin":"restante","queue_id":"q1","recipient":"u@b.test","stage":"rcpt","code":450,"text":"450 later"}
                {"v":1,"id":"0190c0de-0000-7000-8000-000000000002","time":"2026-11-20T06:00:00.000Z","type":"bounced","origin":"restante","queue_id":"q1","recipient":"u@b.test","act":"bounce","actor":"ann"}
                """;
        var log =
                LogFile.of(
                        "made-up",
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        NEWEST);

        var totals =
                LogReadings.analysis(
                                List.of(log),
                                1,
                                new EventReader(
                                        new LogContext(ZoneOffset.UTC, NEWEST, new byte[0])))
                        .totals();

        assertThat(totals.attempts()).isEqualTo(1);
        assertThat(totals.bounced()).isZero();
        assertThat(totals.deferredThenGivenUp()).isEqualTo(1);
        assertThat(totals.deferredStill()).isZero();
    }

    @Test
    void providersWithAsManyAttemptsAreToldByNameWhicheverCameFirst() throws IOException {
        var sent =
                "Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@%s.provider.test>, relay=mx.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 Ok)\n";

        var analysis = read(sent.formatted("zoe") + sent.formatted("abe"), 1);

        assertThat(analysis.timeline().byProvider())
                .extracting(Timeline.Series::key)
                .containsExactly("abe", "zoe");
    }

    @Test
    void theAnswerIsTheSameHoweverManyThreadsRead() throws IOException {
        var log = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            int minute = i / 1000;
            var id = "%08X".formatted(0xA0000000L + i);
            var time = "Nov 20 10:%02d:%02d".formatted(minute % 60, i % 1000 / 17);
            log.append(
                    "%s out postfix/qmgr[1]: %s: from=<n%d@s%d.test>, size=1, nrcpt=1 (queue active)\n"
                            .formatted(time, id, i, i % 7));
            var outcome =
                    i % 5 == 0
                            ? "dsn=4.7.0, status=deferred (host mx[192.0.2.1] said: 421 4.7.0 "
                                    + "slow down please ".repeat(1 + i % 37)
                                    + i
                                    + " (in reply to MAIL FROM command))"
                            : "dsn=2.0.0, status=sent (250 ok)";
            log.append(
                    "%s out postfix/smtp[2]: %s: to=<u%d@d%d.test>, relay=mx[192.0.2.1]:25, delay=%d, %s\n"
                            .formatted(time, id, i, i % 90, i % 50, outcome));
        }
        var text = log.toString();

        assertThat(read(text, 4)).usingRecursiveComparison().isEqualTo(read(text, 1));
    }

    @Test
    void whatLeavesTheQueueAfterTheTimeAskedForStillWaitsAtItsEnd() throws IOException {
        var text =
                """
                Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, dsn=4.7.1, status=deferred (host mx.b.test[192.0.2.1] said: 450 4.7.1 later (in reply to RCPT TO command))
                Nov 20 10:10:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=4201, dsn=2.0.0, status=sent (250 2.0.0 Ok)
                Nov 20 10:10:01 out postfix/qmgr[1]: AAAA1111: removed
                """;

        var totals =
                LogReadings.between(file(text), null, Instant.parse("2026-11-20T10:00:00Z"))
                        .totals();

        assertThat(totals.attempts()).isEqualTo(1);
        assertThat(totals.deferredThenGivenUp()).isZero();
        assertThat(totals.deferredStill()).isEqualTo(1);
    }

    @Test
    void timeThatGoesBackInAFileIsCounted() throws IOException {
        var later = sentAt("12:00:00") + sentAt("12:30:00");
        var earlier = sentAt("09:00:00") + sentAt("09:30:00");

        var caveats = read(later + earlier, 1).input().caveats();

        assertThat(caveats.stepsBack()).isEqualTo(1);
        assertThat(caveats.furthestBack()).isEqualTo(Duration.ofMinutes(210));
    }

    @Test
    void timeThatGoesBackFromOneBlockToTheNextIsCountedOnceHoweverManyThreadsRead()
            throws IOException {
        var text = sentAt("12:00:00").repeat(6_000) + sentAt("09:00:00").repeat(6_000);

        assertThat(read(text, 1).input().caveats().stepsBack()).isEqualTo(1);
        assertThat(read(text, 4).input().caveats().stepsBack()).isEqualTo(1);
    }

    @Test
    void filesOfSeveralHostsMayCoverTheSameTimeAndLinesOfOneMinuteMayBeMixed() throws IOException {
        var one = file(sentAt("10:00:00") + sentAt("11:00:30") + sentAt("11:00:00"));
        var other = file(sentAt("10:00:00") + sentAt("11:00:00"));

        assertThat(LogReadings.analysis(List.of(one, other), 1).input().caveats().stepsBack())
                .isZero();
    }

    @Test
    void whatAFilterOnThisMachineGivesBackIsTriedOnce() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append(filtered("A0A%05d".formatted(i), "B0B%05d".formatted(i), i % 2 == 0));
        }

        var totals = read(text.toString(), 1).totals();

        assertThat(totals.attempts()).isEqualTo(200);
        assertThat(totals.messages()).isEqualTo(200);
        assertThat(totals.deferralRate()).hasValue(0.5);
        assertThat(totals.handedOn()).isEqualTo(200);
    }

    @Test
    void whatAProgramOnThisMachineTakesForGoodIsAnAttempt() throws IOException {
        var text =
                """
                Nov 20 09:00:00 out postfix/qmgr[1]: AAAA1111: from=<n@a.test>, size=1, nrcpt=1 (queue active)
                Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=127.0.0.1[127.0.0.1]:11125, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as CCCC1111)
                Nov 20 09:00:02 out postfix/lmtp[2]: AAAA1112: to=<u@b.test>, relay=127.0.0.1[127.0.0.1]:24, delay=1, dsn=2.0.0, status=sent (250 2.0.0 <u@b.test> 7Cg2 Saved)
                """;

        assertThat(read(text, 1).totals().delivered()).isEqualTo(2);
        assertThat(read(text, 1).totals().handedOn()).isZero();
    }

    @Test
    void aRecipientThatTheFilterDeferredAndThenTookIsNotGivenUp() throws IOException {
        var text =
                """
                Nov 20 08:50:01 out postfix/smtp[2]: A0A00001: to=<u@b.test>, relay=none, delay=1, dsn=4.4.1, status=deferred (connect to 127.0.0.1[127.0.0.1]:10024: Connection refused)
                """
                        + filtered("A0A00001", "B0B00001", false);

        var totals = read(text, 1).totals();

        assertThat(totals.attempts()).isEqualTo(2);
        assertThat(totals.deferredThenDelivered()).isEqualTo(1);
        assertThat(totals.deferredThenGivenUp()).isZero();
    }

    @Test
    void whatFailedBeforeAnySessionOrForWhatTheHostOffersHasItsStage() throws IOException {
        var text =
                """
                Nov 20 09:00:01 out postfix/smtp[2]: A0A00001: to=<u@b.test>, relay=none, delay=1, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=b.test type=MX: Host not found, try again)
                Nov 20 09:00:01 out postfix/smtp[2]: A0A00002: to=<u@c.test>, relay=mx.c.test[192.0.2.3]:25, delay=1, dsn=5.3.4, status=bounced (message size 41943040 exceeds size limit 26214400 of server mx.c.test[192.0.2.3])
                Nov 20 09:00:01 out postfix/smtp[2]: A0A00003: to=<u@d.test>, relay=mx.d.test[192.0.2.4]:25, delay=1, dsn=5.6.7, status=bounced (SMTPUTF8 is required, but was not offered by host mx.d.test[192.0.2.4])
                """;

        var stages = read(text, 1).tables().byStage();

        assertThat(stages).extracting(TableRow::key).containsExactly("ehlo", "dns");
        assertThat(stages).extracting(TableRow::attempts).containsExactly(2L, 1L);
    }

    private static String filtered(String before, String after, boolean deferred) {
        var outcome =
                deferred
                        ? "dsn=4.7.1, status=deferred (host mx.b.test[192.0.2.1] said: 450 4.7.1 later (in reply to RCPT TO command))"
                        : "dsn=2.0.0, status=sent (250 Ok)";
        return """
        Nov 20 09:00:00 out postfix/qmgr[1]: %1$s: from=<>, size=1, nrcpt=1 (queue active)
        Nov 20 09:00:01 out postfix/qmgr[1]: %2$s: from=<>, size=1, nrcpt=1 (queue active)
        Nov 20 09:00:01 out postfix/smtp[2]: %1$s: to=<u@b.test>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as %2$s)
        Nov 20 09:00:01 out postfix/qmgr[1]: %1$s: removed
        Nov 20 09:00:02 out postfix/smtp[2]: %2$s: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, %3$s
        """
                .formatted(before, after, outcome);
    }

    private static String sentAt(String time) {
        return "Nov 20 "
                + time
                + " out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n";
    }

    private static Analysis read(String text, int threads) throws IOException {
        return LogReadings.analysis(List.of(file(text)), threads);
    }

    private static LogFile file(String text) {
        return LogFile.of(
                "made-up", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), NEWEST);
    }
}
