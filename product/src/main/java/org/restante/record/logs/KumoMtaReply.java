package org.restante.record.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The `response` of one of KumoMTA's records. Texts that begin with `KumoMTA internal:` are its own words; where they quote the
/// reply of a receiver (a refusal at the greeting), that reply is the text.
final class KumoMtaReply {
    private static final String INTERNAL = "KumoMTA internal:";
    private static final Pattern NOT_TRIED =
            Pattern.compile(
                    "suspended|throttled|no sources|returning message to|retrying failed batch");
    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
    private static final Pattern REJECTED =
            Pattern.compile(
                    "code: (\\d{3}), enhanced_code: (?:None|Some\\(EnhancedStatusCode \\{ class: (\\d+), subject: (\\d+),"
                            + " detail: (\\d+) \\}\\)), content: "
                            + QUOTED
                            + ", command: (?:None|Some\\("
                            + QUOTED
                            + "\\))");

    private @Nullable String content;
    private @Nullable String command;
    private int code;
    private @Nullable String status;

    void clear() {
        content = null;
        command = null;
        code = 0;
        status = null;
    }

    void read(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "code" -> code = (int) parser.getValueAsLong(0);
                case "content" -> content = parser.getValueAsString();
                case "command" -> command = parser.getValueAsString();
                case "enhanced_code" -> enhanced(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void enhanced(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        var digits = new String[] {"", "", ""};
        KumoMtaReader.members(
                parser,
                (name, value) -> {
                    switch (name) {
                        case "class" -> digits[0] = value;
                        case "subject" -> digits[1] = value;
                        case "detail" -> digits[2] = value;
                        default -> {}
                    }
                });
        status = String.join(".", digits);
    }

    /// Fills in text, status, stage and trouble; a failure that was no attempt becomes one that is held.
    void tell(LogRow row) {
        if (status != null) {
            row.put(Field.STATUS, status);
        }
        var text = content == null ? "" : content;
        if (text.startsWith(INTERNAL)) {
            internal(row, text.substring(INTERNAL.length()).strip());
            return;
        }
        boolean spoken = code >= 200 && code < 600 && row.kind != Kind.SUSPENDED;
        boolean repeats = status == null || text.startsWith(status);
        row.put(
                Field.TEXT,
                ((spoken ? code + " " + (repeats ? "" : status + " ") : "") + text).strip());
        if (command != null && row.kind != Kind.EXPIRED) {
            var bytes = Bytes.of(command);
            row.stage = Wording.command(bytes, 0, bytes.length);
        }
    }

    private static void internal(LogRow row, String text) {
        var rejected = REJECTED.matcher(text);
        if (rejected.find()) {
            rejected(row, rejected);
            return;
        }
        if (row.kind == Kind.DEFERRED && NOT_TRIED.matcher(text).find()) {
            row.kind = Kind.SUSPENDED;
            row.attempt = -1;
        }
        row.put(Field.TEXT, text);
        var bytes = Bytes.of(text);
        row.trouble = Wording.trouble(bytes, 0, bytes.length);
        int cmd = text.indexOf("cmd=");
        if (cmd >= 0) {
            row.stage =
                    Wording.command(
                            bytes, Bytes.of(text.substring(0, cmd + 4)).length, bytes.length);
        }
    }

    /// A reply that KumoMTA's own words quote in the way it prints a reply for its programmers.
    private static void rejected(LogRow row, Matcher reply) {
        var enhanced =
                reply.group(2) == null
                        ? ""
                        : reply.group(2) + "." + reply.group(3) + "." + reply.group(4) + " ";
        row.put(Field.STATUS, enhanced.strip());
        row.put(Field.TEXT, reply.group(1) + " " + enhanced + unescaped(reply.group(5)));
        var to = reply.group(6);
        if (to == null) {
            row.stage = Stage.GREETING;
        } else {
            var bytes = Bytes.of(to);
            row.stage = Wording.command(bytes, 0, bytes.length);
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\").strip();
    }
}
