package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.restante.record.logs.LineReader.Reading;
import org.restante.record.logs.LogRow.Field;
import org.restante.testing.Corpora;

final class EximReaderTest {
    /// The expected fields of a delivery line, spelled anew from the line itself.
    private static final Pattern FLAGGED =
            Pattern.compile(
                    "^(?:\\[\\d+] )?(\\S{16}|\\S{23}) (<=|=>|->|>>|==|\\*\\*) <?([^\\s<>:]*)");

    @TestFactory
    Stream<DynamicTest> linesAreReadAsWritten() {
        return LogCases.tests("exim.cases", EximReader::new);
    }

    @Test
    void linesOfOthersSuitesAreReadOrPassed() throws IOException {
        var folder = Corpora.require("logs-exim");
        var lines = new ArrayList<>(Files.readAllLines(folder.resolve("logstash-exim-lines.txt")));
        try (var logs = Files.walk(folder.resolve("crowdsec"))) {
            for (var log : logs.filter(one -> one.toString().endsWith(".log")).sorted().toList()) {
                lines.addAll(lines(log));
            }
        }
        var wrong = lines.stream().filter(line -> !isRight(line)).toList();
        Corpora.executed(
                "logs-exim",
                lines.size() - wrong.size(),
                wrong.size(),
                0,
                "kind, id, address; other lines passed over");
        assertThat(wrong).isEmpty();
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    }

    private static boolean isRight(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        var told = new ArrayList<String>();
        var reading =
                new EximReader(LogCases.context(""))
                        .read(
                                bytes,
                                0,
                                bytes.length,
                                row ->
                                        told.add(
                                                row.kind
                                                        + " "
                                                        + row.text(Field.QUEUE_ID)
                                                        + " "
                                                        + (row.kind == LogRow.Kind.RECEIVED
                                                                ? row.text(Field.REVERSE_PATH)
                                                                : row.text(Field.RECIPIENT))));
        var flagged = FLAGGED.matcher(line.length() > 20 ? line.substring(20) : "");
        if (!flagged.find()) {
            return reading == Reading.PASSED;
        }
        var kind =
                switch (flagged.group(2)) {
                    case "<=" -> "RECEIVED";
                    case "==" -> "DEFERRED";
                    case "**" -> "BOUNCED";
                    default -> "DELIVERED";
                };
        return told.equals(List.of(kind + " " + flagged.group(1) + " " + flagged.group(3)));
    }
}
