package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.queue.QuietQueue.facts;
import static org.restante.sending.queue.QuietQueue.recipient;
import static org.restante.sending.queue.QuietQueue.refused;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.sending.backlog.BacklogSettings;

class QueueTest {
    private static final Recipient ANN = recipient("ann@example.com", Notify.FAILURE);
    private static final Recipient BOB = recipient("bob@example.com", Notify.FAILURE, Notify.DELAY);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;

    @Test
    void mailWhoseLaneStaysClosedIsGivenUpWhenItsTimeIsOver() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("you@example.org", ANN);
            world.passes(Duration.ofHours(71));
            world.looks();
            assertThat(world.state(id, 0)).contains(State.FIRST);

            world.passes(HOUR);
            world.looks();

            assertThat(world.state(id, 0)).isEmpty();
            assertThat(world.notices())
                    .singleElement()
                    .asString()
                    .contains(
                            "Action: failed",
                            "Status: 5.4.7",
                            "Final-Recipient: rfc822; ann@example.com");
            assertThat(world.events()).anyMatch(it -> it.contains("\"type\":\"expired\""));
        }
    }

    @Test
    void itsEndNamesWhatTheReceiverSaidLast() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", ANN);
            world.isRefused("example.com", "421 4.7.0 You are going too fast", false);
            world.restart();
            world.passes(Duration.ofHours(72));
            world.looks();

            assertThat(world.notices())
                    .singleElement()
                    .asString()
                    .contains(
                            "Status: 5.7.0",
                            "Remote-MTA: dns; mx.example.com",
                            "Diagnostic-Code: smtp; 421 4.7.0 You are going too fast");
        }
    }

    @Test
    void aDelayIsToldOnceToWhoAskedForIt() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("you@example.org", ANN, BOB);
            world.isRefused("example.com", "451 4.2.1 Come back later", true);
            world.passes(Duration.ofHours(4));
            world.looks();

            assertThat(world.notices())
                    .singleElement()
                    .asString()
                    .contains(
                            "Subject: Your message is delayed",
                            "Action: delayed",
                            "Status: 4.2.1",
                            "Final-Recipient: rfc822; bob@example.com",
                            "Will-Retry-Until: Wed, 4 Mar 2026 12:00:00 +0000")
                    .doesNotContain("ann@example.com");
            world.passes(HOUR);
            world.looks();
            world.restart();
            world.passes(HOUR);
            world.looks();
            assertThat(world.notices()).hasSize(1);
            assertThat(world.state(id, 1)).contains(State.WAITING);
        }
    }

    @Test
    void theNullReversePathIsToldNothing() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("", BOB);
            world.passes(Duration.ofHours(73));
            world.looks();

            assertThat(world.state(id, 0)).isEmpty();
            assertThat(world.notices()).isEmpty();
        }
    }

    @Test
    void whoIsInSomebodysHandIsLeftAloneUntilThen() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("you@example.org", ANN, BOB);
            world.queue().claims().take(id, 1);
            world.passes(Duration.ofHours(72));
            world.looks();
            assertThat(world.state(id, 0)).contains(State.EXPIRED);
            assertThat(world.state(id, 1)).contains(State.FIRST);

            world.queue().claims().free(id, 1);
            world.passes(Duration.ofMinutes(1));
            world.looks();

            assertThat(world.state(id, 1)).isEmpty();
            assertThat(world.notices()).hasSize(2);
        }
    }

    @Test
    void whatIsGoneWithinAMinuteHasNoDeadline() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("you@example.org", ANN);
            var mail = world.take("example.com").orElseThrow();
            mail.mail();
            mail.begins();
            mail.settle(
                    List.of(
                            new org.restante.sending.dispatch.Settled(
                                    new org.restante.sending.delivery.Outcome.Accepted(
                                            org.restante.mail.smtp.Reply.read("250 2.0.0 Ok"),
                                            false),
                                    null,
                                    true)),
                    facts("example.com"));
            while (world.spool().isHere(id)) {
                world.settle();
            }
            world.passes(Duration.ofMinutes(2));
            world.looks();
            assertThat(world.queue().deadlines().size()).isZero();
        }
    }

    @Test
    void aRestartKeepsDueTimesAndSpreadsWhatWasDueMeanwhile() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", ANN);
            world.isRefused("example.com", "451 4.2.1 Come back later", true);
            world.settle();
            world.restart();
            world.passes(Duration.ofMinutes(14));
            assertThat(world.take("example.com")).isEmpty();
            world.passes(Duration.ofMinutes(3));
            assertThat(world.take("example.com")).isPresent();

            for (int i = 0; i < 1_000; i++) {
                world.accept("you@example.org", recipient("u" + i + "@example.net"));
            }
            world.passes(HOUR);
            world.restart();
            int atOnce = takeAll(world, "example.net").size();
            world.passes(Duration.ofSeconds(5));
            int inFiveSeconds = takeAll(world, "example.net").size();
            assertThat(atOnce).isLessThan(50);
            assertThat(atOnce + inFiveSeconds).isEqualTo(1_000);
        }
    }

    private static Set<UUID> takeAll(QuietQueue world, String domain) {
        Set<UUID> all = new HashSet<>();
        for (var next = world.take(domain); next.isPresent(); next = world.take(domain)) {
            all.add(next.get().id());
        }
        return all;
    }

    @Test
    void aBucketThatStaysEmptyEndsAndBeginsAnewWhenItIsNeeded() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", ANN);
            var before = world.bucket("example.com");
            var mail = world.take("example.com").orElseThrow();
            world.passes(Duration.ofMinutes(11));
            world.queue().sweep();
            assertThat(world.bucket("example.com")).isNotSameAs(before);
            world.passes(Duration.ofMinutes(11));
            world.queue().sweep();

            mail.putBack();
            world.passes(Duration.ofMinutes(2));
            assertThat(world.take("example.com")).isPresent();
        }
    }

    @Test
    void recipientsOfOneMessageInOneDomainStayTogetherOverARestart() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", ANN, recipient("x@example.net"), BOB);
            world.restart();
            world.passes(Duration.ofMinutes(1));
            assertThat(world.take("example.com").orElseThrow().mail().envelope().recipients())
                    .containsExactly(ANN, BOB);
        }
    }

    @Test
    void aClockThatIsSetChangesNothingThatIsUnderWay() throws Exception {
        for (var jump : List.of(Duration.ofDays(1), Duration.ofDays(-1))) {
            try (var world = new QuietQueue(folder.resolve(jump.toString()))) {
                var id = world.accept("you@example.org", ANN);
                world.isRefused("example.com", "451 4.2.1 Come back later", true);
                world.clockJumps(jump);
                world.passes(Duration.ofMinutes(14));
                assertThat(world.take("example.com")).isEmpty();
                world.passes(Duration.ofMinutes(3));
                var mail = world.take("example.com").orElseThrow();
                mail.mail();
                mail.settle(List.of(refused("451 4.2.1 Not yet", true)), facts("example.com"));
                world.passes(Duration.ofHours(71));
                world.looks();
                assertThat(world.state(id, 0)).contains(State.WAITING);
            }
        }
    }

    @Test
    void aClockThatWentBackBeforeARestartKeepsMailNoLongerThanItsSchedule() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", ANN);
            world.isRefused("example.com", "451 4.2.1 Come back later", true);
            world.settle();
            world.clockJumps(Duration.ofDays(-30));
            world.restart();
            world.passes(Duration.ofMinutes(1));
            assertThat(world.take("example.com")).isPresent();
        }
    }

    @Test
    void anIndexThatCannotBeReadIsMadeAnewWhileMailComes() throws Exception {
        var few = new BacklogSettings(8, 4, 0);
        try (var world = new QuietQueue(folder, QueueSettings.defaults(), few)) {
            Set<UUID> all = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                all.add(world.accept("you@example.org", recipient("u" + i + "@example.com")));
            }
            for (int i = 0; i < 2_000 && world.queue().index().onDisk() < 200; i++) {
                Thread.onSpinWait();
                Thread.yield();
            }
            damageAll();
            Set<UUID> found = new HashSet<>();
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (found.size() < all.size() && System.nanoTime() < deadline) {
                world.take("example.com").ifPresent(it -> found.add(it.id()));
                Thread.yield();
            }
            assertThat(found).isEqualTo(all);
        }
    }

    private void damageAll() throws Exception {
        try (var runs = Files.list(folder.resolve("index"))) {
            for (var run : runs.toList()) {
                try (var file = new RandomAccessFile(run.toFile(), "rw")) {
                    for (long at = 64; at < file.length(); at += 4_096) {
                        file.seek(at);
                        file.write(0x55);
                    }
                } catch (java.io.FileNotFoundException e) {
                    // Merged and gone meanwhile.
                }
            }
        }
    }

    @Test
    void aRecipientsDetailKeepsWhatWasSaidLast() {
        var long451 = "451 4.7.1 " + "ä".repeat(300);
        var outcome =
                new org.restante.sending.delivery.Outcome.Refused(
                        org.restante.mail.smtp.Stage.RCPT,
                        org.restante.mail.smtp.Reply.read(long451));
        var detail = new Detail(java.util.Map.of()).withLastWord(outcome, "mx.example.com");
        assertThat(detail.host()).contains("mx.example.com");
        var kept = (org.restante.sending.delivery.Outcome.Refused) detail.lastWord().orElseThrow();
        assertThat(kept.stage()).isEqualTo(outcome.stage());
        assertThat(kept.reply().code()).isEqualTo(outcome.reply().code());
        assertThat(kept.reply().lines().getFirst()).startsWith("4.7.1 ää").doesNotContain("\uFFFD");
        assertThat(Optional.of(detail.toBytes().length))
                .hasValueSatisfying(it -> assertThat(it).isLessThan(400));
    }
}
