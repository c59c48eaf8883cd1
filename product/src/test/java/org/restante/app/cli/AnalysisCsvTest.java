package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.page.MadeUp;

final class AnalysisCsvTest {
    @TempDir private Path folder;

    @Test
    void eachTableIsAFile() throws IOException {
        var view = MadeUp.eventful();

        var files =
                AnalysisCsv.write(view.analysis(), view.incidents(), folder.resolve("new/folder"));

        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "by_provider.csv",
                        "by_domain.csv",
                        "by_source.csv",
                        "by_mx_host.csv",
                        "by_stage.csv",
                        "by_cause.csv",
                        "by_stream.csv",
                        "by_hour.csv",
                        "by_reply.csv",
                        "persistent.csv",
                        "incidents.csv",
                        "timeline.csv",
                        "provider_by_source.csv",
                        "backlog.csv",
                        "unparsed_samples.csv");
        assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void aTableHasAHeaderAndARowForEachKey() throws IOException {
        assertThat(lines("by_source.csv"))
                .startsWith(
                        "key,attempts,delivered,deferred,bounced,messages,messages_deferred,deferral_rate,delay_p50_s,delay_p90_s",
                        "203.0.113.11,40000,38530,910,560,36000,546,0.02275,2.71,54.0");
    }

    @Test
    void whatIsUnknownIsAnEmptyCell() throws IOException {
        assertThat(lines("by_stage.csv")).contains("greeting,4800,0,4800,0,4320,2880,1.0,,");
    }

    @Test
    void quotesAreDoubledAndFormulasDisarmed() throws IOException {
        var view = MadeUp.withStream("=HYPERLINK(\"http://evil.example\",\"x\")");
        AnalysisCsv.write(view.analysis(), view.incidents(), folder);

        assertThat(Files.readString(folder.resolve("by_stream.csv")))
                .contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",10,");
    }

    @Test
    void theTimelineOfAllTogetherHasNoProvider() throws IOException {
        assertThat(lines("timeline.csv").get(1)).startsWith("2026-05-28T00:00:00Z,600,,");
        assertThat(lines("timeline.csv")).hasSize(1 + 7 * 120);
    }

    private List<String> lines(String file) throws IOException {
        var view = MadeUp.eventful();
        AnalysisCsv.write(view.analysis(), view.incidents(), folder);
        return Files.readAllLines(folder.resolve(file));
    }
}
