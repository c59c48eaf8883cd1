package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;

/// The trace a message joined stands in each of its events, and each attempt says how long it took.
@Timeout(60)
final class TracedMailTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir private Path folder;
    private final AtomicLong ahead = new AtomicLong();

    private QueueWorld world(String toRcpt) throws Exception {
        return new QueueWorld(
                folder,
                line -> line.startsWith("RCPT") ? toRcpt : "",
                () -> System.nanoTime() + ahead.get());
    }

    private static Event first(QueueWorld world, EventType type) throws Exception {
        while (true) {
            for (var event : world.events()) {
                if (event.type() == type) {
                    return event;
                }
            }
            Thread.sleep(5);
        }
    }

    @Test
    void itsTraceOutlivesARestart() throws Exception {
        try (var world = world("451 4.2.1 Come back later")) {
            world.send("news", "a@one.test");
            for (var type : new EventType[] {EventType.RECEIVED, EventType.DEFERRED}) {
                assertThat(first(world, type).traceparent()).isEqualTo(QueueWorld.TRACE.toString());
            }
        }
        try (var world = world("")) {
            ahead.addAndGet(HOUR.toNanos());
            world.queue.alarms().lookAtTheClock();

            assertThat(first(world, EventType.DELIVERED).traceparent())
                    .isEqualTo(QueueWorld.TRACE.toString());
        }
    }

    /// The receiver's time passes while it is asked for the recipient.
    @Test
    void anAttemptTakesFromItsBeginToItsLastWord() throws Exception {
        try (var world =
                new QueueWorld(
                        folder,
                        line -> {
                            if (line.startsWith("RCPT")) {
                                ahead.addAndGet(Duration.ofSeconds(7).toNanos());
                            }
                            return "";
                        },
                        () -> System.nanoTime() + ahead.get())) {
            world.send("news", "a@one.test");

            assertThat(first(world, EventType.DELIVERED).attempt().tookMs())
                    .isBetween(7_000L, 60_000L);
        }
    }
}
