package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogRow;
import org.restante.testing.Corpora;
import org.restante.testing.Mutations;

/// Whatever lies in a log file: a count or a message, never an exception, and bounded memory.
final class HostileLogsTest {
    private static final String LINE =
            "Nov 19 10:00:01 out1 postfix/smtp[1]: A1B2C3D5: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, dsn=4.0.0, status=deferred (host mx.b.test[192.0.2.1] said: 421 later (in reply to RCPT TO command))";

    private static LogFile file(byte[] bytes) {
        return file(new ByteArrayInputStream(bytes));
    }

    private static LogFile file(InputStream in) {
        return LogFile.of("log", in, LogReadings.NEWEST);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Analysis analysis(byte[] bytes) throws IOException {
        return LogReadings.analysis(List.of(file(bytes)), 1);
    }

    /// Runs its seeds here; `JAZZER_FUZZ=1` and `-Djazzer.hooks=true` let the fuzzer look for more.
    @FuzzTest
    void anyBytes(byte[] bytes) throws IOException {
        check(bytes);
    }

    private static void check(byte[] bytes) throws IOException {
        var summary = LogReadings.read(List.of(file(bytes)), 1);
        var analysis = summary.analysis("postfix", 5, 0, null);
        assertThat(analysis.input().unparsed()).isBetween(0L, analysis.input().lines());
        assertThat(analysis.totals().attempts()).isLessThanOrEqualTo(analysis.input().lines());
    }

    /// Pieces of real lines, changed, cut and mixed with junk.
    private static void mutations(int count, long seed) throws IOException {
        var lines =
                Files.readString(Corpora.root().resolve("samples/postfix.log"))
                        .lines()
                        .limit(600)
                        .toList();
        var chance = new Random(seed);
        var log = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            log.write(Mutations.of(bytes(lines.get(chance.nextInt(lines.size()))), chance));
            log.write(chance.nextInt(20) == 0 ? '\r' : '\n');
            if (i % 50 == 49) {
                check(log.toByteArray());
                log.reset();
            }
        }
    }

    @Test
    void changedLinesAreReadOrCounted() throws IOException {
        mutations(30_000, 1);
    }

    @Test
    @Tag("long")
    void manyChangedLinesAreReadOrCounted() throws IOException {
        for (int seed = 2; seed < 200; seed++) {
            mutations(50_000, seed);
        }
    }

    @Test
    void anEmptyFileHasNothingToTell() throws IOException {
        assertThat(analysis(new byte[0]).input().lines()).isZero();
        assertThat(analysis(bytes("\n\n")).input().lines()).isEqualTo(2);
    }

    @Test
    void binaryJunkIsNoLog() throws IOException {
        var junk = new byte[3_000_000];
        new Random(7).nextBytes(junk);
        junk[0] = 'x';
        assertThat(analysis(junk).totals().attempts()).isZero();
        assertThat(analysis(new byte[3_000_000]).totals().attempts()).isZero();
    }

    @Test
    void aCompressedFileThatIsCutOffIsReadUpToThere() throws IOException {
        var chance = new Random(5);
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(LINE.replace("A1B2C3D5", "%011X".formatted(chance.nextLong() >>> 20)))
                    .append('\n');
        }
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(bytes(text.toString()));
        }
        var zstd = new ByteArrayOutputStream();
        try (var out = new ZstdOutputStream(zstd)) {
            out.write(bytes(text.toString()));
        }
        for (var whole : List.of(gzip.toByteArray(), zstd.toByteArray())) {
            assertThat(analysis(whole).totals().deferred()).isEqualTo(20_000);
            var summary =
                    LogReadings.read(List.of(file(Arrays.copyOf(whole, whole.length / 2))), 2);
            var analysis = summary.analysis("postfix", 5, 0, null);
            assertThat(analysis.totals().deferred()).isBetween(1L, 19_999L);
            assertThat(summary.caveats().damage()).contains("ends early or is damaged");
            for (int length : new int[] {5, 10, 20}) {
                assertThat(
                                LogReadings.read(List.of(file(Arrays.copyOf(whole, length))), 1)
                                        .caveats()
                                        .damage())
                        .contains("ends early or is damaged");
            }
            var damaged = whole.clone();
            for (int i = 0; i < 30; i++) {
                damaged[20 + chance.nextInt(damaged.length - 20)] ^= 0x55;
            }
            assertThat(LogReadings.read(List.of(file(damaged)), 1).caveats().damage()).isNotEmpty();
        }
    }

    @Test
    void aDamagedFileDoesNotHinderTheNext() throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(bytes((LINE + "\n").repeat(1000)));
        }
        var files =
                List.of(
                        file(Arrays.copyOf(gzip.toByteArray(), gzip.size() - 12)),
                        file(bytes(LINE.replace("C3D5", "C3D6") + "\n")));
        assertThat(LogReadings.analysis(files, 1).tables().byDomain()).isNotEmpty();
        assertThat(LogReadings.analysis(files, 1)).isNotNull();
    }

    @Test
    void aLineOfTenMegabytesIsPassedOverAndCounted() throws IOException {
        var log = LINE + "\n" + "x".repeat(10_000_000) + "\n" + LINE + "\n";
        var summary = LogReadings.read(List.of(file(bytes(log))), 1);
        assertThat(summary.caveats().linesCut()).isEqualTo(1);
        assertThat(summary.analysis("postfix", 5, 0, null).totals().deferred()).isEqualTo(2);
        var reply = LINE.replace("421 later", "421 " + "later ".repeat(1_700_000));
        assertThat(analysis(bytes(reply + "\n" + LINE + "\n")).totals().deferred()).isEqualTo(2);
    }

    @Test
    void memoryDoesNotGrowWithTheLengthOfALine() throws IOException {
        var endless =
                new InputStream() {
                    private long left = 300_000_000;

                    @Override
                    public int read() {
                        return left-- > 0 ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] buffer, int at, int room) {
                        int count = (int) Math.min(left, room);
                        Arrays.fill(buffer, at, at + count, (byte) 'x');
                        left -= count;
                        return count == 0 && room > 0 ? -1 : count;
                    }
                };
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        LogReadings.read(List.of(file(endless)), 1);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64_000_000);
    }

    @Test
    void aClockThatGoesBackMakesNoAgesBelowZero() throws IOException {
        var earlier = LINE.replace("10:00:01", "08:00:01");
        var sent = earlier.replaceFirst("dsn=.*", "dsn=2.0.0, status=sent (250 ok)");
        var analysis = analysis(bytes(LINE + "\n" + earlier + "\n" + sent + "\n"));
        assertThat(analysis.totals().deferredThenDelivered()).isEqualTo(1);
        assertThat(analysis.persistence().rows()).allMatch(row -> !row.age().isNegative());
        var open = analysis(bytes(LINE + "\n" + earlier + "\n"));
        assertThat(open.persistence().rows()).allMatch(row -> !row.age().isNegative());
    }

    @Test
    void linesWithoutAPlausibleTimeDoNotStretchTheLog() throws IOException {
        var untimed = LINE.substring(LINE.indexOf("postfix"));
        var early = "1970-01-01T00:00:07+00:00 out1 " + untimed;
        var late = "9926-01-01T00:00:07+00:00 out1 " + untimed;
        var analysis = analysis(bytes(String.join("\n", LINE, untimed, early, late) + "\n"));
        assertThat(analysis.input().from()).isEqualTo("2026-11-19T10:00:01Z");
        assertThat(analysis.input().to()).isEqualTo("2026-11-19T10:00:01Z");
        assertThat(analysis.input().unparsed()).isEqualTo(3);
    }

    @Test
    void bytesOfAnyEncodingAreKeptApart() throws IOException {
        var latin = LINE.replace("later", "sp\u00e4ter").getBytes(StandardCharsets.ISO_8859_1);
        var utf16 = LINE.getBytes(StandardCharsets.UTF_16LE);
        var log = new ByteArrayOutputStream();
        for (var line :
                List.of(
                        latin,
                        bytes(LINE.replace("later", "sp\u00e4ter \u20ac \0 \ud83d\ude00")),
                        utf16)) {
            log.write(line);
            log.write('\n');
        }
        assertThat(analysis(log.toByteArray()).totals().deferred()).isEqualTo(2);
    }

    /// A reader hands on what it is told; what no log can hold is held back for all of them alike.
    @Test
    void rowsOfAnyReaderWithoutAPlausibleTimeDoNotStretchTheLog() throws IOException {
        long[] times = {
            Long.MIN_VALUE,
            7_000,
            Instant.parse("9026-01-01T00:00:00Z").toEpochMilli(),
            Instant.parse("2026-11-19T10:00:01Z").toEpochMilli()
        };
        var row = new LogRow();
        LineReader reader =
                (block, from, to, sink) -> {
                    row.clear(LogRow.Kind.DELIVERED);
                    row.time = times[block[from] - '0'];
                    sink.accept(row);
                    return LineReader.Reading.READ;
                };
        var analysis = LogReadings.analysis(List.of(file(bytes("0\n1\n2\n3\n"))), 1, reader);
        assertThat(analysis.totals().attempts()).isEqualTo(1);
        assertThat(analysis.input().unparsed()).isEqualTo(3);
        assertThat(analysis.input().span()).isZero();
    }
}
