package org.restante.app.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document: written by hand, a file for each part of the interface, laid together here.
public final class OpenApi implements Endpoint.Group {
    /// The files in `openapi/`, in the document's order.
    private static final List<String> PARTS =
            List.of(
                    "interface",
                    "health",
                    "metrics",
                    "messages",
                    "events",
                    "event",
                    "trace",
                    "server",
                    "brakes",
                    "suppressions",
                    "queue",
                    "lanes",
                    "sources",
                    "warmup",
                    "incidents",
                    "shadow",
                    "webhooks",
                    "store",
                    "watched",
                    "codes",
                    "explanation",
                    "console",
                    "tokens",
                    "configuration");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final byte[] document = JSON.writeValueAsBytes(document());

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open(
                        "/api/v1/openapi.json",
                        call -> new Answer.Octets(200, "application/json", document)));
    }

    static ObjectNode document() {
        var whole = JSON.createObjectNode();
        for (var part : PARTS) {
            lay(whole, read(part));
        }
        return whole;
    }

    private static ObjectNode read(String part) {
        try (var in = OpenApi.class.getResourceAsStream("openapi/" + part + ".json")) {
            if (in == null) {
                throw new IllegalStateException("openapi/" + part + ".json is missing");
            }
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds what a part has; objects that both have grow together.
    private static void lay(ObjectNode whole, ObjectNode part) {
        for (var property : part.properties()) {
            JsonNode there = whole.get(property.getKey());
            if (there instanceof ObjectNode old && property.getValue() instanceof ObjectNode more) {
                lay(old, more);
            } else if (there == null) {
                whole.set(property.getKey(), property.getValue());
            } else {
                throw new IllegalStateException(property.getKey() + " stands in two parts");
            }
        }
    }
}
