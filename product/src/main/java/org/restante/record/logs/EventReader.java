package org.restante.record.logs;

import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Reads our own events, one JSON object a line. Those of our own notices to senders are passed over: they are no mail of a client's.
public final class EventReader implements LineReader {
    private final LogRow row = new LogRow();

    /// Events name their times in full, so nothing need be told of the log.
    public EventReader(LogContext unused) {}

    @Override
    public Reading read(byte[] block, int from, int to, RowSink sink) {
        int start = Bytes.skipBlanks(block, from, to);
        int end = Bytes.trimEnd(block, start, to);
        if (end == start) {
            return Reading.PASSED;
        }
        Event event;
        try {
            event = EventJson.read(block, start, end);
        } catch (IllegalArgumentException e) {
            return Reading.UNPARSED;
        }
        if (event.isOfNotice()) {
            return Reading.PASSED;
        }
        var kind = isWithdrawal(event) ? Kind.WITHDRAWN : kind(event.type(), event.attempt());
        if (kind == null) {
            return Reading.PASSED;
        }
        row.clear(kind);
        row.isSourceNamed = true;
        head(event);
        if (event.attempt() != null) {
            attempt(event.attempt());
        }
        sink.accept(row);
        return Reading.READ;
    }

    /// Somebody bounced or removed one recipient; the order itself, for many, names none.
    private static boolean isWithdrawal(Event event) {
        if (event.actor() == null || event.recipient() == null || event.attempt() != null) {
            return false;
        }
        return event.type() == EventType.BOUNCED
                || event.type() == EventType.ACTION && "remove".equals(event.act());
    }

    private static @Nullable Kind kind(EventType type, @Nullable Attempt attempt) {
        return switch (type) {
            case RECEIVED -> Kind.RECEIVED;
            case DELIVERED -> Kind.DELIVERED;
            case DEFERRED -> Kind.DEFERRED;
            case BOUNCED -> Kind.BOUNCED;
            case EXPIRED -> Kind.EXPIRED;
            case COMPLAINED -> Kind.COMPLAINED;
            case BOUNCED_LATER -> Kind.BOUNCED_LATER;
            case HELD -> attempt == null ? null : Kind.SUSPENDED;
            case SUPPRESSED, UNSUBSCRIBED, RELEASED, REPORT, FINDING, ACTION, INCIDENT -> null;
        };
    }

    private void head(Event event) {
        row.time = event.time().toEpochMilli();
        put(Field.MESSAGE_ID, event.messageId());
        put(Field.QUEUE_ID, event.queueId());
        put(Field.RECIPIENT, event.recipient());
        put(Field.QUEUE_DOMAIN, event.recipientDomain());
        put(Field.REVERSE_PATH, event.reversePath());
        put(Field.FROM_DOMAIN, event.fromDomain());
        put(Field.TENANT, event.tenant());
        put(Field.STREAM, event.stream());
        put(Field.CAMPAIGN, event.campaign());
        if (event.queuedAt() != null) {
            row.queuedAt = event.queuedAt().toEpochMilli();
        }
        if (event.size() != null) {
            row.size = event.size();
        }
    }

    private void attempt(Attempt attempt) {
        put(Field.MX_HOST, attempt.mxHost());
        put(Field.MX_IP, attempt.mxIp());
        put(Field.SOURCE, attempt.source());
        put(Field.SOURCE_IP, attempt.sourceIp());
        put(Field.POOL, attempt.pool());
        put(Field.EHLO, attempt.ehlo());
        put(Field.SESSION_ID, attempt.sessionId());
        put(Field.STATUS, attempt.status());
        put(Field.TEXT, reply(attempt));
        put(Field.TLS, attempt.tls());
        row.stage = attempt.stage();
        row.trouble = attempt.trouble();
        if (attempt.number() != null) {
            row.attempt = attempt.number();
        }
        if (attempt.delayMs() != null) {
            row.delay = attempt.delayMs();
        }
    }

    /// The reply as other logs have it, its code first.
    private static @Nullable String reply(Attempt attempt) {
        var text = attempt.text();
        return text == null || attempt.code() == null || text.startsWith(attempt.code().toString())
                ? text
                : attempt.code() + " " + text;
    }

    private void put(Field field, @Nullable String text) {
        if (text != null) {
            row.put(field, text);
        }
    }
}
