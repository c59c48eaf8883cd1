package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.restante.app.page.MadeUp;
import org.restante.app.page.ReportView;
import org.restante.testing.Corpora;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class AnalysisJsonTest {
    private static final List<String> TOP =
            List.of(
                    "input",
                    "totals",
                    "by_provider",
                    "by_domain",
                    "by_source",
                    "by_mx_host",
                    "by_stage",
                    "by_cause",
                    "by_reply",
                    "persistent",
                    "incidents");

    static Stream<ReportView> views() {
        return Stream.of(MadeUp.eventful(), MadeUp.quiet(), MadeUp.empty(), MadeUp.hostile());
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyAnswerFitsItsSchema(ReportView view) throws IOException {
        var file = Corpora.root().resolve("docs/schemas/analyze.schema.json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(file), InputFormat.JSON);

        assertThat(schema.validate(json(view), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("views")
    void theKeysOfTheContractComeFirstAndInOrder(ReportView view) {
        var keys = List.copyOf(read(view).propertyNames());

        assertThat(keys).startsWith(TOP.toArray(String[]::new));
    }

    @Test
    void aRowHasTheKeysOfTheContract() {
        assertThat(read(MadeUp.eventful()).get("by_provider").get(2))
                .hasToString(
                        "{\"key\":\"yahoo\",\"attempts\":30000,\"delivered\":24510,\"deferred\":5220,\"bounced\":270,"
                                + "\"messages\":27000,\"messages_deferred\":3132,\"deferral_rate\":0.174,"
                                + "\"delay_p50_s\":7.02,\"delay_p90_s\":270.0}");
    }

    @Test
    void anIncidentsScopeHoldsOnlyWhatItIsNarrowedTo() {
        var scopes = read(MadeUp.eventful()).get("incidents").findValues("scope");

        assertThat(scopes)
                .extracting(JsonNode::toString)
                .contains(
                        "{\"provider\":\"yahoo\",\"site\":\"yahoo\",\"source_ip\":\"203.0.113.10\","
                                + "\"stage\":\"greeting\",\"providers\":[\"yahoo\"]}",
                        "{\"provider\":\"gmail\",\"site\":\"gmail\",\"providers\":[\"gmail\"]}");
    }

    @Test
    void whatIsUnknownIsNull() {
        var empty = read(MadeUp.empty());

        assertThat(empty.get("totals").get("deferral_rate").isNull()).isTrue();
        assertThat(empty.get("input").get("from").isNull()).isTrue();
        assertThat(empty.get("input").get("seconds").isNull()).isTrue();
        assertThat(empty.get("incidents").isEmpty()).isTrue();
    }

    @Test
    void theStreamBehindStaysOpen() {
        var closed = new boolean[1];
        var out =
                new ByteArrayOutputStream() {
                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                };

        AnalysisJson.write(MadeUp.empty().analysis(), List.of(), out);

        assertThat(closed[0]).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("}\n");
    }

    private static JsonNode read(ReportView view) {
        return new ObjectMapper().readTree(json(view));
    }

    private static String json(ReportView view) {
        var out = new ByteArrayOutputStream();
        AnalysisJson.write(view.analysis(), view.incidents(), out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
