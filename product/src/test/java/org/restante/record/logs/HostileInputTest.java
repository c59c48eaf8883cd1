package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.restante.record.logs.LogRow.Field;

/// Whatever stands in a log, a reader answers: no exception, no slice outside of the line or of memory, no end that does not
/// come. With `JAZZER_FUZZ=1` the two fuzz tests search on; without it they run their seeds.
final class HostileInputTest {
    private static final String[] CASES = {
        "powermta",
        "kumomta",
        "exim",
        "sendmail",
        "opensmtpd",
        "haraka",
        "zonemta",
        "momentum",
        "mailerq",
        "exchange",
        "restante"
    };

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreALogOfAnyFormat(byte[] data) {
        for (var format : LogFormat.values()) {
            readAll(format, data);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyBytesHaveAFormatOrNone(byte[] data) {
        assertThat(LogFormat.guess(data, data.length)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void linesCutAnywhereAreAnswered(LogFormat format) throws IOException {
        for (var line : lines()) {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            var reader = format.reader(LogCases.context(line + "\n"));
            int step = Math.max(1, bytes.length / 60);
            for (int length = 0; length <= bytes.length; length += step) {
                read(reader, bytes, 0, length);
                read(reader, bytes, length, bytes.length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void linesWithBytesChangedAreAnswered(LogFormat format) throws IOException {
        var chance = new Random(7);
        for (var line : lines()) {
            var reader = format.reader(LogCases.context(line + "\n"));
            for (int round = 0; round < 12; round++) {
                var bytes = line.getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 1 + chance.nextInt(4); i++) {
                    bytes[chance.nextInt(bytes.length)] = (byte) junk(chance);
                }
                read(reader, bytes, 0, bytes.length);
            }
        }
    }

    private static int junk(Random chance) {
        var telling = " \"\\<>[]{}:;,=@/.-+\n\r\t\0'()0129";
        return chance.nextBoolean()
                ? telling.charAt(chance.nextInt(telling.length()))
                : chance.nextInt(256);
    }

    /// The longest line that the pipeline hands on is 1 MiB.
    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void linesOfAMegabyteAreAnsweredSoon(LogFormat format) {
        longLines(format, 1 << 20);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void linesOfTenMegabytesAreAnswered(LogFormat format) {
        longLines(format, 10_000_000);
    }

    private static void longLines(LogFormat format, int length) {
        for (var start : starts()) {
            for (var fill :
                    new String[] {
                        "a",
                        " ",
                        "\"",
                        "<",
                        "[",
                        "x=",
                        ": ",
                        "\\",
                        "@",
                        ",",
                        "{\"a\":",
                        "2026-11-19T00:00:00Z stdout F "
                    }) {
                var line =
                        (start + fill.repeat(length / fill.length()))
                                .getBytes(StandardCharsets.UTF_8);
                read(format.reader(LogCases.context(start)), line, 0, line.length);
            }
        }
    }

    private static List<String> starts() {
        return List.of(
                "",
                "type,timeLogged,rcpt\nd,1763596801,",
                "{\"type\":\"Delivery\",\"recipient\":\"",
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 == b@x.test defer (-44): ",
                "Nov 19 00:00:01 mx1 sendmail[1]: m6JDSZoG011380: to=",
                "Nov 19 00:00:01 mx1 postfix/smtp[1]: 4F0C21: to=<");
    }

    @Test
    void aClockThatGoesBackAndForthIsFollowed() {
        var reader = LogFormat.EXIM.reader(LogCases.context(""));
        var times = new ArrayList<Long>();
        for (var time :
                new String[] {
                    "2026-11-19 23:59:59",
                    "2026-11-18 00:00:01",
                    "2026-11-19 00:00:00",
                    "1999-01-01 00:00:00"
                }) {
            var line =
                    (time + " 16aiQz-0002Q5-00 => b@x.test R=d T=s")
                            .getBytes(StandardCharsets.UTF_8);
            reader.read(line, 0, line.length, row -> times.add(row.time / 1000));
        }
        assertThat(times).containsExactly(1795132799L, 1794960001L, 1795046400L, 915148800L);
    }

    @Test
    void textInOtherEncodingsIsKeptByteForByte() {
        var reader = LogFormat.EXIM.reader(LogCases.context(""));
        var line =
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 ** b@x.test: caf\u00e9"
                        .getBytes(StandardCharsets.ISO_8859_1);
        reader.read(
                line,
                0,
                line.length,
                row ->
                        assertThat(row.bytes(Field.TEXT)[row.end(Field.TEXT) - 1])
                                .isEqualTo((byte) 0xE9));
    }

    /// Millions of changed lines, for a night.
    @Test
    @Tag("long")
    void millionsOfChangedLinesAreAnswered() throws IOException {
        var chance = new Random(11);
        var lines = lines();
        for (int round = 0; round < 2_000_000; round++) {
            var bytes = lines.get(chance.nextInt(lines.size())).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + chance.nextInt(8); i++) {
                bytes[chance.nextInt(bytes.length)] = (byte) junk(chance);
            }
            readAll(LogFormat.values()[round % LogFormat.values().length], bytes);
        }
    }

    private static void readAll(LogFormat format, byte[] data) {
        var reader =
                format.reader(
                        new LogContext(
                                java.time.ZoneId.of("Europe/Berlin"), LogCases.REFERENCE, data));
        int at = 0;
        while (at <= data.length) {
            int end = Bytes.find(data, at, data.length, (byte) '\n');
            read(reader, data, at, end);
            at = end + 1;
        }
    }

    private static void read(LineReader reader, byte[] block, int from, int to) {
        var reading =
                reader.read(
                        block,
                        from,
                        to,
                        row -> {
                            for (var field : Field.values()) {
                                if (row.has(field)) {
                                    inside(row, field, block, from, to);
                                }
                            }
                        });
        assertThat(reading).isNotNull();
    }

    private static void inside(LogRow row, Field field, byte[] block, int from, int to) {
        boolean own = row.bytes(field) != block;
        int start = row.start(field);
        int end = row.end(field);
        if (start >= end
                || (own ? start < 0 || end > row.bytes(field).length : start < from || end > to)) {
            throw new AssertionError(
                    field + " [" + start + ", " + end + ") of [" + from + ", " + to + ")");
        }
    }

    private static List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (var name : CASES) {
            try (var in = HostileInputTest.class.getResourceAsStream(name + ".cases")) {
                assertThat(in).as(name).isNotNull();
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("> ") && line.length() > 2)
                        .map(line -> line.substring(2))
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
