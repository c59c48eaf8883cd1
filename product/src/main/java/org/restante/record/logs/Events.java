package org.restante.record.logs;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Reply;
import org.restante.meaning.verdict.Verdict;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// Makes events of rows, where one is kept.
public final class Events {
    private Events() {}

    /// The event that `row` tells; empty for a row that is no event of its own (further facts, a message's removal, a note)
    /// and for one without a time.
    ///
    /// @param origin the format the row was read as
    /// @param verdict what the refusal means; null for what is none
    /// @param provider who runs the receiving host, null when unknown
    public static Optional<Event> of(
            LogRow row,
            UUID id,
            String origin,
            @Nullable Verdict verdict,
            @Nullable String provider) {
        var type = type(row.kind);
        if (type == null || row.time == Long.MIN_VALUE) {
            return Optional.empty();
        }
        var event = Event.of(id, Instant.ofEpochMilli(row.time), type, origin);
        head(row, event);
        event.provider(provider);
        if (type.isAttempt() || type == EventType.BOUNCED_LATER || type == EventType.EXPIRED) {
            attempt(row, event);
            judged(verdict, event);
        } else if (row.kind == Kind.SUSPENDED) {
            attempt(row, event);
            event.counted(false);
        } else if (type == EventType.COMPLAINED) {
            ours(row, event);
        }
        return Optional.of(event.build());
    }

    private static @Nullable EventType type(Kind kind) {
        return switch (kind) {
            case DELIVERED, HANDED_ON -> EventType.DELIVERED;
            case DEFERRED -> EventType.DEFERRED;
            case BOUNCED -> EventType.BOUNCED;
            case EXPIRED -> EventType.EXPIRED;
            case SUSPENDED -> EventType.HELD;
            case RECEIVED -> EventType.RECEIVED;
            case COMPLAINED -> EventType.COMPLAINED;
            case BOUNCED_LATER -> EventType.BOUNCED_LATER;
            case DESCRIBED, REMOVED, WITHDRAWN, NOTED -> null;
        };
    }

    private static void head(LogRow row, Event.Builder event) {
        event
                .messageId(row.text(Field.MESSAGE_ID))
                .queueId(row.text(Field.QUEUE_ID))
                .recipient(row.text(Field.RECIPIENT))
                .recipientDomain(domain(row))
                .reversePath(row.text(Field.REVERSE_PATH))
                .fromDomain(row.text(Field.FROM_DOMAIN))
                .tenant(row.text(Field.TENANT))
                .stream(row.text(Field.STREAM))
                .campaign(row.text(Field.CAMPAIGN));
        if (row.queuedAt != Long.MIN_VALUE) {
            event.queuedAt(Instant.ofEpochMilli(row.queuedAt));
        }
        if (row.size >= 0) {
            event.size(row.size);
        }
    }

    private static @Nullable String domain(LogRow row) {
        var recipient = row.text(Field.RECIPIENT);
        int at = recipient == null ? -1 : recipient.lastIndexOf('@');
        var domain =
                recipient != null && at >= 0
                        ? recipient.substring(at + 1)
                        : row.text(Field.QUEUE_DOMAIN);
        return domain == null ? null : domain.toLowerCase(Locale.ROOT);
    }

    private static void ours(LogRow row, Event.Builder event) {
        event.source(row.text(Field.SOURCE))
                .sourceIp(row.text(Field.SOURCE_IP))
                .pool(row.text(Field.POOL))
                .ehlo(row.text(Field.EHLO));
    }

    private static void attempt(LogRow row, Event.Builder event) {
        ours(row, event);
        event.mxHost(row.text(Field.MX_HOST))
                .mxIp(row.text(Field.MX_IP))
                .sessionId(row.text(Field.SESSION_ID))
                .tls(row.text(Field.TLS))
                .stage(row.stage)
                .trouble(row.trouble);
        if (row.attempt > 0) {
            event.number(row.attempt);
        }
        if (row.delay >= 0) {
            event.delayMs(row.delay);
        }
        reply(row, event);
    }

    private static void reply(LogRow row, Event.Builder event) {
        var text = row.text(Field.TEXT);
        event.text(text).status(row.text(Field.STATUS));
        if (text == null || row.trouble != null) {
            return;
        }
        var reply = Reply.read(text);
        if (reply.code().isPresent()) {
            event.code(reply.code().getAsInt());
        }
        reply.status().ifPresent(status -> event.status(status.toString()));
    }

    private static void judged(@Nullable Verdict verdict, Event.Builder event) {
        if (verdict != null) {
            event.cause(verdict.cause().word())
                    .scope(verdict.scope().word())
                    .permanence(verdict.effective().word())
                    .rule(verdict.rule());
        }
    }
}
