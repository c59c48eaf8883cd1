package org.restante.app.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.sending.warmup.Complaints;
import org.restante.sending.warmup.DayCount;
import org.restante.sending.warmup.Step;
import org.restante.sending.warmup.Turned;
import org.restante.sending.warmup.WarmupState;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How each warming up stands and what people have ordered, as JSON: `{"v":1,"saved":"…","orders":[…],"warmups":[…]}`.
final class WarmupFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private WarmupFile() {}

    /// @param orders the latest last
    record Kept(List<WarmupOrder> orders, Map<Warmups.Key, WarmupState> states) {
        static final Kept NOTHING = new Kept(List.of(), Map.of());

        Kept {
            orders = List.copyOf(orders);
            states = Map.copyOf(states);
        }
    }

    /// Replaces the file in one step.
    static void write(Path file, Kept kept, Instant now) throws IOException {
        var root = JSON.createObjectNode();
        root.put("v", VERSION);
        root.put("saved", now.toString());
        var orders = root.putArray("orders");
        kept.orders().forEach(order -> write(orders.addObject(), order));
        var states = root.putArray("warmups");
        kept.states().forEach((key, state) -> write(states.addObject(), key, state));
        Files.createDirectories(file.toAbsolutePath().getParent());
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, JSON.writeValueAsBytes(root));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(ObjectNode to, WarmupOrder order) {
        to.put("source", order.source());
        to.put("receiver", order.receiver());
        to.put("plan", order.plan());
        to.put("day", order.day());
        to.put("by", order.by());
        to.put("reason", order.reason());
        to.put("at", order.at().toString());
    }

    private static void write(ObjectNode to, Warmups.Key key, WarmupState state) {
        to.put("source", key.source());
        to.put("receiver", key.receiver());
        to.put("day", state.day());
        to.put("date", state.date().toString());
        to.put("used", state.used());
        to.put("attempts", state.attempts());
        to.put("refused", state.refused());
        to.put("first", state.first() == null ? null : state.first().toString());
        write(to, state.complaints());
        to.put("last_used", state.lastUsed().toString());
        to.put("over", state.isOver());
        var history = to.putArray("history");
        for (var turned : state.history()) {
            var day = history.addObject();
            var count = turned.count();
            day.put("date", count.date().toString());
            day.put("day", count.day());
            day.put("planned", count.planned());
            day.put("used", count.used());
            day.put("attempts", count.attempts());
            day.put("refused", count.refused());
            write(day, count.complaints());
            day.put("step", turned.step().kind().word());
            day.put("next", turned.step().day());
            day.put("reason", turned.step().reason());
        }
    }

    private static void write(ObjectNode to, @Nullable Complaints complaints) {
        if (complaints != null) {
            var told = to.putObject("complaints");
            told.put("rate", complaints.rate());
            told.put("at", complaints.at().toString());
            told.put("by", complaints.by());
        }
    }

    /// @throws IOException when the file is not what [#write] makes
    static Kept read(Path file) throws IOException {
        try {
            var root = JSON.readTree(Files.readAllBytes(file));
            if (root.path("v").asInt() != VERSION) {
                throw new IOException(
                        "its version is " + root.path("v") + ", and " + VERSION + " is known");
            }
            List<WarmupOrder> orders = new ArrayList<>();
            for (var order : root.path("orders")) {
                orders.add(
                        new WarmupOrder(
                                order.path("source").asString(),
                                text(order, "receiver"),
                                text(order, "plan"),
                                order.path("day").asInt(),
                                order.path("by").asString(),
                                order.path("reason").asString(),
                                Instant.parse(order.path("at").asString())));
            }
            Map<Warmups.Key, WarmupState> states = new HashMap<>();
            for (var one : root.path("warmups")) {
                var key =
                        new Warmups.Key(
                                one.path("source").asString(), one.path("receiver").asString());
                states.put(key, state(one));
            }
            return new Kept(orders, states);
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new IOException("no file of warming up: " + e.getMessage(), e);
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        var value = node.path(key);
        return value.isString() ? value.asString() : null;
    }

    private static WarmupState state(JsonNode one) {
        List<Turned> history = new ArrayList<>();
        for (var day : one.path("history")) {
            var step = new Step(kind(day), day.path("next").asInt(), day.path("reason").asString());
            history.add(new Turned(count(day), step));
        }
        var first = text(one, "first");
        var count = count(one);
        return new WarmupState(
                count.day(),
                count.date(),
                count.used(),
                count.attempts(),
                count.refused(),
                first == null ? null : Instant.parse(first),
                count.complaints(),
                LocalDate.parse(one.path("last_used").asString()),
                one.path("over").asBoolean(),
                history);
    }

    private static DayCount count(JsonNode day) {
        var told = day.get("complaints");
        return new DayCount(
                LocalDate.parse(day.path("date").asString()),
                day.path("day").asInt(),
                day.path("planned").asInt(),
                day.path("used").asInt(),
                day.path("attempts").asInt(),
                day.path("refused").asInt(),
                told == null || told.isNull()
                        ? null
                        : new Complaints(
                                told.path("rate").asDouble(),
                                Instant.parse(told.path("at").asString()),
                                told.path("by").asString()));
    }

    private static Step.Kind kind(JsonNode day) {
        var word = day.path("step").asString();
        for (var kind : Step.Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no step of a plan");
    }
}
