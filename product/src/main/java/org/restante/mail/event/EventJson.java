package org.restante.mail.event;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An [Event] as one line of JSON: keys in one order, what is unknown left out, times as RFC 3339 in UTC to the millisecond.
/// Reading passes over keys it does not know, so that a newer writer does no harm.
public final class EventJson {
    /// The version of the schema, field `v`.
    public static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private EventJson() {}

    /// The event on one line, without a line end.
    public static String write(Event event) {
        var line = new StringWriter(400);
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeName("v");
            out.writeNumber(VERSION);
            head(out, event);
            var attempt = event.attempt();
            if (attempt != null) {
                attempt(out, attempt);
            }
            out.writeEndObject();
        }
        return line.toString();
    }

    private static void head(JsonGenerator out, Event event) {
        text(out, "id", event.id().toString());
        time(out, "time", event.time());
        text(out, "type", event.type().word());
        text(out, "origin", event.origin());
        text(out, "message_id", event.messageId());
        text(out, "queue_id", event.queueId());
        text(out, "recipient", event.recipient());
        text(out, "recipient_domain", event.recipientDomain());
        text(out, "reverse_path", event.reversePath());
        text(out, "from_domain", event.fromDomain());
        text(out, "dkim_domain", event.dkimDomain());
        text(out, "tenant", event.tenant());
        text(out, "stream", event.stream());
        text(out, "campaign", event.campaign());
        text(out, "provider", event.provider());
        text(out, "site", event.site());
        time(out, "queued_at", event.queuedAt());
        number(out, "size", event.size());
        text(out, "act", event.act());
        text(out, "actor", event.actor());
        text(out, "reason", event.reason());
        text(out, "incident_id", event.incidentId());
        time(out, "until", event.until());
        text(out, "undo_of", event.undoOf() == null ? null : event.undoOf().toString());
        text(out, "traceparent", event.traceparent());
        time(out, "next_due", event.nextDue());
    }

    private static void attempt(JsonGenerator out, Attempt attempt) {
        text(out, "mx_host", attempt.mxHost());
        text(out, "mx_ip", attempt.mxIp());
        text(out, "source", attempt.source());
        text(out, "source_ip", attempt.sourceIp());
        text(out, "pool", attempt.pool());
        text(out, "ehlo", attempt.ehlo());
        text(out, "session_id", attempt.sessionId());
        text(out, "stage", attempt.stage() == null ? null : attempt.stage().word());
        text(out, "trouble", attempt.trouble() == null ? null : attempt.trouble().word());
        number(out, "code", attempt.code());
        text(out, "status", attempt.status());
        text(out, "text", attempt.text());
        text(out, "cause", attempt.cause());
        text(out, "scope", attempt.scope());
        text(out, "permanence", attempt.permanence());
        text(out, "rule", attempt.rule());
        number(out, "attempt", attempt.number());
        number(out, "delay_ms", attempt.delayMs());
        number(out, "took_ms", attempt.tookMs());
        text(out, "tls", attempt.tls());
        flag(out, "counted", attempt.counted());
        text(out, "reply_url", attempt.replyUrl());
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeName(name);
            out.writeString(value);
        }
    }

    private static void time(JsonGenerator out, String name, @Nullable Instant value) {
        text(out, name, value == null ? null : TIME.format(value.truncatedTo(ChronoUnit.MILLIS)));
    }

    private static void number(JsonGenerator out, String name, @Nullable Number value) {
        if (value != null) {
            out.writeName(name);
            out.writeNumber(value.longValue());
        }
    }

    private static void flag(JsonGenerator out, String name, @Nullable Boolean value) {
        if (value != null) {
            out.writeName(name);
            out.writeBoolean(value);
        }
    }

    /// Reads one line.
    ///
    /// @throws IllegalArgumentException when it is no event; the message says what is missing or wrong
    public static Event read(String line) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            return read(parser);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Reads the line `[from, to)` of `block`, UTF-8, as [#read(String)] does.
    public static Event read(byte[] block, int from, int to) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), block, from, to - from)) {
            return read(parser);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Event read(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("an event is a JSON object");
        }
        var nobody = new UUID(0, 0);
        var rest = Event.of(nobody, Instant.EPOCH, EventType.ACTION, "");
        var core = new HashMap<String, String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (!token.isScalarValue()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL
                    && !head(name, parser, rest)
                    && !attempt(name, parser, rest)) {
                core.put(name, parser.getValueAsString(""));
            }
        }
        return rest.build(
                core(core, "id", EventJson::uuid),
                core(core, "time", WrittenTime::parse),
                type(core),
                origin(core));
    }

    private interface Reading<T> {
        T of(String text);
    }

    private static <T> T core(HashMap<String, String> core, String name, Reading<T> reading) {
        var text = core.get(name);
        if (text == null) {
            throw new IllegalArgumentException("an event has a field '" + name + "'");
        }
        try {
            return reading.of(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("field '" + name + "' is '" + text + "'", e);
        }
    }

    private static EventType type(HashMap<String, String> core) {
        return core(
                core,
                "type",
                word ->
                        EventType.of(word)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("unknown type " + word)));
    }

    private static String origin(HashMap<String, String> core) {
        return core(core, "origin", text -> text);
    }

    private static boolean head(String name, JsonParser parser, Event.Builder into) {
        switch (name) {
            case "message_id" -> into.messageId(parser.getValueAsString());
            case "queue_id" -> into.queueId(parser.getValueAsString());
            case "recipient" -> into.recipient(parser.getValueAsString());
            case "recipient_domain" -> into.recipientDomain(parser.getValueAsString());
            case "reverse_path" -> into.reversePath(parser.getValueAsString());
            case "from_domain" -> into.fromDomain(parser.getValueAsString());
            case "dkim_domain" -> into.dkimDomain(parser.getValueAsString());
            case "tenant" -> into.tenant(parser.getValueAsString());
            case "stream" -> into.stream(parser.getValueAsString());
            case "campaign" -> into.campaign(parser.getValueAsString());
            case "provider" -> into.provider(parser.getValueAsString());
            case "site" -> into.site(parser.getValueAsString());
            case "queued_at" -> into.queuedAt(instant(name, parser));
            case "size" -> into.size(whole(name, parser));
            case "act" -> into.act(parser.getValueAsString());
            case "actor" -> into.actor(parser.getValueAsString());
            case "reason" -> into.reason(parser.getValueAsString());
            case "incident_id" -> into.incidentId(parser.getValueAsString());
            case "until" -> into.until(instant(name, parser));
            case "undo_of" -> into.undoOf(uuid(name, parser));
            case "traceparent" -> into.traceparent(parser.getValueAsString());
            case "next_due" -> into.nextDue(instant(name, parser));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean attempt(String name, JsonParser parser, Event.Builder into) {
        switch (name) {
            case "mx_host" -> into.mxHost(parser.getValueAsString());
            case "mx_ip" -> into.mxIp(parser.getValueAsString());
            case "source" -> into.source(parser.getValueAsString());
            case "source_ip" -> into.sourceIp(parser.getValueAsString());
            case "pool" -> into.pool(parser.getValueAsString());
            case "ehlo" -> into.ehlo(parser.getValueAsString());
            case "session_id" -> into.sessionId(parser.getValueAsString());
            case "stage" -> into.stage(Stage.of(parser.getValueAsString("")).orElse(null));
            case "trouble" -> into.trouble(Trouble.of(parser.getValueAsString("")).orElse(null));
            case "code" -> into.code(small(name, parser));
            case "status" -> into.status(parser.getValueAsString());
            case "text" -> into.text(parser.getValueAsString());
            case "cause" -> into.cause(parser.getValueAsString());
            case "scope" -> into.scope(parser.getValueAsString());
            case "permanence" -> into.permanence(parser.getValueAsString());
            case "rule" -> into.rule(parser.getValueAsString());
            case "attempt" -> into.number(small(name, parser));
            case "delay_ms" -> into.delayMs(whole(name, parser));
            case "took_ms" -> into.tookMs(whole(name, parser));
            case "tls" -> into.tls(parser.getValueAsString());
            case "counted" -> into.counted(parser.currentToken() == JsonToken.VALUE_TRUE);
            case "reply_url" -> into.replyUrl(parser.getValueAsString());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Instant instant(String name, JsonParser parser) {
        try {
            return WrittenTime.parse(parser.getValueAsString(""));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("field '" + name + "' is no time", e);
        }
    }

    private static long whole(String name, JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IllegalArgumentException("field '" + name + "' is no whole number");
        }
        return parser.getLongValue();
    }

    private static int small(String name, JsonParser parser) {
        long number = whole(name, parser);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("field '" + name + "' is " + number);
        }
        return (int) number;
    }

    private static UUID uuid(String name, JsonParser parser) {
        try {
            return uuid(parser.getValueAsString(""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("field '" + name + "' is no UUID", e);
        }
    }

    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("no UUID");
        }
        return UUID.fromString(text);
    }
}
