package org.restante.record.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Stage;

/// Random mail: messages with one recipient each, tried until they are delivered, given up or left waiting.
final class SomeEvents {
    static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    static final Duration LENGTH = Duration.ofHours(60);

    private final RandomGenerator random;
    private final List<Event> events = new ArrayList<>();

    private SomeEvents(RandomGenerator random) {
        this.random = random;
    }

    static List<Event> of(RandomGenerator random, int messages) {
        var some = new SomeEvents(random);
        for (int i = 0; i < messages; i++) {
            some.message(i);
        }
        return some.events;
    }

    private UUID id() {
        return new UUID(random.nextLong() & ~0xF000L | 0x7000L, random.nextLong() >>> 2 | 1L << 63);
    }

    private @Nullable String one(String... words) {
        int at = random.nextInt(words.length + 1);
        return at == words.length ? null : words[at];
    }

    private void message(int number) {
        var queue = "q-" + number + "-" + random.nextInt(1_000_000);
        var recipient = "User" + random.nextInt(40) + "@d" + random.nextInt(6) + ".example";
        var provider = one("gmail", "yahoo", "microsoft");
        var stream = one("news", "receipts");
        var tenant = one("a", "b");
        var at = BEGIN.plusMillis(random.nextLong(LENGTH.toMillis()));
        var begun = at;
        add(event(at, EventType.RECEIVED, queue, recipient, provider, stream, tenant));
        int tries = 1 + random.nextInt(5);
        for (int i = 1; i <= tries; i++) {
            at = at.plusMillis(1 + random.nextLong(3_600_000));
            var type =
                    i < tries
                            ? EventType.DEFERRED
                            : EventType.values()[random.nextInt(EventType.values().length)];
            var event = event(at, type, queue, recipient, provider, stream, tenant);
            if (type.isAttempt() || type == EventType.EXPIRED || random.nextBoolean()) {
                tried(event, type, i, Duration.between(begun, at).toMillis());
            }
            add(event);
        }
    }

    private void add(Event.Builder event) {
        events.add(event.build());
    }

    private Event.Builder event(
            Instant at,
            EventType type,
            String queue,
            String recipient,
            @Nullable String provider,
            @Nullable String stream,
            @Nullable String tenant) {
        return Event.of(id(), at, type, "restante")
                .queueId(queue)
                .messageId("<" + queue + "@Sender.example>")
                .recipient(recipient)
                .recipientDomain(recipient.substring(recipient.indexOf('@') + 1))
                .reversePath("bounce@sender.example")
                .provider(provider)
                .site(provider == null ? null : provider + ".site")
                .stream(stream)
                .tenant(tenant)
                .campaign(one("spring"));
    }

    private void tried(Event.Builder event, EventType type, int number, long delay) {
        event.mxHost(one("mx1.example", "mx2.example"))
                .source(one("s1", "s2", "s3"))
                .pool(one("p"))
                .number(random.nextInt(10) == 0 ? null : number)
                .counted(true);
        if (type == EventType.DELIVERED) {
            event.delayMs(random.nextInt(10) == 0 ? null : delay).code(250).text("OK " + delay);
        } else {
            event.stage(Stage.RCPT)
                    .code(451)
                    .status("4.7.1")
                    .cause(one("greylist", "rate"))
                    .text("Try again later, id " + random.nextInt(1000));
        }
    }
}
