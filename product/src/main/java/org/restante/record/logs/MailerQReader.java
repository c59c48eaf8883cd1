package org.restante.record.logs;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads MailerQ's results, one JSON object a line as a consumer of its result queues writes them, and its send log in the
/// default format.
///
/// A result holds every attempt of its message so far; each gives a row, with its number. Where messages of the retry queue
/// and of the results queue stand in one file, an attempt that both hold counts twice: read the results queue alone.
public final class MailerQReader implements LineReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_RESULTS = 1000;

    private final Timestamps times;
    private final LogRow row = new LogRow();
    private byte[] block = new byte[0];

    public MailerQReader(LogContext context) {
        times = new Timestamps(context);
    }

    @Override
    public Reading read(byte[] in, int from, int to, RowSink sink) {
        int start = Bytes.skipBlanks(in, from, to);
        int end = Bytes.trimEnd(in, start, to);
        if (end == start) {
            return Reading.PASSED;
        }
        block = in;
        if (in[start] == '[') {
            return logged(start, end, sink);
        }
        if (in[start] != '{') {
            return Reading.UNPARSED;
        }
        var message = new Message();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), in, start, end - start)) {
            parser.nextToken();
            message.read(parser);
        } catch (JacksonException e) {
            return Reading.UNPARSED;
        }
        return message.tell(sink);
    }

    /// One result object.
    private static final class Result {
        private String state = "";
        private String result = "";
        private String time = "";
        private String mta = "";
        private String source = "";
        private String target = "";
        private String cipher = "";
        private String code = "";
        private String status = "";
        private String description = "";

        void take(String name, String value) {
            switch (name) {
                case "state" -> state = value;
                case "result" -> result = value;
                case "time" -> time = value;
                case "mta" -> mta = value;
                case "from" -> source = value;
                case "to" -> target = value;
                case "cipher" -> cipher = value;
                case "code" -> code = value;
                case "status" -> status = value;
                case "description" -> description = value;
                default -> {}
            }
        }
    }

    private final class Message {
        private String envelope = "";
        private String recipient = "";
        private String tag = "";
        private final java.util.ArrayList<Result> results = new java.util.ArrayList<>();

        void read(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (name.equals("envelope") && value == JsonToken.VALUE_STRING) {
                    envelope = parser.getString();
                } else if (name.equals("recipient") && value == JsonToken.VALUE_STRING) {
                    recipient = parser.getString();
                } else if (name.equals("tags") && value == JsonToken.START_ARRAY) {
                    tags(parser);
                } else if (name.equals("results") && value == JsonToken.START_ARRAY) {
                    results(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void tags(JsonParser parser) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (tag.isEmpty() && parser.currentToken() == JsonToken.VALUE_STRING) {
                    tag = parser.getString();
                }
                parser.skipChildren();
            }
        }

        private void results(JsonParser parser) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT
                        || results.size() == MOST_RESULTS) {
                    parser.skipChildren();
                    continue;
                }
                var result = new Result();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    if (parser.nextToken().isScalarValue()) {
                        result.take(name, parser.getValueAsString(""));
                    } else {
                        parser.skipChildren();
                    }
                }
                results.add(result);
            }
        }

        Reading tell(RowSink sink) {
            if (recipient.isEmpty()) {
                return Reading.UNPARSED;
            }
            if (results.isEmpty()) {
                return Reading.PASSED;
            }
            for (int i = 0; i < results.size(); i++) {
                var result = results.get(i);
                row.clear(kind(result));
                row.put(Field.REVERSE_PATH, envelope);
                row.put(Field.RECIPIENT, recipient);
                row.put(Field.CAMPAIGN, tag);
                row.attempt = i + 1;
                fill(result);
                sink.accept(row);
            }
            return Reading.READ;
        }
    }

    private static Kind kind(Result result) {
        if (result.result.equals("accepted")) {
            return Kind.DELIVERED;
        }
        if (result.state.equals("process") && result.result.equals("timeout")) {
            return Kind.EXPIRED;
        }
        boolean permanent = result.result.equals("error") && result.code.startsWith("5");
        boolean local = result.code.isEmpty() && result.state.equals("suppression");
        return permanent || local ? Kind.BOUNCED : Kind.DEFERRED;
    }

    private void fill(Result result) {
        var time = Bytes.of(result.time);
        row.time = times.iso(time, 0, time.length);
        row.put(Field.MX_HOST, result.mta);
        row.put(Field.MX_IP, result.target);
        row.put(Field.SOURCE_IP, result.source);
        row.put(Field.TLS, result.cipher);
        row.put(Field.STATUS, result.status);
        boolean enhanced =
                !result.status.isEmpty() && !result.description.startsWith(result.status);
        row.put(
                Field.TEXT,
                (result.code + " " + (enhanced ? result.status + " " : "") + result.description)
                        .strip());
        row.stage = stage(result.state);
        row.trouble =
                row.kind == Kind.DELIVERED || row.kind == Kind.EXPIRED ? null : trouble(result);
    }

    /// The state of a delivery by MailerQ's table.
    private static @Nullable Stage stage(String state) {
        return switch (state) {
            case "connect" -> Stage.CONNECT;
            case "intro" -> Stage.GREETING;
            case "ehlo", "helo" -> Stage.EHLO;
            case "starttls" -> Stage.STARTTLS;
            case "mailfrom" -> Stage.MAIL;
            case "rcptto" -> Stage.RCPT;
            case "data" -> Stage.DATA;
            case "message" -> Stage.CONTENT;
            default -> state.startsWith("auth") ? Stage.AUTH : null;
        };
    }

    private static @Nullable Trouble trouble(Result result) {
        if (result.state.equals("dns")) {
            return Trouble.DNS;
        }
        return switch (result.result) {
            case "timeout" -> Trouble.TIMEOUT;
            case "lost" -> Trouble.RESET;
            case "error" ->
                    result.state.equals("connect") && result.code.isEmpty()
                            ? Trouble.REFUSED
                            : null;
            default -> null;
        };
    }

    /// `[2018-08-29 07:20:16] message:accepted 1 <from> <to> [198.51.100.1] [203.0.113.1] [ "a", "b" ] 250 2.0.0 Ok`.
    private Reading logged(int from, int to, RowSink sink) {
        int close = Bytes.find(block, from, to, (byte) ']');
        long time = times.iso(block, from + 1, close);
        int state = close + 2;
        int colon = Bytes.find(block, Math.min(state, to), to, (byte) ':');
        int word = Bytes.find(block, colon, to, (byte) ' ');
        int attempt = Bytes.find(block, Math.min(word + 1, to), to, (byte) ' ');
        if (time == Timestamps.NONE || attempt >= to) {
            return Reading.UNPARSED;
        }
        var result = new Result();
        result.state = Bytes.text(block, state, colon);
        result.result = Bytes.text(block, colon + 1, word);
        return logged(result, time, Bytes.number(block, word + 1, attempt), attempt, to, sink);
    }

    private Reading logged(Result result, long time, long attempt, int from, int to, RowSink sink) {
        int sender = Bytes.find(block, from, to, (byte) '<');
        int senderEnd = Bytes.find(block, sender, to, (byte) '>');
        int recipient = Bytes.find(block, senderEnd, to, (byte) '<');
        int recipientEnd = Bytes.find(block, recipient, to, (byte) '>');
        int source = Bytes.find(block, recipientEnd, to, (byte) '[');
        int sourceEnd = Bytes.find(block, source, to, (byte) ']');
        int target = Bytes.find(block, sourceEnd, to, (byte) '[');
        int targetEnd = Bytes.find(block, target, to, (byte) ']');
        if (targetEnd == to) {
            return Reading.UNPARSED;
        }
        int at = afterTags(targetEnd + 1, to);
        int codeEnd = Bytes.find(block, at, to, (byte) ' ');
        if (Bytes.isNumber(block, at, codeEnd)) {
            result.code = Bytes.text(block, at, codeEnd);
        }
        row.clear(kind(result));
        row.time = time;
        row.attempt = attempt < 0 ? -1 : (int) Math.min(attempt, 1 << 20);
        row.set(Field.REVERSE_PATH, block, sender + 1, senderEnd);
        row.set(Field.RECIPIENT, block, recipient + 1, recipientEnd);
        row.set(Field.SOURCE_IP, block, source + 1, sourceEnd);
        row.set(Field.MX_IP, block, target + 1, targetEnd);
        row.set(Field.TEXT, block, at, to);
        row.stage = stage(result.state);
        row.trouble =
                row.kind == Kind.DELIVERED || row.kind == Kind.EXPIRED ? null : trouble(result);
        sink.accept(row);
        return Reading.READ;
    }

    private int afterTags(int from, int to) {
        int at = Bytes.skipBlanks(block, from, to);
        if (at < to && block[at] == '[') {
            at =
                    Bytes.skipBlanks(
                            block, Math.min(Bytes.find(block, at, to, (byte) ']') + 1, to), to);
        }
        return at;
    }
}
