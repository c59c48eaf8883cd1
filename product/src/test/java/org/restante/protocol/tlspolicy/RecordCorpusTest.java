package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.restante.testing.Corpora;
import tools.jackson.databind.json.JsonMapper;

/// Records and policy files that others accept or refuse (corpora `record-parse`).
final class RecordCorpusTest {
    @Test
    void recordsOfOthersAreAcceptedAndRefusedAsTheySay() throws Exception {
        var json = JsonMapper.shared();
        int passed = 0;
        var wrong = new ArrayList<String>();
        for (var line : Files.readAllLines(Corpora.require("record-parse").resolve("mox.jsonl"))) {
            var row = json.readTree(line);
            var input = row.get("input").asString();
            boolean isAccepted;
            switch (row.get("kind").asString() + " " + row.get("test").asString()) {
                case "mta-sts mtasts.TestRecord" -> isAccepted = StsRecord.parse(input).isPresent();
                case "mta-sts mtasts.TestParsePolicy" ->
                        isAccepted = StsPolicy.parse(input).isPresent();
                case "tlsrpt-record tlsrpt.TestRecord" ->
                        isAccepted = ReportRecord.parse(input).isPresent();
                default -> {
                    continue;
                }
            }
            if (isAccepted == row.get("expect").asString().equals("ok")) {
                passed++;
            } else {
                wrong.add(
                        row.get("test").asString()
                                + " '"
                                + input
                                + "' is "
                                + row.get("expect").asString());
            }
        }
        Corpora.executed("record-parse (MTA-STS, TLS-RPT)", passed, wrong.size(), 0, "");
        assertThat(wrong).isEmpty();
    }
}
