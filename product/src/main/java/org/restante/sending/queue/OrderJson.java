package org.restante.sending.queue;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Acts and orders as JSON: as they are given over HTTP, and as they stand in the spool.
public final class OrderJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private OrderJson() {}

    /// An act: `{"act":"hold","mail":{"domain":["example.com"]},"until":…}`.
    public static ObjectNode write(Act act) {
        var out = JSON.createObjectNode();
        out.put("act", act.word());
        act.mailMeant().ifPresent(mail -> out.set("mail", write(mail)));
        switch (act) {
            case Act.Hold _, Act.Release _, Act.Retry _, Act.Remove _, Act.Bounce _ -> {}
            case Act.Move(var mail, var pool) -> out.put("to_pool", pool);
            case Act.Pause(var reach, var until) -> out.set("lanes", write(reach));
            case Act.Limit(var reach, var connections, var rate, var until) -> {
                out.set("lanes", write(reach));
                connections.ifPresent(it -> out.put("connections", it));
                rate.ifPresent(it -> out.put("messages_per_hour", it));
            }
        }
        act.end().ifPresent(until -> out.put("until", until.toString()));
        return out;
    }

    private static ObjectNode write(Filter mail) {
        var out = JSON.createObjectNode();
        mail.values()
                .forEach((facet, any) -> {
                    var list = out.putArray(facet.word());
                    any.forEach(list::add);
                });
        mail.olderThan().ifPresent(age -> out.put("older_than_s", age.toSeconds()));
        mail.youngerThan().ifPresent(age -> out.put("younger_than_s", age.toSeconds()));
        return out;
    }

    private static ObjectNode write(Act.Reach reach) {
        var out = JSON.createObjectNode();
        reach.site().ifPresent(it -> out.put("site", it));
        reach.source().ifPresent(it -> out.put("source", it));
        reach.domain().ifPresent(it -> out.put("domain", it));
        reach.provider().ifPresent(it -> out.put("provider", it));
        return out;
    }

    /// An export that holds mail, all its keys always there.
    public static ObjectNode write(HoldingExport export) {
        var out = JSON.createObjectNode();
        out.put("id", export.id().toString());
        out.put("words", export.mail().map(Filter::toString).orElse(null));
        out.set("mail", export.mail().map(OrderJson::write).orElse(null));
        out.put("actor", export.by().map(By::actor).orElse(null));
        out.put("reason", export.by().map(By::reason).filter(it -> !it.isEmpty()).orElse(null));
        out.put("at", export.at().toString());
        return out;
    }

    /// An order, all its keys always there.
    public static ObjectNode write(Order order) {
        var out = JSON.createObjectNode();
        out.put("id", order.id().toString());
        out.put("words", order.act().words());
        out.setAll(write(order.act()));
        if (!out.has("until")) {
            out.putNull("until");
        }
        out.put("actor", order.by().actor());
        out.put("reason", order.by().reason().isEmpty() ? null : order.by().reason());
        out.put("at", order.at().toString());
        out.put("progress", order.progress().name().toLowerCase(java.util.Locale.ROOT));
        out.put("recipients", order.done());
        out.put("messages_seen", order.seen());
        return out;
    }

    /// @throws IllegalArgumentException when it is none; the message says what is wrong
    public static Act act(JsonNode in) {
        var word = text(in, "act").orElse("");
        return switch (word) {
            case "hold" -> new Act.Hold(filter(in), time(in));
            case "release" -> new Act.Release(filter(in));
            case "retry" -> new Act.Retry(filter(in));
            case "remove" -> new Act.Remove(filter(in));
            case "bounce" -> new Act.Bounce(filter(in));
            case "move" ->
                    new Act.Move(
                            filter(in),
                            text(in, "to_pool")
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(
                                                    "'to_pool' is missing: where to?")));
            case "pause" -> new Act.Pause(reach(in), time(in));
            case "limit" ->
                    new Act.Limit(
                            reach(in),
                            number(in, "connections"),
                            number(in, "messages_per_hour"),
                            time(in));
            default ->
                    throw new IllegalArgumentException(
                            "'act' is '"
                                    + word
                                    + "'; one of hold, release, retry, remove, bounce, move, pause, limit"
                                    + " would be right");
        };
    }

    /// The mail that an order, or an export, is for: its object `mail`, `{}` for all.
    ///
    /// @throws IllegalArgumentException when it does not say
    public static Filter filter(JsonNode in) {
        var mail = in.get("mail");
        if (mail == null || !mail.isObject()) {
            throw new IllegalArgumentException(
                    "'mail' is missing: an object that says which mail, {} for all");
        }
        return filterOf(mail);
    }

    /// A filter: an array of values, or one, for each facet.
    public static Filter filterOf(JsonNode mail) {
        Map<Facet, Set<String>> values = new EnumMap<>(Facet.class);
        Optional<Duration> older = Optional.empty();
        Optional<Duration> younger = Optional.empty();
        for (var entry : mail.properties()) {
            switch (entry.getKey()) {
                case "older_than_s" -> older = seconds(entry);
                case "younger_than_s" -> younger = seconds(entry);
                default -> {
                    Set<String> any = new LinkedHashSet<>();
                    if (entry.getValue().isArray()) {
                        entry.getValue().forEach(one -> any.add(one.asString()));
                    } else {
                        any.add(entry.getValue().asString());
                    }
                    values.put(facet(entry.getKey()), any);
                }
            }
        }
        return new Filter(values, older, younger);
    }

    private static Optional<Duration> seconds(Map.Entry<String, JsonNode> entry) {
        if (!entry.getValue().isIntegralNumber()) {
            throw new IllegalArgumentException(
                    "'" + entry.getKey() + "' is " + entry.getValue() + ", no number of seconds");
        }
        return Optional.of(Duration.ofSeconds(entry.getValue().asLong()));
    }

    private static Facet facet(String word) {
        return Facet.of(word)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "mail has no '"
                                        + word
                                        + "'; one of "
                                        + java.util.Arrays.stream(Facet.values())
                                                .map(Facet::word)
                                                .collect(java.util.stream.Collectors.joining(", "))
                                        + ", older_than_s, younger_than_s would be right"));
    }

    private static Act.Reach reach(JsonNode in) {
        var lanes = in.get("lanes");
        if (lanes == null || !lanes.isObject()) {
            throw new IllegalArgumentException(
                    "'lanes' is missing: an object with site, source, provider or domain");
        }
        return new Act.Reach(
                text(lanes, "site"),
                text(lanes, "source"),
                text(lanes, "domain").map(it -> it.toLowerCase(java.util.Locale.ROOT)),
                text(lanes, "provider"));
    }

    private static Optional<String> text(JsonNode in, String key) {
        var value = in.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new IllegalArgumentException(
                    "'" + key + "' is " + value + "; a text would be right");
        }
        return Optional.of(value.asString()).filter(it -> !it.isBlank());
    }

    private static OptionalInt number(JsonNode in, String key) {
        var value = in.get(key);
        if (value == null || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isInt()) {
            throw new IllegalArgumentException("'" + key + "' is " + value + ", no whole number");
        }
        return OptionalInt.of(value.asInt());
    }

    private static Optional<Instant> time(JsonNode in) {
        return text(in, "until").map(OrderJson::instant);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time as 2026-11-30T18:00:00Z", e);
        }
    }

    static byte[] toBytes(Order order, @Nullable UUID after) {
        var out = write(order);
        out.remove("words");
        out.put("v", VERSION);
        out.put("after", after == null ? null : after.toString());
        order.by().tenant().ifPresent(tenant -> out.put("by_tenant", tenant));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] toBytes(HoldingExport export) {
        var out = JSON.createObjectNode();
        out.put("v", VERSION);
        out.put("at", export.at().toString());
        export.mail().ifPresent(mail -> out.set("mail", write(mail)));
        export.by()
                .ifPresent(by -> {
                    out.put("actor", by.actor());
                    out.put("reason", by.reason());
                    by.tenant().ifPresent(tenant -> out.put("by_tenant", tenant));
                });
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Of a version that kept no more, the value is the time alone; what cannot be read began at an unknown time long ago.
    static HoldingExport export(UUID id, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        try {
            if (!text.startsWith("{")) {
                return new HoldingExport(id, instant(text), Optional.empty(), Optional.empty());
            }
            var in = JSON.readTree(text);
            return new HoldingExport(
                    id,
                    instant(text(in, "at").orElse("")),
                    Optional.of(by(in)),
                    Optional.of(filter(in)));
        } catch (JacksonException | IllegalArgumentException e) {
            return new HoldingExport(id, Instant.EPOCH, Optional.empty(), Optional.empty());
        }
    }

    private static By by(JsonNode in) {
        return new By(
                text(in, "actor").orElse("unknown"),
                text(in, "reason").orElse(""),
                text(in, "by_tenant"));
    }

    /// An order in the spool, and the last message it has gone through.
    record Kept(Order order, @Nullable UUID after) {}

    /// @throws IllegalArgumentException when it is none
    static Kept of(byte[] bytes) {
        try {
            var in = JSON.readTree(bytes);
            if (in.path("v").asInt(0) != VERSION) {
                throw new IllegalArgumentException(
                        "an order of format "
                                + in.path("v")
                                + "; this version reads format "
                                + VERSION);
            }
            var act = act(in);
            var order =
                    new Order(
                            UUID.fromString(text(in, "id").orElse("")),
                            act,
                            by(in),
                            instant(text(in, "at").orElse("")),
                            in.path("recipients").asLong(0),
                            in.path("messages_seen").asLong(0),
                            act.stands() ? Order.Progress.STANDS : Order.Progress.RUNS);
            return new Kept(order, text(in, "after").map(UUID::fromString).orElse(null));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
