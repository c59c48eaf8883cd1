package org.restante.sending.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Permanence;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.dispatch.Facts;
import org.restante.sending.dispatch.Settled;
import org.restante.sending.suppression.Suppressed;
import org.restante.sending.suppression.Suppression;

/// What the queue does, as events: each change of state carries one.
final class Chronicle {
    private static final String ORIGIN = "restante";

    private final QueueTime time;
    private final RandomGenerator chance;

    Chronicle(QueueTime time, RandomGenerator chance) {
        this.time = time;
        this.chance = chance;
    }

    /// A UUID of version 7 (RFC 9562 §5.7).
    UUID newId(Instant at) {
        long high = at.toEpochMilli() << 16 | 0x7000 | chance.nextInt() & 0xFFF;
        long low = chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private Event.Builder event(EventType type, Instant at) {
        return Event.of(newId(at), at, type, ORIGIN);
    }

    /// Somebody acts; the event has the act's id.
    byte[] order(Order order) {
        var event = Event.of(order.id(), order.at(), type(order.act()), ORIGIN);
        return bytes(
                acted(event, order, order.act().words(), order.by())
                        .until(order.act().end().orElse(null)));
    }

    /// What goes through mail has come to its end.
    byte[] over(Order order) {
        var words =
                order.act().words() + " is over: recipients=" + order.done() + " of=" + order.id();
        return bytes(acted(event(EventType.ACTION, time.now()), order, words, order.by()));
    }

    /// A recipient is not tried, for it is on the list of those who get no mail.
    byte[] suppressed(
            UUID id, StoredMessage message, long size, Recipient recipient, Suppression why) {
        var event = of(event(EventType.SUPPRESSED, time.now()), id, message, size);
        addressed(event, recipient);
        return bytes(event.reason(why.words()));
    }

    /// The same for one that was refused when its message came.
    byte[] suppressed(UUID id, Recipient recipient, Steering said, Suppression why) {
        var event = event(EventType.SUPPRESSED, time.now());
        addressed(event, recipient);
        return bytes(
                event.queueId(id.toString())
                        .tenant(said.tenant().orElse(null))
                        .traceparent(said.trace().map(Object::toString).orElse(null))
                        .reason(why.words()));
    }

    /// Somebody is put on that list.
    byte[] suppresses(Suppression one, By by) {
        return bytes(
                meant(event(EventType.ACTION, time.now()), one.who())
                        .act("suppress " + one.who())
                        .until(one.until().orElse(null))
                        .actor(by.actor())
                        .reason(by.reason().isEmpty() ? null : by.reason()));
    }

    /// Somebody is taken off it.
    byte[] suppressesNoMore(Suppressed who, By by) {
        return bytes(
                meant(event(EventType.ACTION, time.now()), who)
                        .act("end of suppress " + who)
                        .actor(by.actor())
                        .reason(by.reason().isEmpty() ? null : by.reason()));
    }

    private static Event.Builder meant(Event.Builder event, Suppressed who) {
        var recipient = who.recipient();
        event.tenant(who.tenant().orElse(null))
                .recipientDomain(recipient.substring(recipient.lastIndexOf('@') + 1));
        return who.isDomain() ? event : event.recipient(recipient);
    }

    /// A recipient was refused for so long that people may want to mail it no more.
    byte[] proposesSuppression(
            StoredMessage message, Recipient recipient, Duration after, String said) {
        var event = event(EventType.FINDING, time.now());
        addressed(event, recipient);
        return bytes(
                event.tenant(message.tenant().orElse(null)).stream(message.stream())
                        .act("propose to suppress " + recipient.mailbox())
                        .actor(ORIGIN)
                        .reason("refused for " + after.toHours() + " hours; the last: " + said));
    }

    /// A site is no longer believed that recipients do not exist.
    byte[] doubts(String why) {
        return bytes(
                event(EventType.FINDING, time.now())
                        .act("suppress for a day only")
                        .actor(ORIGIN)
                        .reason(why));
    }

    /// An act that was done at once.
    byte[] did(By by, String words) {
        return bytes(
                event(EventType.ACTION, time.now())
                        .act(words)
                        .actor(by.actor())
                        .reason(by.reason()));
    }

    /// What could not be read back was put aside.
    byte[] setAside(Optional<UUID> id, String why) {
        return bytes(
                event(EventType.ACTION, time.now())
                        .queueId(id.map(UUID::toString).orElse(null))
                        .act("set aside damaged mail")
                        .actor(ORIGIN)
                        .reason(why));
    }

    /// A message came in from another server's queue.
    byte[] cameIn(UUID id, StoredMessage message, By by, String words) {
        var event = of(event(EventType.ACTION, time.now()), id, message, 0);
        return bytes(event.size(null).act(words).actor(by.actor()).reason(by.reason()));
    }

    /// What stood, or ran, is taken back.
    byte[] undone(Order order, By by) {
        var type = order.act() instanceof Act.Hold ? EventType.RELEASED : EventType.ACTION;
        var words = "end of " + order.act().words();
        return bytes(acted(event(type, time.now()), order, words, by).undoOf(order.id()));
    }

    /// An order was done to one recipient.
    byte[] done(Order order, QueuedRecipient it, StoredMessage message, Recipient recipient) {
        var type = order.act() instanceof Act.Bounce ? EventType.BOUNCED : EventType.ACTION;
        var event = of(event(type, time.now()), it.id(), message, it.size());
        addressed(event, recipient);
        event.provider(it.provider())
                .site(it.site())
                .act(order.act().word())
                .actor(order.by().actor())
                .reason(order.by().reason());
        return bytes(event);
    }

    private static EventType type(Act act) {
        return switch (act) {
            case Act.Hold _ -> EventType.HELD;
            case Act.Release _ -> EventType.RELEASED;
            case Act.Retry _, Act.Remove _, Act.Bounce _, Act.Move _, Act.Pause _, Act.Limit _ ->
                    EventType.ACTION;
        };
    }

    private static Event.Builder acted(Event.Builder event, Order order, String words, By by) {
        event.act(words).actor(by.actor()).reason(by.reason());
        switch (order.act()) {
            case Act.Pause(var reach, var until) -> reached(event, reach);
            case Act.Limit(var reach, var connections, var rate, var until) ->
                    reached(event, reach);
            case Act.Hold(var mail, var until) -> meant(event, mail);
            case Act.Release(var mail) -> meant(event, mail);
            case Act.Retry(var mail) -> meant(event, mail);
            case Act.Remove(var mail) -> meant(event, mail);
            case Act.Bounce(var mail) -> meant(event, mail);
            case Act.Move(var mail, var pool) -> meant(event, mail);
        }
        return event;
    }

    private static void reached(Event.Builder event, Act.Reach reach) {
        event.site(reach.site().orElse(null))
                .provider(reach.provider().orElse(null))
                .recipientDomain(reach.domain().orElse(null));
    }

    /// Facets with one value each, so that a story of a domain or a stream has the act in it.
    private static void meant(Event.Builder event, Filter mail) {
        mail.values()
                .forEach((facet, any) -> {
                    if (any.size() == 1) {
                        var value = any.iterator().next();
                        switch (facet) {
                            case DOMAIN -> event.recipientDomain(value);
                            case PROVIDER -> event.provider(value);
                            case SITE -> event.site(value);
                            case STREAM -> event.stream(value);
                            case TENANT -> event.tenant(value);
                            case CAMPAIGN -> event.campaign(value);
                            case MESSAGE -> event.queueId(value);
                            case RECIPIENT -> event.recipient(value);
                            case POOL, SOURCE, SENDER_DOMAIN, STATE, CAUSE, EXPORT -> {}
                        }
                    }
                });
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
                .size(size)
                .traceparent(message.trace().map(Object::toString).orElse(null));
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
                .tookMs(isExpired ? null : facts.tookMillis())
                .nextDue(due)
                .counted(counts);
        answered(event, settled.outcome());
        judged(event, settled);
        return bytes(event);
    }

    private static EventType type(Settled settled, boolean isExpired) {
        if (isExpired) {
            return EventType.EXPIRED;
        }
        var verdict = settled.verdict();
        if (verdict == null) {
            return EventType.DELIVERED;
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
