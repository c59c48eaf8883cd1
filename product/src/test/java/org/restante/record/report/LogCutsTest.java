package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.record.logs.LogFile;
import org.restante.testing.Corpora;

/// However a log is cut into files, the files into blocks, and the blocks shared out to threads: the answer is the same.
final class LogCutsTest {
    private static final int CASES = 12;

    private static byte[] log() throws IOException {
        var text = Files.readString(Corpora.root().resolve("samples/postfix.log"));
        var odd =
                "2026-11-19T10:00:00.000000+00:00 out1 postfix/smtp[1]: A1B2C3D4: to=<u@b.test>, relay=x, sta\n"
                        + "\n\u0000\u0001\n"
                        + "Nov 19 10:00:01 out1 postfix/smtp[1]: A1B2C3D5: to=<u@b.test>, relay=x, delay=1, dsn=4.0.0, status=deferred (later)\r\n";
        int middle = text.indexOf('\n', text.length() / 2) + 1;
        return (text.substring(0, middle) + odd + text.substring(middle))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// What does not depend on the files' names. Of a group of replies the number and the text that stands for it are chance.
    private static Analysis bare(Analysis analysis) {
        var input = analysis.input();
        return new Analysis(
                new Input(
                        List.of(),
                        input.format(),
                        input.bytes(),
                        input.lines(),
                        input.events(),
                        input.unparsed(),
                        input.from(),
                        input.to(),
                        null,
                        input.samples().stream()
                                .map(sample -> new UnparsedLine("", sample.line(), sample.text()))
                                .toList(),
                        Caveats.NONE),
                analysis.totals(),
                analysis.tables(),
                List.of(),
                analysis.persistence(),
                analysis.timeline(),
                analysis.heat(),
                analysis.named(),
                analysis.backlog());
    }

    private static List<String> replies(Analysis analysis) {
        return analysis.replies().stream()
                .map(group ->
                        group.row().attempts()
                                + " "
                                + group.row().messages()
                                + " "
                                + group.first()
                                + " "
                                + group.last()
                                + " "
                                + group.example().replaceAll("[^a-z]", ""))
                .sorted()
                .toList();
    }

    private static LogFile file(String name, byte[] bytes, Random chance) {
        return LogFile.of(
                name, new Chunks(new ByteArrayInputStream(bytes), chance), LogReadings.NEWEST);
    }

    /// Gives as little or as much at a time as chance has it, so that blocks end anywhere.
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private final Random chance;

        Chunks(InputStream in, Random chance) {
            this.in = in;
            this.chance = new Random(chance.nextLong());
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int at, int room) throws IOException {
            int most = chance.nextInt(10) == 0 ? 7 : 1 << (8 + chance.nextInt(12));
            return in.read(buffer, at, Math.min(room, most));
        }
    }

    private static List<LogFile> cut(byte[] log, Random chance) throws IOException {
        var files = new ArrayList<LogFile>();
        int from = 0;
        while (from < log.length) {
            int to = Math.min(log.length, from + 1 + chance.nextInt(log.length / 2));
            while (to < log.length && log[to - 1] != '\n') {
                to++;
            }
            var part = java.util.Arrays.copyOfRange(log, from, to);
            files.add(
                    file("part" + files.size(), chance.nextBoolean() ? gzip(part) : part, chance));
            from = to;
        }
        return files;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void cutsMakeNoDifference() throws IOException {
        var log = log();
        var whole =
                LogReadings.analysis(
                        List.of(
                                LogFile.of(
                                        "whole",
                                        new ByteArrayInputStream(log),
                                        LogReadings.NEWEST)),
                        1);
        assertThat(whole.totals().attempts()).isGreaterThan(1000);
        assertThat(whole.input().unparsed()).isEqualTo(1);
        for (int seed = 1; seed <= CASES; seed++) {
            var chance = new Random(seed);
            int threads = 1 + chance.nextInt(4);
            var cut = LogReadings.analysis(cut(log, chance), threads);
            assertThat(bare(cut))
                    .as("seed " + seed + ", threads " + threads)
                    .usingRecursiveComparison()
                    .isEqualTo(bare(whole));
            assertThat(replies(cut)).as("seed " + seed).isEqualTo(replies(whole));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void lineEndsMakeNoDifference(String end) throws IOException {
        var line =
                "Nov 19 10:00:01 out1 postfix/smtp[1]: A1B2C3D5: to=<u@b.test>, relay=x, delay=1, dsn=4.0.0, status=deferred (later)";
        var bytes =
                ((line + (end.isEmpty() ? "\n" : end)).repeat(3) + line + end)
                        .getBytes(StandardCharsets.UTF_8);
        var analysis =
                LogReadings.analysis(
                        List.of(
                                LogFile.of(
                                        "log",
                                        new ByteArrayInputStream(bytes),
                                        LogReadings.NEWEST)),
                        2);
        assertThat(analysis.totals().deferred()).isEqualTo(4);
        assertThat(analysis.input().lines()).isEqualTo(4);
    }
}
