package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.testing.Corpora;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document in itself: each example is what its schema says. That it tells of all routes is `HttpDoorTest`s to see.
final class OpenApiTest {
    private static final ObjectNode DOCUMENT = OpenApi.document();

    @Test
    void everyPartOfAPathIsDescribed() {
        for (var path : DOCUMENT.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                for (var part : path.getKey().split("/")) {
                    if (part.startsWith("{")) {
                        assertThat(
                                        operation
                                                .getValue()
                                                .path("parameters")
                                                .valueStream()
                                                .map(one -> one.path("name").asString("")))
                                .as(path.getKey())
                                .contains(part.substring(1, part.length() - 1));
                    }
                }
            }
        }
    }

    @Test
    void everyExampleIsWhatItsSchemaSaysAndEveryReferenceLeadsSomewhere() {
        var found = new ArrayList<String>();
        walk(DOCUMENT, "", found);
        assertThat(found).isNotEmpty();
    }

    /// Each contract is written twice, for commands and for HTTP.
    @ParameterizedTest
    @CsvSource({"event, Event", "explain, Explanation"})
    void whatAContractSaysIsSaidHere(String contract, String schema) throws Exception {
        var file = Corpora.root().resolve("docs/schemas/" + contract + ".schema.json");
        var written = (ObjectNode) JsonMapper.builder().build().readTree(Files.readString(file));
        var here = DOCUMENT.at("/components/schemas/" + schema);

        for (var part : List.of("type", "required", "additionalProperties")) {
            assertThat(here.path(part)).isEqualTo(written.path(part));
        }
        assertThat(inlined(here.path("properties"), written))
                .isEqualTo(inlined(written.path("properties"), written));
    }

    /// The same with what `$defs` has in its place.
    private static JsonNode inlined(JsonNode node, ObjectNode whole) {
        if (node instanceof ArrayNode array) {
            var same = whole.arrayNode();
            array.forEach(one -> same.add(inlined(one, whole)));
            return same;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        var same = whole.objectNode();
        var reference = object.path("$ref").asString("");
        if (!reference.isEmpty()) {
            same.setAll((ObjectNode) inlined(whole.at(reference.substring(1)), whole));
        }
        object.properties().stream()
                .filter(one -> !one.getKey().equals("$ref"))
                .forEach(one -> same.set(one.getKey(), inlined(one.getValue(), whole)));
        return same;
    }

    private static void walk(JsonNode node, String at, ArrayList<String> found) {
        var reference = node.path("$ref").asString("");
        if (!reference.isEmpty()) {
            assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
        }
        if (node.has("example") && node.has("schema")) {
            found.add(at);
            assertThat(objections(node.path("schema"), node.path("example"))).as(at).isEmpty();
        }
        if (at.contains("/responses/") && at.endsWith("application~1json")) {
            assertThat(node.has("example") || at.contains("openapi.json"))
                    .as("%s has an example", at)
                    .isTrue();
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(one ->
                            walk(
                                    one.getValue(),
                                    at + "/" + one.getKey().replace("/", "~1"),
                                    found));
        } else if (node.isArray()) {
            node.valueStream().forEach(one -> walk(one, at + "/-", found));
        }
    }

    /// Why a value is not what a schema says.
    static String objections(JsonNode schema, JsonNode value) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.set("components", DOCUMENT.path("components"));
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        return registry.getSchema(whole.toString(), InputFormat.JSON)
                .validate(value.toString(), InputFormat.JSON)
                .toString()
                .replaceAll("^\\[]$", "");
    }
}
