package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.LineReader.Reading;
import org.restante.record.logs.LogRow.Field;
import org.restante.testing.Corpora;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// The records printed in KumoMTA's documentation: each must be read without loss. Comments, line ends and other liberties
/// of the documents are taken away first, as the server writes none.
final class KumoMtaCorpusTest {
    private static final ObjectReader LENIENT =
            JsonMapper.builder()
                    .enable(
                            JsonReadFeature.ALLOW_JAVA_COMMENTS,
                            JsonReadFeature.ALLOW_TRAILING_COMMA,
                            JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build()
                    .reader()
                    .without(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Pattern START = Pattern.compile("\\{(?:\\s|//[^\n]*\n)*+\"type\":");

    private int passed;
    private int skipped;
    private final ArrayList<String> wrong = new ArrayList<>();

    @Test
    void recordsOfTheDocumentationAreReadWithoutLoss() throws IOException {
        var folder = Corpora.require("mta-json").resolve("kumomta");
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                check(file);
            }
        }
        Corpora.executed(
                "mta-json/kumomta",
                passed,
                wrong.size(),
                skipped,
                "skipped: no record, or one cut off with dots");
        assertThat(wrong).isEmpty();
        assertThat(passed).isGreaterThanOrEqualTo(6);
    }

    private void check(Path file) throws IOException {
        var text = Files.readString(file).replace(": nil", ": null");
        var starts = START.matcher(text);
        while (starts.find()) {
            int at = starts.start();
            JsonNode record;
            try {
                record = LENIENT.readTree(text.substring(at));
            } catch (tools.jackson.core.JacksonException e) {
                record = unfolded(text.substring(at));
            }
            if (record == null || !record.has("type") || record.get("type").asString().isEmpty()) {
                skipped++;
            } else {
                compare(file.getFileName().toString(), record);
            }
        }
    }

    /// A terminal folds long lines anywhere, also inside a string.
    private static JsonNode unfolded(String text) {
        try {
            return LENIENT.readTree(text.replace("\n", ""));
        } catch (tools.jackson.core.JacksonException e) {
            return null;
        }
    }

    private void compare(String name, JsonNode record) {
        var line = record.toString().getBytes(StandardCharsets.UTF_8);
        var differences = new ArrayList<String>();
        var reading =
                new KumoMtaReader(LogCases.context(""))
                        .read(
                                line,
                                0,
                                line.length,
                                row -> differences.addAll(differences(record, row)));
        if (!record.has("timestamp")) {
            skipped++;
            return;
        }
        if (reading != Reading.READ || !differences.isEmpty()) {
            wrong.add(name + " " + reading + " " + differences);
        } else {
            passed++;
        }
    }

    private static ArrayList<String> differences(JsonNode record, LogRow row) {
        var differences = new ArrayList<String>();
        same(
                differences,
                "recipient",
                record.path("recipient").asString(""),
                row.text(Field.RECIPIENT));
        same(
                differences,
                "sender",
                record.path("sender").asString(""),
                row.text(Field.REVERSE_PATH));
        same(differences, "id", record.path("id").asString(""), row.text(Field.QUEUE_ID));
        same(differences, "pool", record.path("egress_pool").asString(""), row.text(Field.POOL));
        same(
                differences,
                "source",
                record.path("egress_source").asString(""),
                row.text(Field.SOURCE));
        if (row.time / 1000 != record.path("timestamp").asLong()) {
            differences.add("time");
        }
        if (!record.path("type").asString().equals("Reception")) {
            var peer = record.path("peer_address");
            same(
                    differences,
                    "host",
                    peer.path("name").asString("").replaceAll("\\.$", ""),
                    row.text(Field.MX_HOST));
            same(differences, "address", peer.path("addr").asString(""), row.text(Field.MX_IP));
            var text = row.text(Field.TEXT);
            var content = record.path("response").path("content").asString("");
            if (text == null
                    || !text.startsWith(record.path("response").path("code").asString())
                    || !text.endsWith(content)) {
                differences.add("text");
            }
        }
        return differences;
    }

    private static void same(
            ArrayList<String> differences, String what, String expected, String actual) {
        if (!expected.equals(actual == null ? "" : actual)) {
            differences.add(what + ": " + expected + " / " + actual);
        }
    }
}
