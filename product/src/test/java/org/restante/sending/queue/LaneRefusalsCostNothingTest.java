package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.sending.pacing.Conduct;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.pacing.Law;
import org.restante.sending.pacing.ReceiverPrior;
import org.restante.sending.pacing.Site;

/// Whatever a receiver says of the lane, no message's own schedule or attempt count moves by it (DESIGN §2.2). The receiver answers by
/// chance; the lanes go by the law, in a time of the test's own.
@Timeout(120)
final class LaneRefusalsCostNothingTest {
    private static final int MESSAGES = 20;

    private static final List<String> OF_THE_LANE =
            List.of(
                    "421 4.7.28 Our system has detected an unusual rate of unsolicited mail from your IP address",
                    "450 4.7.1 Too many messages from your IP, slow down",
                    "421 4.7.0 Too many concurrent SMTP connections from this IP address",
                    "451 4.7.650 The mail server has been temporarily rate limited due to IP reputation");

    private static final List<String> OF_THE_MESSAGE =
            List.of("452 4.2.2 The mailbox is full", "450 4.2.1 The mailbox is busy, try later");

    @TempDir private Path folder;
    private final AtomicLong ahead = new AtomicLong();

    private long now() {
        return System.nanoTime() + ahead.get();
    }

    private static synchronized String answer(Random chance, String command) {
        if (!command.startsWith("RCPT") || chance.nextInt(10) < 5) {
            return "";
        }
        var from = chance.nextInt(4) == 0 ? OF_THE_MESSAGE : OF_THE_LANE;
        return from.get(chance.nextInt(from.size()));
    }

    @Test
    void neitherScheduleNorAttemptsMoveByAReplyOfTheLane() throws Exception {
        lives(1, 4);
    }

    @Test
    @Tag("long")
    @Timeout(1200)
    void norInManyLives() throws Exception {
        lives(5, 30);
    }

    private void lives(int from, int to) throws Exception {
        int free = 0;
        int own = 0;
        for (int seed = from; seed <= to; seed++) {
            var events = life(seed);
            for (var event : events) {
                if (event.type() == EventType.DEFERRED) {
                    boolean isFree = Boolean.FALSE.equals(event.attempt().counted());
                    free += isFree ? 1 : 0;
                    own += isFree ? 0 : 1;
                }
            }
            check(seed, events);
        }
        // Both kinds came; how many depends on whose turn it was.
        assertThat(free).isPositive();
        assertThat(own).isPositive();
    }

    private List<Event> life(int seed) throws Exception {
        var chance = new Random(seed);
        var site = new Site();
        try (var world =
                new QueueWorld(
                        folder.resolve("seed" + seed),
                        command -> answer(chance, command),
                        this::now,
                        () ->
                                new Law(
                                        site,
                                        () -> LaneLimits.UNKNOWN,
                                        ReceiverPrior.of(null),
                                        Conduct.ACTS,
                                        new Random(seed)))) {
            for (int i = 0; i < MESSAGES; i++) {
                world.send(i % 3 == 0 ? "transactional" : "news", "r" + i + "@shop.test");
            }
            while (world.queue.waiting() > 0 || delivered(world) < MESSAGES) {
                ahead.addAndGet(Duration.ofSeconds(45).toNanos());
                world.dispatch.order(List.of());
                world.queue.alarms().lookAtTheClock();
                Thread.sleep(2);
            }
            return world.events();
        }
    }

    private static long delivered(QueueWorld world) throws Exception {
        return world.events().stream().filter(it -> it.type() == EventType.DELIVERED).count();
    }

    private static void check(int seed, List<Event> events) {
        Map<String, Integer> attempts = new HashMap<>();
        Map<String, Instant> due = new HashMap<>();
        for (var event : events) {
            var to = event.recipient();
            var what = "seed " + seed + ": " + event;
            if (event.type() == EventType.RECEIVED) {
                due.put(to, event.time());
                continue;
            }
            var attempt = event.attempt();
            boolean isOfTheLane =
                    OF_THE_LANE.stream().anyMatch(reply -> reply.contains(attempt.text()));
            boolean isMeantItself = "message".equals(attempt.scope());
            if (event.type() == EventType.DEFERRED) {
                assertThat(attempt.counted()).as(what).isEqualTo(!isOfTheLane || isMeantItself);
            }
            boolean isFree = Boolean.FALSE.equals(attempt.counted());
            int before = attempts.getOrDefault(to, 0);
            assertThat(attempt.number()).as(what).isEqualTo(before + 1);
            if (isFree) {
                assertThat(Duration.between(due.get(to), event.nextDue()).abs())
                        .as(what)
                        .isLessThan(Duration.ofSeconds(1));
            } else {
                attempts.put(to, before + 1);
            }
            if (event.nextDue() != null) {
                due.put(to, event.nextDue());
            }
        }
    }
}
