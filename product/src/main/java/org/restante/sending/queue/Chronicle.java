package org.restante.sending.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Recipient;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Permanence;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Facts;
import org.restante.sending.dispatch.Settled;

/// What the queue does, as events: each change of state carries one.
final class Chronicle {
    private static final String ORIGIN = "restante";

    private final QueueTime time;
    private final RandomGenerator chance;

    Chronicle(QueueTime time, RandomGenerator chance) {
        this.time = time;
        this.chance = chance;
    }

    private Event.Builder event(EventType type, Instant at) {
        long high = at.toEpochMilli() << 16 | 0x7000 | chance.nextInt() & 0xFFF;
        long low = chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return Event.of(new UUID(high, low), at, type, ORIGIN);
    }

    private static Event.Builder of(
            Event.Builder event, UUID id, StoredMessage message, long size) {
        return event
                .queueId(id.toString())
                .messageId(message.messageId().orElse(null))
                .reversePath(message.reversePath().address())
                .fromDomain(message.fromDomain().map(Object::toString).orElse(null))
                .tenant(message.tenant().orElse(null))
                .stream(message.stream())
                .campaign(message.campaign().orElse(null))
                .queuedAt(message.receivedAt())
                .size(size);
    }

    /// A message came in. One event tells of all its recipients when they are several.
    byte[] received(
            UUID id, StoredMessage message, long size, java.util.List<Recipient> recipients) {
        var event = of(event(EventType.RECEIVED, time.now()), id, message, size);
        if (recipients.size() == 1) {
            addressed(event, recipients.getFirst());
        }
        return bytes(event);
    }

    private static void addressed(Event.Builder event, Recipient recipient) {
        event.recipient(recipient.mailbox().toString())
                .recipientDomain(recipient.mailbox().host().ascii());
    }

    /// An attempt came to something.
    byte[] attempt(
            UUID id,
            StoredMessage message,
            long size,
            Recipient recipient,
            int number,
            boolean counts,
            boolean isExpired,
            @Nullable Instant due,
            Settled settled,
            Facts facts) {
        var now = time.now();
        var event = of(event(type(settled, isExpired), now), id, message, size);
        addressed(event, recipient);
        event.provider(facts.provider())
                .site(facts.site())
                .mxHost(facts.mxHost())
                .mxIp(facts.mxIp())
                .source(facts.source().name())
                .sourceIp(facts.sourceIp())
                .ehlo(facts.source().ehlo().toString())
                .sessionId(facts.sessionId())
                .pool(message.pool())
                .tls(facts.tls())
                .number(Math.max(1, number))
                .delayMs(Math.max(0, now.toEpochMilli() - message.receivedAt().toEpochMilli()))
                .nextDue(due)
                .counted(counts);
        answered(event, settled.outcome());
        judged(event, settled);
        return bytes(event);
    }

    private static EventType type(Settled settled, boolean isExpired) {
        var verdict = settled.verdict();
        if (verdict == null) {
            return EventType.DELIVERED;
        }
        if (isExpired) {
            return EventType.EXPIRED;
        }
        return verdict.effective() == Permanence.PERMANENT ? EventType.BOUNCED : EventType.DEFERRED;
    }

    private static void answered(Event.Builder event, Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted(var reply, var handedOn) -> reply(event, Stage.CONTENT, reply);
            case Outcome.Refused(var stage, var reply) -> reply(event, stage, reply);
            case Outcome.Broken(var stage, var trouble, var text) ->
                    event.stage(stage).trouble(trouble).text(text);
            case Outcome.Unfit(var status, var text) -> event.status(status).text(text);
        }
    }

    private static void reply(Event.Builder event, Stage stage, Reply reply) {
        event.stage(stage)
                .code(reply.code().isPresent() ? reply.code().getAsInt() : null)
                .status(reply.status().map(Object::toString).orElse(null))
                .text(String.join("\n", reply.lines()));
    }

    private static void judged(Event.Builder event, Settled settled) {
        var verdict = settled.verdict();
        if (verdict != null) {
            event.cause(verdict.cause().word())
                    .scope(verdict.scope().word())
                    .permanence(verdict.effective().word())
                    .rule(verdict.rule());
        }
    }

    private static byte[] bytes(Event.Builder event) {
        return EventJson.write(event.build()).getBytes(StandardCharsets.UTF_8);
    }
}
