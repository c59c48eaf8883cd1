package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.restante.record.logs.LineReader.Reading;

final class PowerMtaReaderTest {
    @TestFactory
    Stream<DynamicTest> accountingRecordsAreReadAsWritten() {
        return LogCases.tests("powermta.cases", PowerMtaReader::new);
    }

    @Test
    void theHeaderOfTheFileHoldsInEachOfItsStretches() {
        var context =
                LogCases.context(
                        "type,rcpt,timeLogged,dsnStatus\nd,a@x.test,2026-11-20 10:00:00+0000,2.0.0\n");
        var line = "t,b@x.test,2026-11-20 10:00:00+0000,4.7.0 (later)";
        assertThat(LogCases.told(new PowerMtaReader(context), line))
                .isEqualTo(
                        "DEFERRED time=2026-11-20T10:00:00Z\n  RECIPIENT=b@x.test\n  STATUS=4.7.0\n  TEXT=later\n");
    }

    @Test
    void headersAndUserStringsAreAtHandByName() {
        var head = "type,timeLogged,rcpt,header_X-Campaign,userString\n";
        var reader = new PowerMtaReader(LogCases.context(head));
        var line = "d,1763596801,b@x.test,spring sale,tenant-7".getBytes(StandardCharsets.UTF_8);
        var told = new StringBuilder();
        reader.read(
                line,
                0,
                line.length,
                row ->
                        told.append(row.extra("x-campaign"))
                                .append(row.extra("meta:userstring"))
                                .append(row.extra("x-none")));
        assertThat(told).hasToString("spring saletenant-7null");
    }

    @Test
    void aLineWithFewerCellsTellsNothingOfTheLineBefore() {
        var reader =
                new PowerMtaReader(
                        LogCases.context("type,timeLogged,rcpt,vmta,dsnStatus,dsnDiag\n"));
        LogCases.told(reader, "t,1763596801,a@x.test,vmta1,4.2.2 (full),smtp;452 4.2.2 Full");
        LogCases.told(reader, "t,1763596801,a@x.test,vmta1,\"not closed");
        assertThat(LogCases.told(reader, "d,1763596801,b@x.test"))
                .isEqualTo("DELIVERED time=2025-11-20T00:00:01Z\n  RECIPIENT=b@x.test\n");
    }

    @Test
    void aLineWithTooManyCellsTellsNothingToTheNext() {
        var unnamed = ",x".repeat(17);
        var reader =
                new PowerMtaReader(
                        LogCases.context(
                                "type,timeLogged,rcpt" + unnamed + ",dsnStatus,vmta,dsnDiag\n"));
        var line = "d,1763596801,b@x.test" + ",".repeat(17);
        var alone = LogCases.told(reader, line);
        assertThat(LogCases.told(reader, "y,".repeat(300))).isEqualTo("UNPARSED\n");
        assertThat(LogCases.told(reader, line)).isEqualTo(alone);
    }

    @Test
    void aLineInTheMiddleOfABlockIsReadWithoutLookingBeyondIt() {
        var block = "xx\"d,1763596801,b@x.test,\"y,z\"\",".getBytes(StandardCharsets.UTF_8);
        var reader = new PowerMtaReader(LogCases.context("type,timeLogged,rcpt,dsnDiag\n"));
        int from = 3;
        for (int to = from; to <= block.length; to++) {
            int end = to;
            reader.read(
                    block,
                    from,
                    to,
                    row -> {
                        for (var field : LogRow.Field.values()) {
                            assertThat(row.end(field)).isLessThanOrEqualTo(end);
                        }
                    });
        }
        assertThat(reader.read(block, from, from + 25, row -> {})).isEqualTo(Reading.UNPARSED);
    }
}
