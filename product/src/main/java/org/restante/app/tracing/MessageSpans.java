package org.restante.app.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.message.TraceParent;

/// Makes spans of events.
///
/// A message is a span, at the moment it was taken in; where its submitter said in which trace of its own it asked for it, below the span that
/// asked. Below it each recipient is one, from then until it was delivered or given up, and below that each attempt, from its begin to its
/// reply, or at that moment where an event does not say when it began. A recipient's span is told of at its end; attempts before it point
/// at it already. Nothing is remembered from event to event.
///
/// Used by one thread.
final class MessageSpans {
    /// Characters of a reply; a receiver may write more than anybody's trace should hold.
    private static final int MOST_TEXT = 1_000;

    private static final AttributeKey<Long> CODE = AttributeKey.longKey("smtp.reply.code");
    private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("restante.attempt");
    private static final AttributeKey<Long> SIZE = AttributeKey.longKey("restante.message.size");

    private final Tracer tracer;
    private final SpanNumbers numbers;
    private final double share;
    private final boolean recipients;

    /// @param numbers the generator the tracer has
    MessageSpans(Tracer tracer, SpanNumbers numbers, TraceSettings settings) {
        this.tracer = tracer;
        this.numbers = numbers;
        share = settings.share();
        recipients = settings.recipients();
    }

    /// The spans that this event completes: none, one or two.
    void tell(Event event) {
        var message = queueId(event);
        if (message == null || !isTraced(event, message)) {
            return;
        }
        if (event.type() == EventType.RECEIVED) {
            received(event, message);
            return;
        }
        var recipient = event.recipient();
        if (recipient == null) {
            return;
        }
        switch (event.type()) {
            case DELIVERED, DEFERRED, BOUNCED -> attempt(event, message, recipient);
            default -> {}
        }
        switch (event.type()) {
            case DELIVERED, BOUNCED, EXPIRED, SUPPRESSED -> recipient(event, message, recipient);
            case COMPLAINED, BOUNCED_LATER, UNSUBSCRIBED -> later(event, message, recipient);
            default -> {}
        }
    }

    /// Events of other servers' logs have ids of other forms, and no trace.
    private static @Nullable UUID queueId(Event event) {
        var id = event.queueId();
        if (id == null || id.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<TraceParent> joined(Event event) {
        return Optional.ofNullable(event.traceparent()).flatMap(TraceParent::of);
    }

    /// By the message's id, so that all its events get the same answer; as its submitter does where it joined a trace, whose spans would hang in
    /// the air otherwise.
    private boolean isTraced(Event event, UUID message) {
        var joined = joined(event);
        if (joined.isPresent()) {
            return joined.get().isSampled() && share > 0;
        }
        long spread =
                (message.getLeastSignificantBits() ^ message.getMostSignificantBits())
                        * 0x9e3779b97f4a7c15L;
        return (spread >>> 11) * 0x1p-53 < share;
    }

    private void received(Event event, UUID message) {
        var at = event.queuedAt() == null ? event.time() : event.queuedAt();
        var span =
                begin(
                        "message",
                        event,
                        message,
                        SpanNumbers.message(message),
                        joined(event).map(TraceParent::parent).orElse(null),
                        at);
        common(span, event);
        if (event.size() != null) {
            span.setAttribute(SIZE, event.size());
        }
        end(span, event.time(), null);
    }

    private void attempt(Event event, UUID message, String recipient) {
        var attempt = event.attempt();
        if (attempt == null) {
            return;
        }
        var to = event.provider() == null ? event.recipientDomain() : event.provider();
        var span =
                begin(
                        "attempt" + (to == null ? "" : " " + to),
                        event,
                        message,
                        SpanNumbers.event(message, event.id()),
                        SpanNumbers.recipient(message, recipient),
                        attempt.tookMs() == null
                                ? event.time()
                                : event.time().minusMillis(attempt.tookMs()));
        span.setSpanKind(SpanKind.CLIENT);
        common(span, event);
        told(span, attempt);
        end(span, event.time(), event.type() == EventType.DELIVERED ? null : failure(attempt));
    }

    /// From when the message was taken in, by the delay of its last attempt; where none is known, from its end.
    private void recipient(Event event, UUID message, String recipient) {
        var attempt = event.attempt();
        var delay = attempt == null ? null : attempt.delayMs();
        var from =
                event.queuedAt() != null
                        ? event.queuedAt()
                        : delay == null ? event.time() : event.time().minusMillis(delay);
        var span =
                begin(
                        event.type().word(),
                        event,
                        message,
                        SpanNumbers.recipient(message, recipient),
                        SpanNumbers.message(message),
                        from);
        common(span, event);
        if (attempt != null) {
            told(span, attempt);
        }
        boolean isGood = event.type() == EventType.DELIVERED;
        end(
                span,
                event.time(),
                isGood ? null : attempt == null ? event.type().word() : failure(attempt));
    }

    private void later(Event event, UUID message, String recipient) {
        var span =
                begin(
                        event.type().word(),
                        event,
                        message,
                        SpanNumbers.event(message, event.id()),
                        SpanNumbers.recipient(message, recipient),
                        event.time());
        common(span, event);
        end(span, event.time(), event.type().word());
    }

    private SpanBuilder begin(
            String name,
            Event event,
            UUID message,
            String id,
            @Nullable String parent,
            Instant at) {
        var trace = joined(event).map(TraceParent::trace).orElse(SpanNumbers.trace(message));
        numbers.next(trace, id);
        var span = tracer.spanBuilder(name).setStartTimestamp(at);
        return parent == null
                ? span.setNoParent()
                : span.setParent(
                        Context.root()
                                .with(
                                        Span.wrap(
                                                SpanContext.createFromRemoteParent(
                                                        trace,
                                                        parent,
                                                        TraceFlags.getSampled(),
                                                        TraceState.getDefault()))));
    }

    private static void end(SpanBuilder begun, Instant at, @Nullable String failure) {
        var span = begun.startSpan();
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure);
            span.setAttribute("error.type", failure);
        }
        span.end(at);
    }

    private void common(SpanBuilder span, Event event) {
        put(span, "restante.message.id", event.queueId());
        put(span, "restante.recipient", recipients ? event.recipient() : null);
        put(span, "restante.recipient.domain", event.recipientDomain());
        put(span, "restante.provider", event.provider());
        put(span, "restante.site", event.site());
        put(span, "restante.tenant", event.tenant());
        put(span, "restante.stream", event.stream());
        put(span, "restante.campaign", event.campaign());
        put(span, "restante.incident.id", event.incidentId());
        put(span, "restante.reason", event.reason());
    }

    private static void told(SpanBuilder span, Attempt attempt) {
        put(span, "server.address", attempt.mxHost());
        put(span, "network.peer.address", attempt.mxIp());
        put(span, "network.local.address", attempt.sourceIp());
        put(span, "restante.source", attempt.source());
        put(span, "restante.pool", attempt.pool());
        put(span, "restante.session.id", attempt.sessionId());
        put(span, "restante.stage", attempt.stage() == null ? null : attempt.stage().word());
        put(span, "restante.trouble", attempt.trouble() == null ? null : attempt.trouble().word());
        put(span, "smtp.reply.status", attempt.status());
        put(span, "smtp.reply.text", attempt.text());
        put(span, "restante.cause", attempt.cause());
        put(span, "restante.scope", attempt.scope());
        put(span, "restante.permanence", attempt.permanence());
        put(span, "tls.protocol.version", attempt.tls());
        if (attempt.code() != null) {
            span.setAttribute(CODE, (long) attempt.code());
        }
        if (attempt.number() != null) {
            span.setAttribute(NUMBER, (long) attempt.number());
        }
    }

    private static String failure(Attempt attempt) {
        if (attempt.cause() != null) {
            return attempt.cause();
        }
        return attempt.trouble() == null ? "refused" : attempt.trouble().word();
    }

    private static void put(SpanBuilder span, String key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(
                    key, value.length() > MOST_TEXT ? value.substring(0, MOST_TEXT) : value);
        }
    }
}
