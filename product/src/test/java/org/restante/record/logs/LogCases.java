package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.restante.record.logs.LineReader.Reading;
import org.restante.record.logs.LogRow.Field;

/// Log lines beside the tests with everything a reader must tell of them. In the file a line that begins with `! ` names
/// what a case shows and begins a new log, `> ` is a line of the log, and what follows until the next is the expected
/// answer: each row as kind, numbers and indented fields, or `PASSED` or `UNPARSED`.
final class LogCases {
    static final Instant REFERENCE = Instant.parse("2026-11-20T12:00:00Z");

    private LogCases() {}

    private static final class Case {
        private final String title;
        private final List<String> lines = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();

        Case(String title) {
            this.title = title;
        }
    }

    static LogContext context(String head) {
        return new LogContext(ZoneOffset.UTC, REFERENCE, head.getBytes(StandardCharsets.UTF_8));
    }

    /// One test for each case of `resource`.
    static Stream<DynamicTest> tests(String resource, Function<LogContext, LineReader> reader) {
        return read(resource).stream()
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.title,
                                () ->
                                        assertThat(told(one, reader))
                                                .isEqualTo(String.join("\n", one.expected))));
    }

    private static String told(Case one, Function<LogContext, LineReader> maker) {
        var reader = maker.apply(context(String.join("\n", one.lines) + "\n"));
        var told = new StringBuilder();
        for (var line : one.lines) {
            told.append("> ").append(line).append('\n').append(told(reader, line));
        }
        return told.toString().stripTrailing();
    }

    /// What the reader tells of one line, as the case files write it.
    static String told(LineReader reader, String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        var told = new StringBuilder();
        var reading =
                reader.read(bytes, 0, bytes.length, row -> told.append(text(row)).append('\n'));
        if (reading != Reading.READ) {
            told.append(reading).append('\n');
        }
        return told.toString();
    }

    static String text(LogRow row) {
        var text = new StringBuilder(row.kind.name());
        if (row.time != Long.MIN_VALUE) {
            text.append(" time=").append(Instant.ofEpochMilli(row.time));
        }
        if (row.queuedAt != Long.MIN_VALUE) {
            text.append(" queued=").append(Instant.ofEpochMilli(row.queuedAt));
        }
        number(text, "delay", row.delay);
        number(text, "size", row.size);
        number(text, "attempt", row.attempt);
        if (row.stage != null) {
            text.append(" stage=").append(row.stage.word());
        }
        if (row.trouble != null) {
            text.append(" trouble=").append(row.trouble.word());
        }
        for (var field : Field.values()) {
            if (row.has(field)) {
                var value = row.text(field);
                text.append("\n  ").append(field).append('=');
                text.append(value == null ? "" : value.replace("\n", "\\n"));
            }
        }
        return text.toString();
    }

    private static void number(StringBuilder text, String name, long value) {
        if (value >= 0) {
            text.append(' ').append(name).append('=').append(value);
        }
    }

    private static List<Case> read(String resource) {
        var cases = new ArrayList<Case>();
        try (var in = LogCases.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            for (var line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith("! ")) {
                    cases.add(new Case(line.substring(2)));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    if (line.startsWith("> ")) {
                        cases.getLast().lines.add(line.substring(2));
                    }
                    cases.getLast().expected.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }
}
