package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.sending.pacing.Site;

/// A receiver that greylists each recipient for ten minutes, whatever the domain; its time is the test's.
@Timeout(120)
final class GreylistedMailTest {
    private static final Duration GREY_FOR = Duration.ofMinutes(10);

    /// What the machine may take for what the test does between two leaps in time.
    private static final Duration SLACK = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final AtomicLong ahead = new AtomicLong();
    private final Map<String, Long> firstSeen = new ConcurrentHashMap<>();
    private final Site site = new Site();

    private long now() {
        return System.nanoTime() + ahead.get();
    }

    private String answer(String command) {
        if (!command.startsWith("RCPT")) {
            return "";
        }
        long first = firstSeen.computeIfAbsent(command, ignored -> now());
        return now() - first < GREY_FOR.toNanos() ? "450 4.7.1 Greylisted, please try later" : "";
    }

    private QueueWorld world() throws Exception {
        var world = new QueueWorld(folder, this::answer, this::now);
        world.queue.heed(
                new Greylists() {
                    @Override
                    public void refused(String ofSite, Duration since) {
                        site.greylistRefused(since.toNanos());
                    }

                    @Override
                    public void passed(String ofSite, Duration since) {
                        site.greylistPassed(since.toNanos());
                    }

                    @Override
                    public Duration due(String ofSite, Duration since, boolean isTransactional) {
                        return Duration.ofNanos(site.greylistDue(since.toNanos(), isTransactional));
                    }
                });
        return world;
    }

    private void pass(Duration time, QueueWorld world) {
        ahead.addAndGet(time.toNanos());
        world.queue.alarms().lookAtTheClock();
    }

    private static List<Event> deferred(QueueWorld world) throws Exception {
        return world.events().stream().filter(event -> event.type() == EventType.DEFERRED).toList();
    }

    private static Duration delay(Event event) {
        return Duration.between(event.time(), event.nextDue());
    }

    @Test
    void theSecondMessageIsTriedWhenTheFirstHadPassed() throws Exception {
        try (var world = world()) {
            world.send("news", "a@one.test");
            QueueWorld.until(() -> deferred(world, 1));
            assertThat(delay(deferred(world).getLast())).isCloseTo(Duration.ofSeconds(301), SLACK);
            pass(Duration.ofSeconds(302), world);
            QueueWorld.until(() -> deferred(world, 2));
            assertThat(delay(deferred(world).getLast())).isCloseTo(Duration.ofSeconds(600), SLACK);
            pass(Duration.ofSeconds(602), world);
            QueueWorld.until(() -> world.messages.size() == 1);

            for (int i = 1; i < 10; i++) {
                world.send("news", "r" + i + (i % 2 == 0 ? "@one.test" : "@two.test"));
            }
            QueueWorld.until(() -> world.said("RCPT") == 3 + 9 && deferred(world, 11));
            var learnt = new ArrayList<Duration>();
            deferred(world).stream().skip(2).forEach(event -> learnt.add(delay(event)));
            assertThat(learnt)
                    .hasSize(9)
                    .allSatisfy(
                            delay -> assertThat(delay).isCloseTo(Duration.ofSeconds(914), SLACK));
            pass(Duration.ofSeconds(914).plus(SLACK).plusSeconds(1), world);
            QueueWorld.until(() -> world.messages.size() == 10);

            long extra = world.said("RCPT") - 2 * 10;
            assertThat(extra / 10.0).isLessThanOrEqualTo(0.2);
        }
    }

    private static boolean deferred(QueueWorld world, int times) {
        try {
            return deferred(world).size() == times;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenItWasFirstRefusedIsKept() throws Exception {
        try (var world = world()) {
            world.send("news", "a@one.test");
            QueueWorld.until(() -> deferred(world, 1));
        }
        try (var world = world()) {
            pass(Duration.ofSeconds(302), world);
            QueueWorld.until(() -> deferred(world, 2));

            assertThat(delay(deferred(world).getLast())).isCloseTo(Duration.ofSeconds(599), SLACK);
        }
    }
}
