package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.record.logs.FormatGuess.Told;
import org.restante.record.logs.FormatGuess.Unclear;

final class LogFormatTest {
    private static final String POSTFIX =
            "Nov 20 00:00:01 mx1 postfix/smtp[123]: 4F0C21: to=<a@x.test>, status=sent (250 ok)\n";
    private static final String EXIM =
            "2026-11-19 08:59:14 16ZCW1-0005MB-00 => a@x.test R=r T=t H=h [192.0.2.1]\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nov 20 00:00:01 mx1 postfix/smtpd[123]: connect from x[192.0.2.1] | POSTFIX",
                "2026-11-20T00:00:01Z mx1 out-7/qmgr[123]: 4F0C21: removed | POSTFIX",
                "postfix/smtp[1]: 4F0C21: to=<a@x.test> | POSTFIX",
                "{\"MESSAGE\":\"4F0C21: removed\",\"SYSLOG_IDENTIFIER\":\"postfix/qmgr\"} | POSTFIX",
                "type,timeLogged,rcpt | POWERMTA",
                "t,2026-11-19 21:54:05+0000,a@x.test | POWERMTA",
                "d,1795125245,a@x.test | POWERMTA",
                "{\"type\":\"Reception\",\"id\":\"1\",\"created\":1795125245,\"timestamp\":1795125245} | KUMOMTA",
                "2026-11-19 08:59:14 16ZCW1-0005MB-00 Completed | EXIM",
                "2026-11-19 08:59:14.123 +0100 [12] Start queue run: pid=123 | EXIM",
                "Nov 19 13:28:35 v sm-mta[1]: m6JDSZoG011380: from=<a@s.test>, size=553, class=0, nrcpts=1 | SENDMAIL",
                "Nov 19 06:01:46 a1 smtpd[75295]: 5df87c9b982c840c mta delivery evpid=3d4c4a424797fe79 | OPENSMTPD",
                "[NOTICE] [930E3B02-4254-4499-8294-70044A00835D.1.1] [outbound] recipient <b@x.test> rejected: 550 | HARAKA",
                "Nov 19 21:53:28 mx1 haraka[48106]: [INFO] [930E3B02-4254.1.1] [outbound] Looking up A records | HARAKA",
                "Nov 19 08:39:37 z1 zone-mta: info Sender/default/827[14] 17ee.001 ACCEPTED from=a to=b | ZONEMTA",
                "1795125246@00/00-2-3@00/00-0-F@00/00-0-A@D@x.test@266@bulk@b1@0@0.393@203.0.113.1 | MOMENTUM",
                "{\"envelope\":\"a@s.test\",\"recipient\":\"b@x.test\",\"results\":[]} | MAILERQ",
                "#Fields: date-time,client-ip,source,event-id,recipient-address | EXCHANGE",
                "{\"v\":1,\"id\":\"x\",\"time\":\"t\",\"type\":\"deferred\",\"origin\":\"restante\"} | RESTANTE",
                "Nov 20 00:00:01 mx1 exim[1234]: 16ZCW1-0005MB-00 Completed | EXIM",
            })
    void oneLineOftenTellsTheFormat(String line, LogFormat format) {
        assertThat(guess(line + "\n")).isEqualTo(new Told(format));
    }

    @Test
    void linesOfOtherProgramsCountForNothing() {
        assertThat(guess("Nov 20 00:00:01 mx1 sshd[1]: x\n".repeat(50) + POSTFIX))
                .isEqualTo(new Told(LogFormat.POSTFIX));
    }

    @Test
    void aFewStrayLinesDoNotConfuse() {
        assertThat(guess(POSTFIX.repeat(40) + EXIM)).isEqualTo(new Told(LogFormat.POSTFIX));
    }

    @Test
    void aMixtureIsNamed() {
        assertThat(guess(POSTFIX.repeat(4) + EXIM.repeat(3)))
                .isEqualTo(
                        new Unclear(
                                "holds lines of postfix (4) and of exim (3); name the one to read with --format"));
    }

    @Test
    void whatIsNoMailLogIsRefusedWithTheNamesThatCanBeGiven() {
        assertThat(guess("hello\nworld\n"))
                .isInstanceOfSatisfying(
                        Unclear.class,
                        unclear ->
                                assertThat(unclear.why())
                                        .contains("2 lines", "--format", "postfix"));
        assertThat(guess("")).isEqualTo(new Unclear("is empty"));
    }

    @Test
    void everyFormatIsFoundByItsWordAndHasAReader() {
        for (var format : LogFormat.values()) {
            assertThat(LogFormat.of(format.word())).contains(format);
            assertThat(format.reader(LogCases.context(""))).isNotNull();
        }
        assertThat(LogFormat.of("PostFix")).contains(LogFormat.POSTFIX);
        assertThat(LogFormat.of("lotus")).isEmpty();
    }

    private static FormatGuess guess(String head) {
        var bytes = head.getBytes(StandardCharsets.UTF_8);
        return LogFormat.guess(bytes, bytes.length);
    }
}
