package org.restante.app.hooks;

import java.time.Instant;
import java.time.ZoneOffset;
import org.restante.app.events.EventSentence;
import org.restante.app.hooks.HookSettings.Kind;
import org.restante.mail.event.Event;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What hooks are sent.
public final class Payload {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EventSentence SENTENCE = new EventSentence(ZoneOffset.UTC, false);

    /// A section of Slack's holds 3,000 characters.
    private static final int LONGEST_SECTION = 2_900;

    private static final char NO_WIDTH = '\u200b';

    private Payload() {}

    /// An event.
    ///
    /// @param line as it is on record
    public static String of(Kind kind, HookEvent type, Event event, String line) {
        return switch (kind) {
            case STANDARD ->
                    "{\"type\":\""
                            + type.word()
                            + "\",\"timestamp\":\""
                            + event.time()
                            + "\",\"data\":"
                            + line
                            + "}";
            case SLACK -> slack(SENTENCE.of(event));
        };
    }

    /// Something else, in words and as data.
    public static String of(Kind kind, String type, Instant at, String words, ObjectNode data) {
        return switch (kind) {
            case STANDARD -> {
                var out = JSON.createObjectNode();
                out.put("type", type);
                out.put("timestamp", at.toString());
                out.set("data", data);
                yield out.toString();
            }
            case SLACK -> slack(words);
        };
    }

    /// As incoming hooks of Slack and its like take it: Slack shows the `blocks`, which are plain, and others `text`, which they take for
    /// Markdown. Nothing in it is markup or calls anybody.
    private static String slack(String words) {
        var out = JSON.createObjectNode();
        out.put("text", withoutMarkup(words));
        var section = out.putArray("blocks").addObject();
        section.put("type", "section");
        section.putObject("text")
                .put("type", "plain_text")
                .put("text", escaped(words))
                .put("emoji", false);
        return out.toString();
    }

    /// For Markdown: a backslash before what would be markup, and behind `@` and between `](` a space of no width, as `@channel` calls a channel
    /// and not everyone knows the backslash. An underscore within a word is none, so addresses and links stay as they are.
    static String withoutMarkup(String hostile) {
        var plain = escaped(hostile);
        var out = new StringBuilder(plain.length() + 64);
        for (int i = 0; i < plain.length(); i++) {
            char sign = plain.charAt(i);
            char before = i == 0 ? '\n' : plain.charAt(i - 1);
            char behind = i + 1 == plain.length() ? '\n' : plain.charAt(i + 1);
            boolean isMarkup =
                    switch (sign) {
                        case '\\', '[', ']', '*', '~', '`' -> true;
                        case '_' ->
                                !Character.isLetterOrDigit(before)
                                        || !Character.isLetterOrDigit(behind);
                        case '#' -> before == '\n' || before == ' ';
                        default -> false;
                    };
            out.append(isMarkup ? "\\" : "").append(sign);
            if (sign == '@' || sign == ']' && behind == '(') {
                out.append(NO_WIDTH);
            }
        }
        return out.toString();
    }

    /// `<!channel>`, `<@U1>` and `<https://…|text>` would be obeyed; the three signs that Slack asks to be escaped are. Cut where a section
    /// of Slack's ends.
    static String escaped(String hostile) {
        var out = new StringBuilder(Math.min(hostile.length(), LONGEST_SECTION) + 16);
        for (int i = 0; i < hostile.length(); i += Character.charCount(hostile.codePointAt(i))) {
            if (out.length() >= LONGEST_SECTION) {
                return out.append('…').toString();
            }
            int sign = hostile.codePointAt(i);
            switch (sign) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.appendCodePoint(sign);
            }
        }
        return out.toString();
    }
}
