package org.restante.app.server;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers laid beside the OpenAPI document of the server that gave them: the status, the type, and each property, more strictly than the
/// document itself is read: what it does not name may not be there. Remembers which answers, and which lists with something in them, it has seen.
final class Documented {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROBLEM = "application/problem+json";

    /// Whatever it is: the document of documents.
    private static final String ITSELF = "GET /api/v1/openapi.json";

    private final ObjectNode document;
    private final Map<String, Schema> schemas = new HashMap<>();
    private final Set<String> met = new TreeSet<>();
    private final Set<String> filled = new TreeSet<>();
    final List<String> wrong = new ArrayList<>();

    Documented(JsonNode document) {
        this.document = (ObjectNode) document.deepCopy();
        close(this.document.path("components").path("schemas"));
        close(this.document.path("paths"));
    }

    /// Every object that names properties has no others; only problems have members of their own (RFC 9457 §3.2).
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Documented::close);
    }

    /// @param path as the document has it
    private JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /// Looks at an answer.
    void look(String method, String path, HttpResponse<String> answer) {
        var name = method + " " + path;
        var where = name + " " + answer.statusCode();
        var responses = operation(method, path).path("responses");
        var exact = responses.path(String.valueOf(answer.statusCode()));
        var response = resolved(exact.isMissingNode() ? responses.path("default") : exact);
        if (response.isMissingNode()) {
            wrong.add(where + " is not documented: " + answer.body());
            return;
        }
        met.add(where);
        var type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
        if (answer.statusCode() >= 400
                && !type.equals(PROBLEM)
                && !response.path("content").has(type)) {
            wrong.add(where + " is no problem document: " + type);
        }
        if (response.path("content").isEmpty() && answer.body().isEmpty()) {
            return;
        }
        var schema = response.path("content").path(type).path("schema");
        if (schema.isMissingNode()) {
            wrong.add(where + ": '" + type + "' is not documented");
        } else if (type.endsWith("json")) {
            look(where, schema, JSON.readTree(answer.body()));
        }
    }

    /// Looks at one object of a stream.
    void look(String where, String schemaName, String json) {
        var schema = document.at("/components/schemas/" + schemaName);
        if (schema.isMissingNode()) {
            wrong.add("the document does not say what " + schemaName + " is");
        } else {
            look(where, schema, JSON.readTree(json));
        }
    }

    private void look(String where, JsonNode schema, JsonNode value) {
        var isSelf = where.startsWith(ITSELF);
        if (!isSelf && resolved(schema).path("properties").isMissingNode()) {
            wrong.add(where + ": the document says nothing of what is in it");
        }
        var objections =
                schemas.computeIfAbsent(schema.toString(), this::compiled)
                        .validate(value.toString(), InputFormat.JSON);
        objections.forEach(one -> wrong.add(where + ": " + one));
        if (value.path("status").asInt(0) >= 400) {
            return;
        }
        lists(where, schema, value, false);
    }

    private Schema compiled(String schema) {
        var whole = (ObjectNode) JSON.readTree(schema);
        whole.set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON);
    }

    /// Goes through a schema, and where there is one through the value beside it. A list of objects counts by where the document tells of it.
    ///
    /// @param all whether every list of the schema is wanted, not those alone that have something in them
    private void lists(String from, JsonNode schema, JsonNode value, boolean all) {
        var reference = schema.path("$ref").asString("");
        var here = resolved(schema);
        var at = reference.isEmpty() ? from : reference.substring(reference.lastIndexOf('/') + 1);
        for (var branch : List.of("anyOf", "oneOf", "allOf")) {
            here.path(branch).forEach(one -> lists(at, one, value, all));
        }
        if (resolved(here.path("items")).has("properties") && (all || !value.isEmpty())) {
            filled.add(at);
        }
        if (all && here.has("items")) {
            lists(at + "[]", here.path("items"), value, true);
        }
        value.forEach(one -> lists(at + "[]", here.path("items"), one, all));
        here.path("properties")
                .properties()
                .forEach(one ->
                        lists(
                                at + "/" + one.getKey(),
                                one.getValue(),
                                value.path(one.getKey()),
                                all));
    }

    /// The successes that the document tells of and nobody has seen, and the lists in them that were always empty.
    Set<String> unseen() {
        var whole = new Documented(document);
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(operation -> {
                                    var name =
                                            operation.getKey().toUpperCase(Locale.ROOT)
                                                    + " "
                                                    + path.getKey();
                                    operation.getValue().path("responses").properties().stream()
                                            .filter(one -> one.getKey().startsWith("2"))
                                            .forEach(one -> whole.want(name, one));
                                }));
        var left = new TreeSet<>(whole.met);
        left.addAll(whole.filled);
        left.removeAll(met);
        left.removeAll(filled);
        return left;
    }

    private void want(String name, Map.Entry<String, JsonNode> response) {
        var where = name + " " + response.getKey();
        met.add(where);
        response.getValue()
                .path("content")
                .forEach(content -> lists(where, content.path("schema"), JSON.missingNode(), true));
    }
}
