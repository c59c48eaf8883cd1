package org.restante.app.api;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the interface speaks it: names in snake case, unknown names refused, hostile shapes bounded.
final class ApiJson {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 1000;

    private final JsonMapper mapper;

    /// @param octets the largest text
    ApiJson(int octets) {
        var bounds =
                StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(octets)
                        .maxNumberLength(30)
                        .maxDocumentLength(octets)
                        .build();
        mapper =
                JsonMapper.builder(JsonFactory.builder().streamReadConstraints(bounds).build())
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(tools.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .build();
    }

    byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    <T> T read(byte[] octets, Class<T> type) throws Problem {
        try {
            var value = mapper.readValue(octets, type);
            if (value == null) {
                throw Problem.of(
                        ProblemKind.MALFORMED, "null is no request; an object would be right");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.field(
                    path(e),
                    "is not known; one of "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(java.util.stream.Collectors.joining(", "))
                            + " would be right");
        } catch (DatabindException e) {
            throw path(e).isEmpty()
                    ? Problem.of(ProblemKind.MALFORMED, e.getOriginalMessage())
                    : Problem.field(path(e), plain(e.getOriginalMessage()));
        } catch (JacksonException e) {
            throw Problem.of(
                    ProblemKind.MALFORMED,
                    plain(e.getOriginalMessage())
                            + Optional.ofNullable(e.getLocation())
                                    .map(at ->
                                            " (line "
                                                    + at.getLineNr()
                                                    + ", column "
                                                    + at.getColumnNr()
                                                    + ")")
                                    .orElse(""));
        }
    }

    /// Without the names of our classes.
    private static String plain(String message) {
        return message.replaceAll("`(?:[\\w$]+\\.)*(?:\\w+\\$)?(\\w+)(?:<[^`]*>)?`", "$1")
                .replaceAll("\\R.*", "");
    }

    private static String path(JacksonException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
