package org.restante.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.app.logging.LogSettings.Format;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes one thing that was said as one line.
final class LogLine {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final JsonFactory JSON = new JsonFactory();

    private final Format format;

    LogLine(Format format) {
        this.format = format;
    }

    byte[] of(ILoggingEvent event) {
        var line =
                switch (format) {
                    case TEXT -> text(event);
                    case JSON -> json(event);
                };
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    private static String name(ILoggingEvent event) {
        var name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        var pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    private static @Nullable String trace(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return thrown == null ? null : ThrowableProxyUtil.asString(thrown).strip();
    }

    private static String text(ILoggingEvent event) {
        var line = new StringBuilder(200);
        line.append(time(event)).append(' ').append(event.getLevel()).append(' ');
        line.append(name(event)).append(": ");
        line.append(oneLine(event.getFormattedMessage()));
        for (var pair : pairs(event)) {
            if (pair.value != null) {
                line.append(' ').append(pair.key).append('=');
                line.append(quoted(pair.value.toString()));
            }
        }
        line.append('\n');
        var trace = trace(event);
        if (trace != null) {
            line.append("    ")
                    .append(trace.replace("\t", "    ").replace("\n", "\n    "))
                    .append('\n');
        }
        return line.toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }

    private static String quoted(String value) {
        boolean plain = !value.isEmpty();
        for (int i = 0; i < value.length() && plain; i++) {
            char c = value.charAt(i);
            plain = c > ' ' && c != '"' && c != '=' && c != 127;
        }
        return plain
                ? value
                : '"' + oneLine(value.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static String json(ILoggingEvent event) {
        var line = new StringWriter(300);
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeName("time");
            out.writeString(time(event));
            out.writeName("level");
            out.writeString(event.getLevel().toString().toLowerCase(Locale.ROOT));
            out.writeName("logger");
            out.writeString(name(event));
            out.writeName("message");
            out.writeString(event.getFormattedMessage());
            for (var pair : pairs(event)) {
                if (pair.value != null) {
                    out.writeName(pair.key);
                    value(out, pair.value);
                }
            }
            var trace = trace(event);
            if (trace != null) {
                out.writeName("error");
                out.writeString(trace);
            }
            out.writeEndObject();
        }
        return line.append('\n').toString();
    }

    private static void value(tools.jackson.core.JsonGenerator out, Object value) {
        switch (value) {
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            default -> out.writeString(value.toString());
        }
    }
}
