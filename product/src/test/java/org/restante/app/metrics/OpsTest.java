package org.restante.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `ops/` gives people to watch a server with asks for numbers that there are.
final class OpsTest {
    private static final Path ROOT = Path.of(System.getProperty("restante.root", ".."));
    private static final Pattern ASKED =
            Pattern.compile("(?<![\\w:])((?:restante|process|jvm)_\\w+)(?!\\w*:)");

    private static Set<String> documented() throws IOException {
        var names = new HashSet<String>();
        var row = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|");
        row.matcher(Files.readString(ROOT.resolve("docs/metrics.md")))
                .results()
                .forEach(found -> {
                    names.add(found.group(1));
                    if (found.group(2).equals("histogram")) {
                        for (var part : List.of("_bucket", "_sum", "_count")) {
                            names.add(found.group(1) + part);
                        }
                    }
                });
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops/prometheus/restante.rules.yml",
                "ops/prometheus/restante.rules.test.yml",
                "ops/grafana/restante.json"
            })
    void allNumbersAskedForAreThere(String file) throws IOException {
        var asked = new TreeSet<String>();
        ASKED.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .forEach(found -> asked.add(found.group(1)));

        assertThat(asked).hasSizeGreaterThan(4);
        assertThat(documented()).containsAll(asked);
    }

    @Test
    void panelsOfTheDashboardHaveNumbersOfTheirOwnAndLieBesideEachOther() throws IOException {
        var dashboard =
                JsonMapper.shared()
                        .readTree(Files.readString(ROOT.resolve("ops/grafana/restante.json")));
        var ids = new HashSet<Integer>();
        var taken = new ArrayList<JsonNode>();
        for (var panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").intValue())).isTrue();
            var at = panel.get("gridPos");
            assertThat(at.get("x").intValue() + at.get("w").intValue()).isLessThanOrEqualTo(24);
            assertThat(taken).noneMatch(other -> overlap(other, at));
            taken.add(at);
        }
        assertThat(taken).hasSizeGreaterThan(15);
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return crosses(one, other, "x", "w") && crosses(one, other, "y", "h");
    }

    private static boolean crosses(JsonNode one, JsonNode other, String from, String length) {
        int a = one.get(from).intValue();
        int b = other.get(from).intValue();
        return a < b + other.get(length).intValue() && b < a + one.get(length).intValue();
    }
}
