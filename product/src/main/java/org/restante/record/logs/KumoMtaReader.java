package org.restante.record.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads KumoMTA's log records, one JSON object a line.
///
/// A record of several recipients gives a row for each. `Delayed`, and a `TransientFailure` that only says that a queue is
/// suspended or throttled, is no attempt.
public final class KumoMtaReader implements LineReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NO_NAME = "unspecified";
    private final Timestamps times;
    private final LogRow row = new LogRow();
    private final List<String> recipients = new ArrayList<>();
    private String type = "";
    private final KumoMtaReply reply = new KumoMtaReply();
    private boolean reported;
    private String queue = "";
    private String id = "";
    private String peerName = "";
    private String peerAddress = "";

    public KumoMtaReader(LogContext context) {
        times = new Timestamps(context);
    }

    @Override
    public Reading read(byte[] block, int from, int to, RowSink sink) {
        int start = Bytes.skipBlanks(block, from, to);
        int end = Bytes.trimEnd(block, start, to);
        if (end == start) {
            return Reading.PASSED;
        }
        if (block[start] != '{') {
            return Reading.UNPARSED;
        }
        clear();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), block, start, end - start)) {
            parser.nextToken();
            object(parser);
        } catch (JacksonException e) {
            return Reading.UNPARSED;
        }
        return tell(sink);
    }

    private void clear() {
        row.clear(Kind.NOTED);
        recipients.clear();
        type = "";
        reply.clear();
        reported = false;
        queue = "";
        id = "";
        peerName = "";
        peerAddress = "";
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            if (value == JsonToken.START_OBJECT) {
                part(name, parser);
            } else if (value == JsonToken.START_ARRAY) {
                list(name, parser);
            } else {
                scalar(name, parser);
            }
        }
    }

    private void scalar(String name, JsonParser parser) {
        switch (name) {
            case "type" -> type = parser.getValueAsString("");
            case "id" -> id = parser.getValueAsString("");
            case "sender" -> put(Field.REVERSE_PATH, parser);
            case "recipient" -> {
                if (!reported) {
                    recipients.add(parser.getValueAsString(""));
                }
            }
            case "queue" -> queue = parser.getValueAsString("");
            case "size" -> row.size = positive(parser);
            case "timestamp" -> row.time = later(row.time, seconds(parser));
            case "event_time" -> row.time = later(row.time, instant(parser));
            case "created" -> row.queuedAt = later(row.queuedAt, seconds(parser));
            case "created_time" -> row.queuedAt = later(row.queuedAt, instant(parser));
            case "num_attempts" ->
                    row.attempt = (int) Math.min(parser.getValueAsLong(-2), 1 << 30) + 1;
            case "egress_pool" -> named(Field.POOL, parser);
            case "egress_source" -> named(Field.SOURCE, parser);
            case "delivery_protocol" -> put(Field.TRANSPORT, parser);
            case "nodeid" -> put(Field.LOG_HOST, parser);
            case "tls_protocol_version" -> put(Field.TLS, parser);
            case "session_id" -> put(Field.SESSION_ID, parser);
            default -> {}
        }
    }

    private void part(String name, JsonParser parser) {
        switch (name) {
            case "response" -> reply.read(parser);
            case "peer_address" -> peer(parser);
            case "source_address" -> source(parser);
            case "headers" -> headers(parser);
            case "meta" -> meta(parser);
            case "feedback_report" -> report(parser);
            default -> parser.skipChildren();
        }
    }

    private void list(String name, JsonParser parser) {
        if (!name.equals("recipient") || reported) {
            parser.skipChildren();
            return;
        }
        strings(parser, recipients);
    }

    private static void strings(JsonParser parser, List<String> into) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                into.add(parser.getString());
            } else {
                parser.skipChildren();
            }
        }
    }

    /// The fields of an object that are scalars, each handed on by its name.
    interface Member {
        void take(String name, String value);
    }

    static void members(JsonParser parser, Member member) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                member.take(name, parser.getValueAsString(""));
            } else {
                parser.skipChildren();
            }
        }
    }

    private void peer(JsonParser parser) {
        members(
                parser,
                (name, value) -> {
                    if (name.equals("name")) {
                        peerName = withoutFinalDot(value);
                    } else if (name.equals("addr") && !value.equals("0.0.0.0")) {
                        peerAddress = withoutPort(value);
                    }
                });
    }

    private void source(JsonParser parser) {
        members(
                parser,
                (name, value) -> {
                    if (name.equals("address")) {
                        row.put(Field.SOURCE_IP, withoutPort(value));
                    }
                });
    }

    private void headers(JsonParser parser) {
        members(
                parser,
                (name, value) -> {
                    var lower = name.toLowerCase(Locale.ROOT);
                    if (lower.equals("message-id")) {
                        row.put(Field.MESSAGE_ID, value.strip());
                    } else if (lower.equals("from")) {
                        fromDomain(value);
                    }
                    extra(lower, value);
                });
    }

    private void meta(JsonParser parser) {
        members(
                parser,
                (name, value) -> {
                    if (name.equals("tenant")) {
                        row.put(Field.TENANT, value);
                    } else if (name.equals("campaign")) {
                        row.put(Field.CAMPAIGN, value);
                    }
                    extra("meta:" + name.toLowerCase(Locale.ROOT), value);
                });
    }

    private void extra(String name, String value) {
        var bytes = Bytes.of(value);
        row.setExtra(name, bytes, 0, bytes.length);
    }

    /// A complaint (RFC 5965): who complained, about which domain and address of ours. The record's own recipient is only
    /// the mailbox that took the report.
    private void report(JsonParser parser) {
        reported = true;
        recipients.clear();
        var complained = new ArrayList<String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case "source_ip" -> put(Field.SOURCE_IP, parser);
                case "original_mail_from" ->
                        row.put(Field.REVERSE_PATH, withoutBrackets(parser.getValueAsString("")));
                case "original_rcpto_to", "original_rcpt_to" -> {
                    if (value == JsonToken.START_ARRAY) {
                        strings(parser, complained);
                    }
                }
                case "reported_domain" -> {
                    var domains = new ArrayList<String>();
                    if (value == JsonToken.START_ARRAY) {
                        strings(parser, domains);
                        domains.forEach(domain -> row.put(Field.FROM_DOMAIN, domain));
                    }
                }
                case "supplemental_trace" -> {
                    if (value == JsonToken.START_OBJECT) {
                        members(parser, this::trace);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (recipients.isEmpty()) {
            complained.forEach(one -> recipients.add(withoutBrackets(one)));
        }
    }

    private void trace(String name, String value) {
        if (name.equals("recipient")) {
            recipients.clear();
            recipients.add(value);
        }
    }

    /// `campaign:tenant@domain!routing-domain`, all but the domain optional.
    private void ours(String name) {
        int routing = name.indexOf('!');
        var rest = routing < 0 ? name : name.substring(0, routing);
        int at = rest.lastIndexOf('@');
        row.put(Field.QUEUE_DOMAIN, rest.substring(at + 1));
        if (at >= 0) {
            int colon = rest.indexOf(':');
            boolean campaign = colon >= 0 && colon < at;
            if (campaign && !row.has(Field.CAMPAIGN)) {
                row.put(Field.CAMPAIGN, rest.substring(0, colon));
            }
            if (!row.has(Field.TENANT)) {
                row.put(Field.TENANT, rest.substring(campaign ? colon + 1 : 0, at));
            }
        }
    }

    private Reading tell(RowSink sink) {
        var kind =
                switch (type) {
                    case "Delivery" -> Kind.DELIVERED;
                    case "TransientFailure" -> Kind.DEFERRED;
                    case "Bounce" -> Kind.BOUNCED;
                    case "Expiration" -> Kind.EXPIRED;
                    case "Delayed" -> Kind.SUSPENDED;
                    case "Reception" -> Kind.RECEIVED;
                    case "AdminBounce", "XferOut" -> Kind.REMOVED;
                    case "Feedback" -> Kind.COMPLAINED;
                    case "OOB" -> Kind.BOUNCED_LATER;
                    default -> null;
                };
        if (kind == null) {
            return isOther() ? Reading.PASSED : Reading.UNPARSED;
        }
        if (row.time == Timestamps.NONE) {
            return Reading.UNPARSED;
        }
        row.kind = kind;
        complete();
        return rows(sink);
    }

    private boolean isOther() {
        return switch (type) {
            case "Rejection", "AdminRebind", "DeferredInjectionRebind", "XferIn" -> true;
            default -> false;
        };
    }

    private void complete() {
        if (row.kind != Kind.DELIVERED && row.kind != Kind.DEFERRED && row.kind != Kind.BOUNCED) {
            row.attempt = -1;
        }
        if (row.size == 0) {
            row.size = -1;
        }
        if (row.kind == Kind.RECEIVED) {
            row.queuedAt = row.time;
            row.put(Field.QUEUE_ID, id);
            ours(queue);
            return;
        }
        row.put(Field.MX_HOST, peerName);
        row.put(Field.MX_IP, peerAddress);
        if (row.kind != Kind.COMPLAINED && row.kind != Kind.BOUNCED_LATER) {
            row.put(Field.QUEUE_ID, id);
            ours(queue);
            if (row.queuedAt != Timestamps.NONE && row.time >= row.queuedAt) {
                row.delay = row.time - row.queuedAt;
            }
        }
        if (row.kind != Kind.COMPLAINED) {
            reply.tell(row);
        }
    }

    private Reading rows(RowSink sink) {
        if (recipients.isEmpty()) {
            sink.accept(row);
        }
        for (var recipient : recipients) {
            row.put(Field.RECIPIENT, recipient);
            sink.accept(row);
        }
        return Reading.READ;
    }

    private void put(Field field, JsonParser parser) {
        row.put(field, parser.getValueAsString(""));
    }

    /// A pool or source by its name; `unspecified` is what KumoMTA calls having none.
    private void named(Field field, JsonParser parser) {
        var name = parser.getValueAsString("");
        if (!name.equals(NO_NAME)) {
            row.put(field, name);
        }
    }

    private void fromDomain(String header) {
        int at = header.lastIndexOf('@');
        if (at >= 0) {
            var rest = header.substring(at + 1);
            int end = 0;
            while (end < rest.length() && "> ,;\"".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            row.put(Field.FROM_DOMAIN, rest.substring(0, end));
        }
    }

    private static long positive(JsonParser parser) {
        return Math.max(-1, parser.getValueAsLong(-1));
    }

    private static long seconds(JsonParser parser) {
        double seconds = parser.getValueAsDouble(-1);
        return seconds > 0 && seconds < 1e11 ? Math.round(seconds * 1000) : Timestamps.NONE;
    }

    private long instant(JsonParser parser) {
        var bytes = Bytes.of(parser.getValueAsString(""));
        return times.iso(bytes, 0, bytes.length);
    }

    /// The same moment may stand twice, once cut to the second; the later is the more exact.
    private static long later(long one, long other) {
        return Math.max(one, other);
    }

    private static String withoutFinalDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /// `192.0.2.1:25` and `[2001:db8::1]:25`; an address without a port stays.
    static String withoutPort(String address) {
        if (address.startsWith("[")) {
            int close = address.indexOf(']');
            return close < 0 ? address : address.substring(1, close);
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':')
                ? address.substring(0, colon)
                : address;
    }

    private static String withoutBrackets(String path) {
        var bare = path.strip();
        return bare.startsWith("<") && bare.endsWith(">")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }
}
