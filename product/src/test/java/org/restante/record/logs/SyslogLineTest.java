package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyslogLineTest {
    private static final LogContext BERLIN =
            new LogContext(
                    ZoneId.of("Europe/Berlin"), Instant.parse("2026-03-01T12:00:00Z"), new byte[0]);

    private final SyslogLine syslog = new SyslogLine(BERLIN);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Feb 20 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "Feb  2 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2026-02-01T23:00:01Z | mx1 | postfix/smtp | 123",
                "Feb 2 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2026-02-01T23:00:01Z | mx1 | postfix/smtp | 123",
                "Mar  2 12:59:59 mx1 postfix/smtp[123]: AB12: removed | 2026-03-02T11:59:59Z | mx1 | postfix/smtp | 123",
                "Mar  3 13:00:01 mx1 postfix/smtp[123]: AB12: removed | 2025-03-03T12:00:01Z | mx1 | postfix/smtp | 123",
                "Dec 31 23:59:59 mx1 postfix/smtp[123]: AB12: removed | 2025-12-31T22:59:59Z | mx1 | postfix/smtp | 123",
                "Feb 29 10:00:00 mx1 postfix/smtp[123]: AB12: removed | 2024-02-29T09:00:00Z | mx1 | postfix/smtp | 123",
                "Jul  1 10:00:00 mx1 postfix/smtp[123]: AB12: removed | 2025-07-01T08:00:00Z | mx1 | postfix/smtp | 123",
                "Feb 20 2019 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2019-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "Feb 20 00:00:01 2019 mx1 postfix/smtp[123]: AB12: removed | 2019-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "Fri Feb 20 00:00:01 2026 mx1 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "<22>Feb 20 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "Feb 20 00:00:01.250 mx1 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01.250Z | mx1 | postfix/smtp | 123",
                "Feb 20 00:00:01 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01Z | '' | postfix/smtp | 123",
                "Feb 20 00:00:01 mx1 postfix/smtp: AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | ''",
                "Feb 20 00:00:01 mx1 postfix/smtp[123]: [ID 197553 mail.info] AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "Feb 20 00:00:01 <mail.info> mx1 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "2026-11-20T00:00:01.123456+01:00 mx1 postfix/smtp[123]: AB12: removed | 2026-11-19T23:00:01.123Z | mx1 | postfix/smtp | 123",
                "2026-11-20T00:00:01+0100 mx1 postfix/smtp[123]: AB12: removed | 2026-11-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "2026-11-20T00:00:01-0330 mx1 postfix/smtp[123]: AB12: removed | 2026-11-20T03:30:01Z | mx1 | postfix/smtp | 123",
                "2026-11-20T00:00:01Z mx1 postfix/smtp[123]: AB12: removed | 2026-11-20T00:00:01Z | mx1 | postfix/smtp | 123",
                "2026-11-20 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2026-11-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "Fri 2026-11-20 00:00:01 UTC mx1 postfix/smtp[123]: AB12: removed | 2026-11-20T00:00:01Z | mx1 | postfix/smtp | 123",
                "1763596801.123456 mx1 postfix/smtp[123]: AB12: removed | 2025-11-20T00:00:01.123Z | mx1 | postfix/smtp | 123",
                "<22>1 2026-11-20T00:00:01.5Z mx1 postfix/smtp 123 - - AB12: removed | 2026-11-20T00:00:01.500Z | mx1 | postfix/smtp | 123",
                "<22>1 2026-11-20T00:00:01Z mx1 postfix/smtp - - [a@1 b=\"]\"] AB12: removed | 2026-11-20T00:00:01Z | mx1 | postfix/smtp | ''",
                "2026-11-20T00:00:02.000000001Z stdout F Feb 20 00:00:01 mx1 postfix/smtp[123]: AB12: removed | 2026-02-19T23:00:01Z | mx1 | postfix/smtp | 123",
                "2026-11-20T00:00:02.9Z stderr F postfix/smtp[123]: AB12: removed | 2026-11-20T00:00:02.900Z | '' | postfix/smtp | 123",
            })
    void eachWayToWriteTheHeadIsRead(
            String line, Instant time, String host, String program, String pid) {
        assertThat(read(line)).isTrue();
        assertThat(Instant.ofEpochMilli(syslog.time)).isEqualTo(time);
        assertThat(slice(syslog.hostFrom, syslog.hostTo)).isEqualTo(host);
        assertThat(slice(syslog.programFrom, syslog.programTo)).isEqualTo(program);
        assertThat(slice(syslog.pidFrom, syslog.pidTo)).isEqualTo(pid);
        assertThat(slice(syslog.messageFrom, syslog.messageTo)).isEqualTo("AB12: removed");
    }

    @Test
    void aLineOfTheJournalAsJsonIsRead() {
        assertThat(
                        read(
                                """
                                {"_HOSTNAME":"mx1","__REALTIME_TIMESTAMP":"1763596801123456","_PID":"7","PRIORITY":"6",\
                                "SYSLOG_IDENTIFIER":"postfix/smtp","X":[1,{"y":2}],"MESSAGE":"AB12: to=<\\u00e9@x.test> \\"q\\""}\
                                """))
                .isTrue();
        assertThat(Instant.ofEpochMilli(syslog.time)).isEqualTo("2025-11-20T00:00:01.123Z");
        assertThat(slice(syslog.hostFrom, syslog.hostTo)).isEqualTo("mx1");
        assertThat(slice(syslog.programFrom, syslog.programTo)).isEqualTo("postfix/smtp");
        assertThat(slice(syslog.pidFrom, syslog.pidTo)).isEqualTo("7");
        assertThat(slice(syslog.messageFrom, syslog.messageTo))
                .isEqualTo("AB12: to=<é@x.test> \"q\"");
    }

    @Test
    void aMessageOfTheJournalGivenAsBytesIsRead() {
        assertThat(read("{\"MESSAGE\":[65,66,255],\"SYSLOG_IDENTIFIER\":\"x\"}")).isTrue();
        assertThat(syslog.messageTo - syslog.messageFrom).isEqualTo(3);
        assertThat(syslog.block[syslog.messageFrom + 2]).isEqualTo((byte) 255);
    }

    @Test
    void aLineWithoutATimeIsReadByItsTag() {
        assertThat(read("postfix/smtp[123]: AB12: removed")).isTrue();
        assertThat(syslog.time).isEqualTo(Long.MIN_VALUE);
        assertThat(slice(syslog.programFrom, syslog.programTo)).isEqualTo("postfix/smtp");
    }

    @Test
    void aMessageWithoutATagHasNoProgram() {
        assertThat(read("Feb 20 00:00:01 mx1 last message repeated 2 times")).isTrue();
        assertThat(slice(syslog.hostFrom, syslog.hostTo)).isEqualTo("mx1");
        assertThat(syslog.programTo).isEqualTo(syslog.programFrom);
        assertThat(slice(syslog.messageFrom, syslog.messageTo))
                .isEqualTo("last message repeated 2 times");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-- Logs begin at Fri 2026-02-20 --",
                "Feb 30 00:00:01 mx1 postfix/smtp[1]: x",
                "Feb 20 24:00:01 mx1 postfix/smtp[1]: x",
                "Feb 20 00:0a:01 mx1 postfix/smtp[1]: x",
                "2026-13-20T00:00:01Z mx1 postfix/smtp[1]: x",
                "{\"MESSAGE\": \"cut",
                "{\"MESSAGE\": null",
                "<22>",
                "<22>1 2026-11-20T00:00:01Z mx1 a",
                "hello",
                "''"
            })
    void whatHasNoHeadIsNotRead(String line) {
        assertThat(read(line)).isFalse();
    }

    @Test
    void theClockOfADayOnWhichItChangesIsRight() {
        assertThat(timeOf("2026-03-29 01:59:59 h p[1]: x")).isEqualTo("2026-03-29T00:59:59Z");
        assertThat(timeOf("2026-03-29 03:00:00 h p[1]: x")).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(timeOf("Oct 26 04:00:00 h p[1]: x")).isEqualTo("2025-10-26T03:00:00Z");
        assertThat(timeOf("Oct 26 01:00:00 h p[1]: x")).isEqualTo("2025-10-25T23:00:00Z");
    }

    @Test
    void linesOfSeveralDaysAndOffsetsMayTakeTurns() {
        for (int i = 0; i < 3; i++) {
            assertThat(timeOf("Feb 20 10:00:00 h p[1]: x")).isEqualTo("2026-02-20T09:00:00Z");
            assertThat(timeOf("Feb 21 10:00:00 h p[1]: x")).isEqualTo("2026-02-21T09:00:00Z");
            assertThat(timeOf("2026-02-20T10:00:00+0200 h p[1]: x"))
                    .isEqualTo("2026-02-20T08:00:00Z");
            assertThat(timeOf("2026-02-21T10:00:00-0200 h p[1]: x"))
                    .isEqualTo("2026-02-21T12:00:00Z");
        }
    }

    @Test
    void aHeadCutAnywhereIsReadOrRefusedQuietly() {
        for (var line :
                new String[] {
                    "<22>Feb 20 2019 00:00:01.25 mx1 postfix/smtp[123]: [ID 1 a] AB12: x",
                    "<22>1 2026-11-20T00:00:01.5+01:00 mx1 postfix/smtp 123 - [a b=\"c\"] AB12: x",
                    "Fri 2026-11-20 00:00:01 UTC mx1 p[1]: x",
                    "2026-11-20T00:00:02.9Z stderr F postfix/smtp[123]: AB12: x",
                    "{\"MESSAGE\":[65],\"_HOSTNAME\":\"x\",\"__REALTIME_TIMESTAMP\":\"17\"}"
                }) {
            for (int length = 0; length <= line.length(); length++) {
                var bytes = line.substring(0, length).getBytes(StandardCharsets.UTF_8);
                if (syslog.read(bytes, 0, bytes.length)) {
                    assertThat(syslog.messageFrom)
                            .isBetween(0, Math.max(bytes.length, syslog.messageTo));
                }
            }
        }
    }

    private Instant timeOf(String line) {
        assertThat(read(line)).isTrue();
        return Instant.ofEpochMilli(syslog.time);
    }

    private boolean read(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        return syslog.read(bytes, 0, bytes.length);
    }

    private String slice(int from, int to) {
        return new String(syslog.block, from, to - from, StandardCharsets.UTF_8);
    }
}
