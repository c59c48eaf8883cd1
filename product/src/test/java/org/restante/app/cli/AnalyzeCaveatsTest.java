package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What `analyze` says of its own figures: where they are not to be taken as they stand.
final class AnalyzeCaveatsTest {
    @TempDir private Path folder;

    @Test
    void aLogWhoseTimeGoesBackIsNeverCalledQuiet() throws IOException {
        var log = log(sent("12", 40) + sent("09", 40));

        var run = CommandRun.of("", "analyze", log.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .startsWith("? No incident was found.")
                .containsIgnoringWhitespaces("Time goes back 1 time in what was read, by up to 3 h")
                .doesNotContain("Nothing to report");
        assertThat(run.err()).contains("time goes back 1 time within a file").hasLineCount(1);
        assertThat(input(log).get("steps_back").asInt()).isEqualTo(1);
        assertThat(input(log).get("furthest_back_s").asDouble()).isEqualTo(10_839);
    }

    private static String sent(String hour, int count) {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(
                    "Nov 20 %s:00:%02d out postfix/smtp[2]: AAAA1%03d: to=<u@b.test>, relay=mx.b.test[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
                            .formatted(hour, i, i));
        }
        return lines.toString();
    }

    private Path log(String text) throws IOException {
        return Files.write(folder.resolve("mail.log"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode input(Path log, String... more) {
        var arguments = new String[more.length + 3];
        arguments[0] = "analyze";
        arguments[1] = log.toString();
        arguments[2] = "--json";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return new ObjectMapper().readTree(CommandRun.of("", arguments).out()).get("input");
    }
}
