package org.restante.record.store;

import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Questions and answers as JSON; an event as its line.
final class Wire {
    private static final JsonMapper JSON = JsonMapper.builder().addModule(events()).build();

    private Wire() {}

    /// A question on its way.
    ///
    /// @param number by which its answer is known
    /// @param boundMillis how long it is worth an answer
    /// @param kind the name of the question's record
    private record Asked(long number, long boundMillis, String kind, Object question) {}

    /// A question that came.
    record Ask(long number, long boundMillis, Question question) {}

    /// An answer that came.
    ///
    /// @param found null where there was trouble
    record Told(long number, @Nullable Found found, @Nullable String trouble) {}

    private record Answered(
            long number, String kind, @Nullable Object found, @Nullable String trouble) {}

    private static SimpleModule events() {
        return new SimpleModule()
                .addSerializer(
                        Event.class,
                        new ValueSerializer<Event>() {
                            @Override
                            public void serialize(
                                    Event event, JsonGenerator out, SerializationContext context) {
                                out.writeString(EventJson.write(event));
                            }
                        })
                .addDeserializer(
                        Event.class,
                        new ValueDeserializer<Event>() {
                            @Override
                            public Event deserialize(
                                    JsonParser in, DeserializationContext context) {
                                return EventJson.read(in.getString());
                            }
                        });
    }

    static byte[] ask(long number, long boundMillis, Question question) {
        var kind = question.getClass().getSimpleName();
        return JSON.writeValueAsBytes(new Asked(number, boundMillis, kind, question));
    }

    static Ask asked(byte[] frame) {
        var node = JSON.readTree(frame);
        var type =
                switch (node.path("kind").asString("")) {
                    case "Standing" -> Question.Standing.class;
                    case "Figures" -> Question.Figures.class;
                    case "Lasting" -> Question.Lasting.class;
                    case "Replies" -> Question.Replies.class;
                    case "Search" -> Question.Search.class;
                    case "Deeds" -> Question.Deeds.class;
                    case "Story" -> Question.Story.class;
                    default ->
                            throw new IllegalArgumentException("no question: " + node.path("kind"));
                };
        return new Ask(
                node.path("number").asLong(0),
                node.path("boundMillis").asLong(0),
                JSON.treeToValue(node.path("question"), type));
    }

    static byte[] answer(long number, Found found) {
        var kind = found.getClass().getSimpleName();
        return JSON.writeValueAsBytes(new Answered(number, kind, found, null));
    }

    static byte[] trouble(long number, String why) {
        return JSON.writeValueAsBytes(new Answered(number, "", null, why));
    }

    static Told told(byte[] frame) {
        var node = JSON.readTree(frame);
        long number = node.path("number").asLong(0);
        var type =
                switch (node.path("kind").asString("")) {
                    case "Standing" -> Found.Standing.class;
                    case "Figures" -> Found.Figures.class;
                    case "Lasting" -> Found.Lasting.class;
                    case "Replies" -> Found.Replies.class;
                    case "Page" -> Found.Page.class;
                    case "Deeds" -> Found.Deeds.class;
                    case "Story" -> Found.Story.class;
                    default -> null;
                };
        return type == null
                ? new Told(number, null, node.path("trouble").asString("no reason given"))
                : new Told(number, JSON.treeToValue(node.path("found"), type), null);
    }
}
