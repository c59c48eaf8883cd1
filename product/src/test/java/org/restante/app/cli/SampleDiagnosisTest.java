package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.testing.Corpora;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The samples' incidents are found, all of them and no others: who, why, and since when.
final class SampleDiagnosisTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postfix.log   | yahoo: reputation, mailguard.example: server-error                            | 2026-11-19T09:20:00Z
                    powermta.csv  | microsoft 198.51.100.7: reputation, promo-1119: no-such-user                  | 2026-11-19T09:10:00Z
                    kumomta.jsonl | gmail digest: rate, lakeside.example: tls                                     | 2026-11-19T08:40:00Z
                    exim.log      | contoso.example: policy, mailguard.example: connections                       | 2026-11-19T09:40:00Z
                    """)
    void theIncidentsOfASampleAreFound(String file, String incidents, Instant firstSince) {
        var found = analyze(file).get("incidents");

        var told = new ArrayList<String>();
        found.forEach(incident -> told.add(told(incident)));
        assertThat(told).containsExactlyInAnyOrder(incidents.split(", "));
        var since = Instant.parse(found.get(0).get("since").asString());
        assertThat(since).isBetween(firstSince.minusSeconds(300), firstSince.plusSeconds(900));
    }

    private static String told(JsonNode incident) {
        var scope = incident.get("scope");
        var who = new ArrayList<String>();
        for (var key : List.of("provider", "site", "source_ip", "stream")) {
            boolean named = key.equals("site") && scope.path("provider").isString();
            if (scope.path(key).isString() && !named) {
                who.add(scope.get(key).asString());
            }
        }
        return String.join(" ", who) + ": " + incident.get("cause").asString();
    }

    private static JsonNode analyze(String file) {
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
                        InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")),
                        ZoneOffset.UTC);
        var path = Corpora.root().resolve("samples").resolve(file).toString();
        assertThat(Restante.run(surroundings, "analyze", path, "--json"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }
}
