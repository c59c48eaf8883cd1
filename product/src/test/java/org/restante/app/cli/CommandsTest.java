package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.app.analysis.LiveAnalysis;
import org.restante.app.knowledge.Knowledge;
import org.restante.record.logs.SourceMap;
import org.restante.testing.Corpora;
import tools.jackson.databind.ObjectMapper;

final class CommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String LOG =
            """
            Nov 20 09:00:01 out postfix/smtp[2]: AAAA1111: to=<u@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=4.7.28, status=deferred (host gmail-smtp-in.l.google.com[192.0.2.1] said: 421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. 421 4.7.28 rate limited (in reply to end of DATA command))
            Nov 20 09:00:02 out postfix/smtp[2]: AAAA1112: to=<v@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 OK)
            Nov 20 09:00:03 out postfix/smtp[2]: AAAA1113: to=<w@example.org>, relay=mx.example.org[192.0.2.9]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.9] said: 550 5.1.1 <w@example.org>: User unknown (in reply to RCPT TO command))
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    private int run(byte[] in, String... arguments) {
        var surroundings =
                new Surroundings(
                        new ByteArrayInputStream(in),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of("LANG", "en_GB.UTF-8"),
                        false,
                        false,
                        InstantSource.fixed(NOW),
                        ZoneOffset.UTC);
        return Restante.run(surroundings, arguments);
    }

    private int run(String... arguments) {
        return run(new byte[0], arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anImportLeavesTheIncidentsOfTheLogForTheServer() throws IOException {
        var log = new StringBuilder();
        for (int minute = 0; minute < 180; minute++) {
            for (int i = 0; i < 10; i++) {
                boolean isRefused = minute >= 120 && minute < 150;
                log.append(
                        "Nov 20 %02d:%02d:%02d out postfix/smtp[2]: A%d: to=<u%d@%s>, relay=mx.example[192.0.2.1]:25, delay=1, dsn=%s\n"
                                .formatted(
                                        6 + minute / 60,
                                        minute % 60,
                                        i,
                                        1000 + 10 * minute + i,
                                        i,
                                        i % 2 == 0 ? "gmail.com" : "b.example",
                                        isRefused && i % 2 == 0
                                                ? "4.7.28, status=deferred (host mx.example[192.0.2.1] said: 421 4.7.28 unusual rate of mail (in reply to MAIL FROM command))"
                                                : "2.0.0, status=sent (250 2.0.0 OK)"));
            }
        }
        var file = Files.writeString(folder.resolve("mail.log"), log);
        var data = folder.resolve("data");

        assertThat(run("import", file.toString(), "--data", data.toString())).isZero();
        assertThat(said()).contains("1 incident found");
        var left = data.resolve("imported").resolve("incidents");
        try (var cases = Files.list(left)) {
            assertThat(Files.readString(cases.findFirst().orElseThrow()))
                    .contains("\"origin\":\"postfix\"", "2026-11-20T08:", "unusual rate");
        }
        out.reset();

        assertThat(run("import", file.toString(), "--data", data.toString())).isZero();
        assertThat(said()).doesNotContain("found");
    }

    private Path log() throws IOException {
        return Files.writeString(folder.resolve("mail.log"), LOG);
    }

    @Test
    void whoMisusesACommandIsSentToItsOwnHelp() {
        assertThat(CommandRun.of("", "lanes", "limit", "--per-hour", "5").err())
                .contains("try 'restante lanes limit --help'");
        assertThat(CommandRun.of("", "--odd").err()).contains("try 'restante --help'");
    }

    @Test
    void theDemonstrationWhosePasswordEverybodyKnowsIsShownToNoOtherMachine() {
        assertThat(run("demo", "--http", "0.0.0.0:0", "--minutes", "0.01")).isEqualTo(Exit.INPUT);

        assertThat(complained()).contains("0.0.0.0", "password", "127.0.0.1:8080");
        assertThat(said()).isEmpty();
    }

    @Test
    void analyzeWritesTheJsonOfTheDesign() throws IOException {
        assertThat(run("analyze", log().toString(), "--json")).isZero();

        var json = new ObjectMapper().readTree(said());
        assertThat(json.get("totals").get("attempts").asInt()).isEqualTo(3);
        assertThat(json.get("totals").get("deferred").asInt()).isEqualTo(1);
        assertThat(json.get("input").get("format").asString()).isEqualTo("postfix");
        assertThat(json.get("by_provider").get(0).get("key").asString()).isEqualTo("gmail");
        assertThat(json.get("by_source").get(0).get("key").asString()).isEqualTo("(unknown)");
        assertThat(json.get("by_stage").findValuesAsString("key")).contains("content", "rcpt");
    }

    @Test
    void analyzeReadsACompressedLogFromStandardInput() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(LOG.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(run(zipped.toByteArray(), "analyze", "-", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(said()).get("totals").get("attempts").asInt())
                .isEqualTo(3);
    }

    @Test
    void aSourceThatTheLogDoesNotHoldCanBeDeclared() throws IOException {
        var map =
                Files.writeString(
                        folder.resolve("map.toml"),
                        "[[rule]]\nwhen = { host = \"out\" }\ngive = { address = \"203.0.113.5\" }\n");
        assertThat(run("analyze", log().toString(), "--json", "--map", map.toString())).isZero();
        assertThat(
                        new ObjectMapper()
                                .readTree(said())
                                .get("by_source")
                                .get(0)
                                .get("key")
                                .asString())
                .isEqualTo("203.0.113.5");
    }

    @Test
    void whatWaitsByTheServersOwnListingStandsBesideAndWhatIsUnreadIsTold() throws IOException {
        var listing =
                Files.writeString(
                        folder.resolve("queue.json"),
                        """
                        {"queue_name": "deferred", "queue_id": "4F1A2B3C4D", "arrival_time": 1795165200, "message_size": 2000, "sender": "a@a.test", "recipients": [{"address": "x@gmail.com", "delay_reason": "host said: 421 4.7.0 later"}]}
                        {"queue_name": "deferred", "queue_id":
                        """);
        assertThat(run("analyze", log().toString(), "--queue", listing.toString(), "--redact"))
                .isZero();
        assertThat(said()).contains("gmail.com");
        assertThat(complained()).contains("queue.json");
    }

    @Test
    void aWrongKeyOfAMapIsNamedWithItsLine() throws IOException {
        var map = Files.writeString(folder.resolve("map.toml"), "[[rule]]\nhots = \"out\"\n");
        assertThat(run("analyze", log().toString(), "--map", map.toString())).isEqualTo(Exit.INPUT);
        assertThat(complained()).contains("map.toml:2", "hots");
    }

    @Test
    void analyzeCountsOnlyTheTimeAskedFor() throws IOException {
        assertThat(
                        run(
                                "analyze",
                                log().toString(),
                                "--json",
                                "--since",
                                "2026-11-20T09:00:02",
                                "--until",
                                "2026-11-20T09:00:02"))
                .isZero();
        assertThat(new ObjectMapper().readTree(said()).get("totals").get("attempts").asInt())
                .isEqualTo(1);
    }

    @Test
    void analyzePrintsForPeopleAndKeepsAddressesToItselfWhenAsked() throws IOException {
        assertThat(run("analyze", log().toString(), "--redact")).isZero();
        assertThat(said()).contains("3 attempts").doesNotContain("w@example.org");
    }

    @Test
    void analyzeWritesAPageAndTables() throws IOException {
        var page = folder.resolve("out.html");
        var tables = folder.resolve("tables");
        assertThat(
                        run(
                                "analyze",
                                log().toString(),
                                "--html",
                                page.toString(),
                                "--csv",
                                tables.toString()))
                .isZero();
        assertThat(page).content().contains("<!doctype html>");
        assertThat(tables).isDirectoryContaining("glob:**.csv");
    }

    @Test
    void whatIsMissingOrWrongIsSaidInOneLine() {
        assertThat(run("analyze", folder.resolve("none.log").toString())).isEqualTo(Exit.INPUT);
        assertThat(complained()).contains("none.log: no such file").hasLineCount(1);
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        assertThat(run("analyze", "x.log", "--frobnicate")).isEqualTo(Exit.INPUT);
        assertThat(complained()).contains("--frobnicate").hasLineCount(1);
    }

    @Test
    void noCommandIsAUsageErrorAndHelpIsNone() {
        assertThat(run()).isEqualTo(Exit.INPUT);
        assertThat(run("--help")).isZero();
        assertThat(said())
                .containsSubsequence(
                        "Understand", "analyze", "Send:", "serve", "Act on it:", "pause")
                .doesNotContain("store-process", "train");
    }

    @Test
    void classifyGivesOneObjectForEachLineWhateverItHolds() {
        var in =
                "421 4.7.0 Not allowed\n\n\u00ff\u0000 nonsense\r\n550 5.1.1 <u@b.test>: User unknown"
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(run(in, "classify")).isZero();
        assertThat(said().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"code\":") && line.endsWith("}"));
    }

    @Test
    void classifyReadsHostStageAndLineBreaksFromColumns() {
        var in =
                "gmail-smtp-in.l.google.com\tcontent\t421-4.7.28 Our system\\n421 4.7.28 unusual rate of mail from your IP address\n\t\t450 4.2.0 \\\\x\n";
        assertThat(run(in.getBytes(StandardCharsets.UTF_8), "classify", "--tsv")).isZero();
        var json = new ObjectMapper();
        var first = json.readTree(said().lines().toList().getFirst());
        assertThat(first.get("provider").asString()).isEqualTo("gmail");
        assertThat(first.get("stage").asString()).isEqualTo("content");
        assertThat(first.get("cause").asString()).isEqualTo("rate");
        assertThat(said().lines()).hasSize(2);
    }

    @Test
    void whatClassifyWritesFitsItsSchema() throws IOException {
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root()
                                                .resolve("docs/schemas/classify.schema.json")),
                                InputFormat.JSON);
        var in =
                "421 4.7.0 [TSS04] deferred, try again in 300 seconds\n\n550 5.1.1 User unknown\nno code at all\n250 2.0.0 Ok\n";
        assertThat(run(in.getBytes(StandardCharsets.UTF_8), "classify")).isZero();
        for (var line : said().lines().toList()) {
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
        }
    }

    @Test
    void classifyKeepsTheOrderOverManyBlocks() {
        var in = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            in.append(400 + i % 100)
                    .append(" 4.")
                    .append(i % 8)
                    .append(".")
                    .append(i % 9)
                    .append(" try again later ")
                    .append(i)
                    .append('\n');
        }
        assertThat(
                        run(
                                in.toString().getBytes(StandardCharsets.UTF_8),
                                "classify",
                                "--threads",
                                "3"))
                .isZero();
        var lines = said().lines().toList();
        assertThat(lines).hasSize(30_000);
        for (int i = 0; i < lines.size(); i += 997) {
            assertThat(lines.get(i)).startsWith("{\"code\":" + (400 + i % 100) + ",");
        }
    }

    @Test
    void failingOnAnIncidentFailsOnlyWhenThereIsOne() throws IOException {
        assertThat(run("analyze", log().toString(), "--json", "--fail-on", "incident")).isZero();
        assertThat(run("analyze", log().toString(), "--fail-on", "weather")).isEqualTo(Exit.INPUT);
    }

    @Test
    void watchTellsWhatItReadAndStopsWhenToldTo() throws IOException {
        assertThat(run("watch", log().toString(), "--rounds", "1")).isZero();
        assertThat(said()).contains("watching " + log(), "in the last hour", "no open incident");
        assertThat(run("watch", folder.toString(), "--rounds", "1")).isEqualTo(Exit.INPUT);
    }

    @Test
    void watchWaitsForALogThatIsNotThereYet() throws IOException {
        var path = folder.resolve("later.log");
        assertThat(run("watch", path.toString(), "--rounds", "1")).isZero();
        assertThat(said()).contains("waiting for " + path);

        try (var live =
                new LiveAnalysis(
                        List.of(path),
                        null,
                        ZoneOffset.UTC,
                        SourceMap.NOTHING,
                        Knowledge.shipped(),
                        false,
                        NOW)) {
            assertThat(live.look(NOW)).isEmpty();
            Files.writeString(path, LOG);
            assertThat(live.look(NOW)).isEmpty();
            assertThat(live.recent(NOW, Duration.ofHours(12), 9))
                    .anySatisfy(row -> assertThat(row.attempts()).isEqualTo(2));
        }
    }

    @Test
    void whatIsWatchedForDaysStaysInItsYear() throws IOException {
        var path = folder.resolve("mail.log");
        Files.writeString(path, LOG);
        try (var live =
                new LiveAnalysis(
                        List.of(path),
                        null,
                        ZoneOffset.UTC,
                        SourceMap.NOTHING,
                        Knowledge.shipped(),
                        false,
                        NOW)) {
            assertThat(live.look(NOW)).isEmpty();
            Files.writeString(path, LOG.replace("Nov 20", "Nov 25"), StandardOpenOption.APPEND);
            var later = NOW.plus(Duration.ofDays(5));
            assertThat(live.look(later)).isEmpty();
            assertThat(live.recent(later, Duration.ofHours(12), 9))
                    .anySatisfy(row -> assertThat(row.attempts()).isEqualTo(2));
        }
    }

    @Test
    void watchTellsIncidentsInWords() throws IOException {
        var sample = Path.of(System.getProperty("restante.root"), "samples", "postfix.log");

        assertThat(run("watch", sample.toString(), "--rounds", "1")).isZero();

        assertThat(said())
                .contains("opened   Yahoo and AOL, at the greeting: our mail held back")
                .doesNotContain("source-blocked", "sender-blocked", "host-bad");
    }

    @Test
    void anEmptyTextIsNotExplained() {
        assertThat(run("explain", " ")).isEqualTo(Exit.INPUT);
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void versionIsOneLine(String asked) {
        assertThat(run(asked)).isZero();
        assertThat(said()).startsWith("restante ").hasLineCount(1);
    }
}
