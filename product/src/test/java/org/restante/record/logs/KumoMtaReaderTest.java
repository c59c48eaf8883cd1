package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class KumoMtaReaderTest {
    @TestFactory
    Stream<DynamicTest> logRecordsAreReadAsWritten() {
        return LogCases.tests("kumomta.cases", KumoMtaReader::new);
    }

    @Test
    void headersAndMetaAreAtHandByName() {
        var reader = new KumoMtaReader(LogCases.context(""));
        var line =
                "{\"type\":\"Delivery\",\"timestamp\":1795125245,\"headers\":{\"X-Job\":\"7\"},\"meta\":{\"Plan\":\"gold\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        var told = new StringBuilder();
        reader.read(
                line,
                0,
                line.length,
                row -> told.append(row.extra("x-job")).append(row.extra("meta:plan")));
        assertThat(told).hasToString("7gold");
    }
}
