package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.testing.Corpora;

/// What people and scripts are shown of the samples, from the log to the letters.
final class SamplesShownTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /// A recipient's or a sender's local part; the domain must not be that of a queue's name.
    private static final Pattern LOCAL_PART =
            Pattern.compile(
                    "(?<![A-Za-z0-9._+=-])([A-Za-z0-9._+=-]{3,})@(?!smtp)[a-z0-9.-]+\\.[a-z]+");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postfix.log", "powermta.csv", "kumomta.jsonl", "exim.log"})
    void theJsonFitsItsSchema(String sample) throws IOException {
        var file = Corpora.root().resolve("docs/schemas/analyze.schema.json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(file), InputFormat.JSON);

        assertThat(schema.validate(analyze(sample, "--json"), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix.log", "powermta.csv", "kumomta.jsonl", "exim.log"})
    void theTextBeginsWithADiagnosisAndFitsAHundredColumns(String sample) {
        var text = analyze(sample);

        assertThat(text.lines().limit(5).collect(Collectors.joining(" ")))
                .matches("● .* [0-9.]+ % of .* UTC .*");
        assertThat(text.lines().filter(line -> line.codePointCount(0, line.length()) > 100))
                .isEmpty();
    }

    @Test
    void theReadmeShowsWhatTheCommandPrints() throws IOException {
        var readme = Files.readString(Corpora.root().resolve("README.md"));
        int at = readme.indexOf("```\n", readme.indexOf("It begins:")) + 4;
        var shown = readme.substring(at, readme.indexOf("```\n", at));

        assertThat(shown).contains("INCIDENTS\n");
        assertThat(analyze("postfix.log")).startsWith(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix.log", "powermta.csv", "kumomta.jsonl", "exim.log"})
    void noLocalPartLeavesARedactedAnalysis(String sample) throws IOException {
        var locals = localParts(sample);
        var shown = new StringBuilder(analyze(sample, "--redact"));
        shown.append(analyze(sample, "--redact", "--json"));
        analyze(sample, "--redact", "--html", folder + "/page.html", "--csv", folder + "/csv");
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                shown.append(Files.readString(file));
            }
        }
        var words =
                new HashSet<>(
                        List.of(
                                shown.toString()
                                        .toLowerCase(Locale.ROOT)
                                        .split("[^a-z0-9._+=-]+")));

        assertThat(locals).hasSizeGreaterThan(100);
        assertThat(words).doesNotContainAnyElementsOf(locals);
    }

    private static Set<String> localParts(String sample) throws IOException {
        var log = Files.readString(sample(sample));
        var locals = new TreeSet<String>();
        LOCAL_PART
                .matcher(log)
                .results()
                .forEach(found -> locals.add(found.group(1).toLowerCase(Locale.ROOT)));
        return locals;
    }

    private static Path sample(String name) {
        return Corpora.root().resolve("samples").resolve(name);
    }

    private static String analyze(String sample, String... options) {
        var out = new ByteArrayOutputStream();
        var surroundings =
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(
                                OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                        Map.of("LANG", "en_GB.UTF-8"),
                        false,
                        false,
                        InstantSource.fixed(NOW),
                        ZoneOffset.UTC);
        var arguments = new String[options.length + 2];
        arguments[0] = "analyze";
        arguments[1] = sample(sample).toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        assertThat(Restante.run(surroundings, arguments)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
