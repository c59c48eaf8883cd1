package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
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

    @Test
    void aByteOrderMarkAtTheBeginningCostsNoLine() throws IOException {
        var log = log("\uFEFF" + sent("09", 3));

        assertThat(read(log).get("totals").get("attempts").asInt()).isEqualTo(3);

        var packed = folder.resolve("packed.log.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(log));
        }
        assertThat(read(packed).get("totals").get("attempts").asInt()).isEqualTo(3);
    }

    @Test
    void textInUtf16IsNamedAsSuch() throws IOException {
        var log = folder.resolve("wide.log");
        Files.write(log, ("\uFEFF" + sent("09", 3)).getBytes(StandardCharsets.UTF_16LE));

        var run = CommandRun.of("", "analyze", log.toString());

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("is text in UTF-16").hasLineCount(1);
    }

    @Test
    void aRecipientThatWasTriedOnceHasOneAttempt() throws IOException {
        var log =
                log(
                        "Nov 20 09:00:00 out postfix/smtp[2]: AAAA1111: to=<u@b.test>, relay=none, delay=7300, dsn=4.4.1, status=deferred (connect to mx.b.test[192.0.2.1]:25: Connection timed out)\n");

        assertThat(read(log).get("persistent").get(0).get("attempts").asInt()).isEqualTo(1);
        assertThat(CommandRun.of("", "analyze", log.toString()).out()).contains(" 1 try ");
    }

    @Test
    void whatIsNoQueueListingIsSaidInPlainWords() throws IOException {
        var listing = Files.writeString(folder.resolve("pmtaq.txt"), "domain rcpt kbytes\n");

        var run =
                CommandRun.of(
                        "",
                        "analyze",
                        log(sent("09", 1)).toString(),
                        "--queue",
                        listing.toString());

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err())
                .startsWith("restante: " + listing + ": is no queue listing")
                .contains("what 'pmta show' prints is not read")
                .hasLineCount(1);
        assertThat(CommandRun.of("", "analyze", "--help").out()).doesNotContain("pmta show");
    }

    @Test
    void aLineTooLongIsCountedInWhatWasReadAndSaid() throws IOException {
        var log = log(sent("09", 1) + "x".repeat(3 << 20) + "\n" + sent("10", 1));

        assertThat(input(log).get("lines_cut").asInt()).isEqualTo(1);
        assertThat(input(log).get("bytes").asLong()).isEqualTo(Files.size(log));
    }

    @Test
    void whereNothingWasReadTheFormatIsNull() throws IOException {
        assertThat(input(log("")).get("format").isNull()).isTrue();
    }

    @Test
    void aLogThatIsCutOffIsReadAndIsAnInputError() throws IOException {
        var whole = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 400; i++) {
                out.write(
                        sent("09", 50)
                                .replace("AAAA", "%04X".formatted(i))
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        var log = folder.resolve("cut.log.gz");
        Files.write(log, Arrays.copyOf(whole.toByteArray(), whole.size() - 20));

        var run = CommandRun.of("", "analyze", log.toString(), "--json");

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("ends early or is damaged");
        var input = new ObjectMapper().readTree(run.out()).get("input");
        assertThat(input.get("damage").asString()).contains("cut.log.gz");
        assertThat(input.get("events").asLong()).isPositive();
    }

    @Test
    void thePageGoesToStandardOutputWhenAskedTo() throws IOException {
        var log = log(sent("09", 1)).toString();

        assertThat(CommandRun.of("", "analyze", log, "--html", "-").out())
                .startsWith("<!doctype html>");
        assertThat(CommandRun.of("", "analyze", log, "--html", "-", "--json").exit())
                .isEqualTo(Exit.INPUT);
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void theTimeAskedForIsTold() throws IOException {
        var log = log(sent("09", 60) + sent("10", 60)).toString();

        var run =
                CommandRun.of(
                        "",
                        "analyze",
                        log,
                        "--since",
                        "2026-11-20T10:00",
                        "--until",
                        "2026-11-20T11:00");
        assertThat(run.out())
                .containsIgnoringWhitespaces("Counted is only the time from 10:00 to 11:00 UTC.");

        var wrong =
                CommandRun.of(
                        "",
                        "analyze",
                        log,
                        "--since",
                        "2026-11-20T11:00",
                        "--until",
                        "2026-11-20T10:00");
        assertThat(wrong.exit()).isEqualTo(Exit.INPUT);
        assertThat(wrong.err()).contains("is before --since").hasLineCount(1);
    }

    @Test
    void incidentsThatReachBeyondTheTimeAskedForAreSaidToBeToldWhole() {
        var run =
                CommandRun.of(
                        "",
                        "analyze",
                        System.getProperty("restante.root") + "/samples/postfix.log",
                        "--since",
                        "2026-11-19T13:00");

        assertThat(run.out())
                .containsIgnoringWhitespaces("incidents are told whole, with what lies beyond it");
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

    private static JsonNode read(Path log) {
        var run = CommandRun.of("", "analyze", log.toString(), "--json");
        return new ObjectMapper().readTree(run.out());
    }

    private static JsonNode input(Path log) {
        return read(log).get("input");
    }
}
