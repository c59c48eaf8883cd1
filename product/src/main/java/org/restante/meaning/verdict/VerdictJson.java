package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// Writes verdicts as the JSON object of `classify`, its keys always all and in one order, into a growing array of bytes. Of a
/// reply that is no refusal, cause, scope and class are null and no step follows. What
/// was written once for a verdict is kept, as judges hand out the same verdicts again and again.
public final class VerdictJson {
    private static final int MOST_KEPT = 8_000;
    private static final byte[] NULL = ascii("null");
    private static final byte[][] STAGES = new byte[Stage.values().length][];

    static {
        for (var stage : Stage.values()) {
            STAGES[stage.ordinal()] = ascii('"' + stage.word() + '"');
        }
    }

    /// The bytes before and after the stage.
    private record Halves(byte[] before, byte[] after) {}

    private final Map<Verdict, Halves> known = new IdentityHashMap<>();
    private byte[] bytes = new byte[8192];
    private int length;

    /// The array that holds what was appended since [#clear], up to [#length].
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /// Appends the object, without a line end.
    public void append(Verdict verdict, @Nullable Stage stage) {
        var halves = known.get(verdict);
        if (halves == null) {
            halves = new Halves(before(verdict), after(verdict));
            if (known.size() >= MOST_KEPT) {
                known.clear();
            }
            known.put(verdict, halves);
        }
        append(halves.before());
        append(stage == null ? NULL : STAGES[stage.ordinal()]);
        append(halves.after());
    }

    /// Appends one byte, such as a line end.
    public void append(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    /// The object as text.
    public static String of(Verdict verdict, @Nullable Stage stage) {
        var json = new VerdictJson();
        json.append(verdict, stage);
        return new String(json.bytes, 0, json.length, StandardCharsets.UTF_8);
    }

    private void append(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static byte[] before(Verdict verdict) {
        var json = new StringBuilder(128).append("{\"code\":");
        json.append(verdict.code() == 0 ? "null" : String.valueOf(verdict.code()));
        text(json.append(",\"status\":"), verdict.status());
        text(json.append(",\"provider\":"), verdict.provider());
        boolean refusal = verdict.isRefusal();
        text(json.append(",\"cause\":"), refusal ? verdict.cause().word() : null);
        text(json.append(",\"scope\":"), refusal ? verdict.scope().word() : null);
        var signalled = verdict.signalled();
        text(json.append(",\"signalled\":"), signalled == null ? null : signalled.word());
        text(json.append(",\"effective\":"), refusal ? verdict.effective().word() : null);
        var after = verdict.retryAfter();
        json.append(",\"retry_after_s\":")
                .append(after == null ? "null" : String.valueOf(after.toSeconds()));
        return json.append(",\"stage\":").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] after(Verdict verdict) {
        var json = new StringBuilder(256).append(",\"next\":[");
        for (var step : verdict.isRefusal() ? verdict.next() : List.<NextStep>of()) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",");
            text(json, step.word());
        }
        text(json.append("],\"rule\":"), verdict.rule());
        text(json.append(",\"explanation\":"), verdict.explanation());
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, @Nullable String text) {
        if (text == null) {
            json.append("null");
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
