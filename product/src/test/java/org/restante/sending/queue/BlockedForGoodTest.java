package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
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

/// A receiver that says for good that it takes nothing from our address means the lane, whatever its code says of the message.
@Timeout(120)
final class BlockedForGoodTest {
    private static final int MESSAGES = 40;

    private static final String BLOCK =
            "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).";

    private static final String AT_THE_GREETING =
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org";

    @TempDir private Path folder;

    private QueueWorld world(UnaryOperator<String> answer) throws Exception {
        var site = new Site();
        return new QueueWorld(
                folder,
                answer,
                System::nanoTime,
                () ->
                        new Law(
                                site,
                                () -> LaneLimits.UNKNOWN,
                                ReceiverPrior.of(null),
                                Conduct.ACTS,
                                new Random(1)));
    }

    private static List<Event> refusals(QueueWorld world) throws Exception {
        return world.events().stream()
                .filter(event ->
                        event.type() == EventType.BOUNCED || event.type() == EventType.DEFERRED)
                .toList();
    }

    private static void sendAll(QueueWorld world) throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            world.send("news", "r" + i + "@shop.test");
        }
    }

    /// Until the lane is closed and nothing is under way.
    private static void untilItIsQuiet(QueueWorld world) throws Exception {
        QueueWorld.until(() ->
                world.dispatch.lanes().stream()
                        .anyMatch(lane -> lane.isClosed() && lane.sessions() <= 1));
        QueueWorld.until(() -> isQuiet(world));
    }

    private static boolean isQuiet(QueueWorld world) {
        try {
            return !refusals(world).isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itClosesTheLaneAndOnlyWhatWasUnderWayIsBounced() throws Exception {
        try (var world = world(command -> command.startsWith("MAIL") ? BLOCK : "")) {
            sendAll(world);
            untilItIsQuiet(world);

            assertThat(refusals(world)).hasSizeLessThanOrEqualTo(5);
            assertThat(refusals(world)).allMatch(event -> event.type() == EventType.BOUNCED);
            assertThat(world.queue.waiting()).isGreaterThanOrEqualTo(MESSAGES - 5);
        }
    }

    /// Nothing has been said of any message then.
    @Test
    void inPlaceOfAGreetingItBouncesNothing() throws Exception {
        try (var world = world(command -> command.isEmpty() ? AT_THE_GREETING : "")) {
            sendAll(world);
            untilItIsQuiet(world);

            assertThat(refusals(world))
                    .hasSizeLessThanOrEqualTo(5)
                    .allMatch(event ->
                            event.type() == EventType.DEFERRED
                                    && Boolean.FALSE.equals(event.attempt().counted())
                                    && event.attempt().permanence().equals("temporary"));
            assertThat(world.queue.waiting()).isEqualTo(MESSAGES);
        }
    }
}
