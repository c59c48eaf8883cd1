package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.testing.Corpora;

final class SimulateCommandTest {
    private static final String OWN =
            """
            name = "own"
            about = "A receiver of mine & yours."
            length = "40m"
            sources = 2

            [[receiver]]
            name = "small"
            connections = 5

              [receiver.limit]
              kind = "bucket"
              per_second = 1
              burst = 20

              [receiver.box]
              violations = 5
              length = "5m"

              [[receiver.step]]
              at = "20m"
              factor = 0.5

            [[load]]
            messages = 4000
            at_once = true

            [[load]]
            stream = "transactional"
            per_second = 0.1
            """;

    private record Ran(int exit, String out, String err) {}

    @TempDir private Path folder;
    private Path own = Path.of("own.toml");

    @BeforeEach
    void write() throws IOException {
        own = Files.writeString(folder.resolve("own.toml"), OWN);
    }

    private static Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings =
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(),
                        false,
                        false,
                        InstantSource.fixed(Instant.EPOCH),
                        ZoneOffset.UTC);
        var all = new String[arguments.length + 1];
        all[0] = "simulate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int exit = Restante.run(surroundings, all);
        return new Ran(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFileOfOnesOwnIsPlayedByEveryPolicy() {
        var ran = run("--scenario", own.toString(), "--policy", "all");

        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .startsWith("own: A receiver of mine & yours.\n")
                .contains("\n  oracle ", "\n  law-warm ", "\n  cubic ", "limit ×0.50 absorbed");
    }

    @Test
    void theSameIsTheSameHoweverManyThreadsPlayIt() {
        var one =
                run(
                        "--scenario",
                        own.toString(),
                        "--policy",
                        "all",
                        "--seeds",
                        "1-3",
                        "--json",
                        "--threads",
                        "1");
        var two =
                run(
                        "--scenario",
                        own.toString(),
                        "--policy",
                        "all",
                        "--seeds",
                        "1-3",
                        "--json",
                        "--threads",
                        "2");

        assertThat(one.out()).isNotEmpty().isEqualTo(two.out());
    }

    @Test
    void goalsThatAreMeantOfAllScenariosSayOfHowManyTheyAre() {
        var text = run("--scenario", "benign-60", "--policy", "law").out();

        assertThat(text).containsPattern("(met|MISSED), 1 of \\d+ scenarios");
    }

    private static Schema schema(String name) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        Files.readString(Corpora.root().resolve("docs/schemas/" + name)),
                        InputFormat.JSON);
    }

    @Test
    void theJsonIsThatOfItsSchema() throws IOException {
        var ran = run("--scenario", own.toString(), "--policy", "law,postfix", "--json");

        assertThat(schema("simulate.schema.json").validate(ran.out(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void theListIsJsonWhereJsonIsAskedFor() throws IOException {
        var ran = run("--list", "--json");

        assertThat(schema("simulate-list.schema.json").validate(ran.out(), InputFormat.JSON))
                .isEmpty();
        assertThat(ran.out()).contains("\"lottery-40\"", "\"powermta-hour\"");
    }

    @Test
    void ofMailThatThereIsNotNoDelayIsTold() throws IOException {
        var bulk =
                Files.writeString(
                        folder.resolve("bulk.toml"), OWN.substring(0, OWN.lastIndexOf("[[load]]")));

        assertThat(run("--scenario", bulk.toString(), "--policy", "law").out())
                .doesNotContain(" 0.0 s");
        var json = run("--scenario", bulk.toString(), "--policy", "law", "--json").out();
        assertThat(json).contains("\"transactional_p99_s\" : null");
        assertThat(schema("simulate.schema.json").validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void ofOnesOwnScenarioNoGoalIsMeasured() {
        assertThat(run("--scenario", own.toString(), "--policy", "law").out())
                .doesNotContain("not measured", "≥ 95")
                .endsWith("No goal is measured: they are about scenarios of ours.\n");
    }

    @Test
    void thePageHoldsAChartForEachPolicyAndNothingFromElsewhere() throws IOException {
        var page = folder.resolve("page.html");

        var ran =
                run(
                        "--scenario",
                        own.toString(),
                        "--policy",
                        "law,hand-tuned",
                        "--html",
                        page.toString());

        assertThat(ran.err()).isEqualTo("restante: the page is " + page + "\n");
        assertThat(Files.readString(page))
                .contains("A receiver of mine &amp; yours.")
                .containsPattern("(?s)(<svg.*){3}")
                .doesNotContain("http");
    }

    @Test
    void scenariosAndPoliciesAreListedAndAScenarioIsShown() {
        assertThat(run("--list").out()).contains("  lottery-40 ", "  powermta-hour ");
        assertThat(run("--show", "gmail-like").out()).startsWith("name = \"gmail-like\"");
    }

    @Test
    void whatIsWrongIsToldInOneLine() throws IOException {
        var wrong =
                Files.writeString(
                        folder.resolve("wrong.toml"), OWN.replace("burst = 20", "burst = 0"));

        assertThat(run("--scenario", wrong.toString()))
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                "restante: "
                                        + wrong
                                        + ":13: burst: is 0.0; right would be: a number above 0\n"));
        assertThat(run("--scenario", "gmial").err())
                .startsWith(
                        "restante: --scenario: 'gmial' is neither a file nor a scenario of ours");
        assertThat(run("--policy", "exim").err())
                .startsWith("restante: --policy: 'exim' is not known; all, or of oracle, law");
        assertThat(run("--seeds", "4-1").err()).startsWith("restante: --seeds: '4-1' is not");
        assertThat(run("--show", "x").exit()).isEqualTo(2);
    }
}
