package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.restante.record.logs.LineReader.Reading;
import org.restante.testing.Corpora;

/// The readers of servers that are met less often.
final class OtherReadersTest {
    private static final Map<String, LogFormat> FORMATS =
            Map.of(
                    "opensmtpd", LogFormat.OPENSMTPD,
                    "opensmtpd-old", LogFormat.OPENSMTPD,
                    "haraka", LogFormat.HARAKA,
                    "zone-mta", LogFormat.ZONEMTA,
                    "exim", LogFormat.EXIM,
                    "sendmail", LogFormat.SENDMAIL,
                    "postfix", LogFormat.POSTFIX);

    @TestFactory
    Stream<DynamicTest> momentum() {
        return LogCases.tests("momentum.cases", MomentumReader::new);
    }

    @TestFactory
    Stream<DynamicTest> sendmail() {
        return LogCases.tests("sendmail.cases", SendmailReader::new);
    }

    @TestFactory
    Stream<DynamicTest> openSmtpd() {
        return LogCases.tests("opensmtpd.cases", OpenSmtpdReader::new);
    }

    @TestFactory
    Stream<DynamicTest> zoneMta() {
        return LogCases.tests("zonemta.cases", ZoneMtaReader::new);
    }

    @TestFactory
    Stream<DynamicTest> haraka() {
        return LogCases.tests("haraka.cases", HarakaReader::new);
    }

    @TestFactory
    Stream<DynamicTest> mailerQ() {
        return LogCases.tests("mailerq.cases", MailerQReader::new);
    }

    @TestFactory
    Stream<DynamicTest> exchange() {
        return LogCases.tests("exchange.cases", ExchangeReader::new);
    }

    @TestFactory
    Stream<DynamicTest> ownEvents() {
        return LogCases.tests("restante.cases", EventReader::new);
    }

    /// A line that tells of a recipient's fate must be read; any other may be passed over, none may stay unread.
    @Test
    void linesPastedInPublicIssuesAreRead() throws IOException {
        var folder = Corpora.require("logs-other");
        var wrong = new ArrayList<String>();
        int passed = 0;
        int skipped = 0;
        for (var row : Files.readAllLines(folder.resolve("issue-log-lines.tsv"))) {
            var cells = row.split("\t", -1);
            var format = FORMATS.get(cells[0]);
            if (format == null) {
                skipped++;
                continue;
            }
            var line = cells[1].getBytes(StandardCharsets.UTF_8);
            var reading =
                    format.reader(LogCases.context("")).read(line, 0, line.length, each -> {});
            boolean fate =
                    Stream.of("stat=", "status=", "rejected: 5", " REJECTED[")
                            .anyMatch(cells[1]::contains);
            if (reading == (fate ? Reading.READ : Reading.PASSED)
                    || !fate && reading == Reading.READ) {
                passed++;
            } else {
                wrong.add(reading + " " + cells[1]);
            }
        }
        Corpora.executed(
                "logs-other",
                passed,
                wrong.size(),
                skipped,
                "skipped: qmail has no reader; the table's head");
        assertThat(wrong).isEmpty();
    }

    @Test
    void linesOfServersWithoutAReaderArePassedOverOrTold() throws IOException {
        var folder = Corpora.require("logs-other");
        var lines = new ArrayList<String>();
        for (var set :
                List.of("exchange-smtp-logs", "exchange-smtp-bf", "mailscanner-blacklisted")) {
            lines.addAll(
                    Files.readAllLines(folder.resolve("crowdsec/" + set + "/" + set + ".log")));
        }
        for (var format : LogFormat.values()) {
            var reader = format.reader(LogCases.context(""));
            for (var line : lines) {
                var bytes = line.getBytes(StandardCharsets.UTF_8);
                assertThat(reader.read(bytes, 0, bytes.length, row -> {}))
                        .isNotEqualTo(Reading.READ);
            }
        }
    }
}
