package org.restante.app.api;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

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
                        .withCoercionConfig(LogicalType.Textual, ApiJson::refuseOtherThanText)
                        .build();
    }

    private static void refuseOtherThanText(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    <T> T read(byte[] octets, Class<T> type) throws Problem {
        int alone = Surrogates.alone(octets);
        if (alone >= 0) {
            throw Problem.of(
                    ProblemKind.MALFORMED,
                    "half of a character stands alone at octet "
                            + alone
                            + "; a pair such as \\ud83d\\ude00 would be right");
        }
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
        } catch (UnexpectedEndOfInputException e) {
            throw Problem.of(ProblemKind.MALFORMED, "the JSON ends too early" + place(e));
        } catch (DatabindException e) {
            throw unfit(octets, e);
        } catch (JacksonException e) {
            throw Problem.of(ProblemKind.MALFORMED, plain(e.getOriginalMessage()) + place(e));
        }
    }

    /// JSON that is none of what was asked for: what stands there, and what would be right.
    private Problem unfit(byte[] octets, DatabindException e) {
        JsonNode whole;
        try {
            whole = mapper.readTree(octets);
        } catch (JacksonException again) {
            return Problem.of(
                    ProblemKind.MALFORMED, "more follows the JSON; one value alone would be right");
        }
        if (whole.isMissingNode()) {
            return Problem.of(ProblemKind.MALFORMED, "the JSON ends too early" + place(e));
        }
        var found = whole;
        for (var step : e.getPath()) {
            found =
                    step.getPropertyName() != null
                            ? found.path(step.getPropertyName())
                            : found.path(step.getIndex());
        }
        var detail = "is " + kind(found) + right(e);
        return path(e).isEmpty()
                ? Problem.of(ProblemKind.MALFORMED, "the JSON " + detail)
                : Problem.field(path(e), detail);
    }

    private static String right(DatabindException e) {
        var type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return type == null ? ", which cannot stand here" : "; " + kind(type) + " would be right";
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a text";
        } else if (type == Instant.class) {
            return "a time such as 2026-11-30T18:00:00Z";
        } else if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        } else if (type == Double.class || type == double.class) {
            return "a number";
        } else if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number";
        }
        return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    /// What a value is, for people: short ones as they stand.
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING -> "'" + Faults.shortened(value.asString()) + "'";
            case MISSING -> "missing";
            case NULL, NUMBER, BOOLEAN, BINARY -> Faults.shortened(value.toString());
        };
    }

    private static String place(JacksonException e) {
        return Optional.ofNullable(e.getLocation())
                .map(at -> " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
                .orElse("");
    }

    /// Without what the parser says of its own source.
    private static String plain(String message) {
        return message.replaceAll("\\R.*", "")
                .replaceAll(" ?\\(?(?:start marker )?at \\[Source[^\\]]*\\]\\)?", "");
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
