package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
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
