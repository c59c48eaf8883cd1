package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Steering;

/// Mail of several ages in a queue whose receiver takes none of it.
@Timeout(60)
final class WaitingSinceTest {
    private static final List<Duration> STEPS = List.of(Duration.ofHours(1), Duration.ofHours(4));

    @TempDir private Path folder;

    private QueueWorld world() throws Exception {
        return new QueueWorld(
                folder,
                command ->
                        command.startsWith("RCPT TO:<") && !command.contains("@us.test")
                                ? "451 4.3.0 not now"
                                : "");
    }

    private static UUID at(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L);
    }

    private static void send(QueueWorld world, UUID id, String... to) throws Exception {
        var body = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        var recipients =
                Arrays.stream(to).map(one -> Recipient.of(Mailbox.of(one).orElseThrow())).toList();
        try (var draft = world.queue.begin(id).orElseThrow()) {
            draft.write(body, 0, body.length);
            draft.commit(
                    new Offer(
                            new Envelope(
                                    ReversePath.of(Mailbox.of("a@us.test").orElseThrow()),
                                    recipients,
                                    false,
                                    false,
                                    Optional.empty(),
                                    Optional.empty()),
                            Instant.now(),
                            Optional.empty(),
                            Domain.of("us.test"),
                            body.length,
                            false,
                            new Steering(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));
        }
    }

    @Test
    void whereNobodyWaitsNothingIsOld() throws Exception {
        try (var world = world()) {
            var ages = world.queue.ages(STEPS);

            assertThat(ages.recipients()).isZero();
            assertThat(ages.oldest()).isNull();
            assertThat(ages.onStep()).containsExactly(0L, 0L);
        }
    }

    @Test
    void recipientsAreCountedOnTheHighestStepTheyHaveReached() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var world = world()) {
            send(world, at(now), "new@b.test");
            send(world, at(now.minus(Duration.ofHours(2))), "one@b.test", "two@b.test");
            send(world, at(now.minus(Duration.ofDays(1))), "old@b.test");
            var ages = world.queue.ages(STEPS);

            assertThat(ages.recipients()).isEqualTo(4);
            assertThat(ages.onStep()).containsExactly(2L, 1L);
            assertThat(ages.underFirst()).isEqualTo(1);
            assertThat(ages.oldest())
                    .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(1));
        }
    }

    @Test
    void anIdThatTellsNoTimeIsLookedUp() throws Exception {
        try (var world = world()) {
            send(world, UUID.fromString("0a4f5d2e-1b7c-8d3e-9f10-2233445566aa"), "keyed@b.test");
            var ages = world.queue.ages(STEPS);

            assertThat(ages.unknown()).isZero();
            assertThat(ages.underFirst()).isEqualTo(1);
            assertThat(ages.oldest()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        }
    }
}
