package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.restante.sending.queue.QuietQueue.recipient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Offer;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.sending.backlog.Waiting;
import org.restante.sending.spool.SpooledRecipient;
import org.restante.sending.spool.Standing;

/// A message in the spool that this version cannot read stays, and harms no other.
@Timeout(120)
final class UnreadableMailTest {
    private static final By ANNA = new By("anna", "a test");
    private static final Recipient ANN = recipient("ann@example.com", Notify.FAILURE);

    @TempDir Path folder;

    private static UUID unreadable(QuietQueue world) throws Exception {
        try (var draft = world.spool().begin()) {
            draft.write(new byte[] {'x'}, 0, 1);
            var waits = Standing.waiting(State.WAITING.number, 0, 0);
            return draft.commit(
                    new byte[] {99},
                    List.of(new SpooledRecipient(StoredMessage.bytes(ANN), waits)),
                    new byte[0]);
        }
    }

    private static List<UUID> listed(QuietQueue world) throws IOException {
        return world
                .queue()
                .control()
                .list(Filter.ALL, null, 10, Duration.ofSeconds(30))
                .recipients()
                .stream()
                .map(QueuedRecipient::id)
                .toList();
    }

    private static void takeUntil(QuietQueue world, Set<UUID> all) throws Exception {
        Set<UUID> found = new HashSet<>();
        while (!found.containsAll(all)) {
            world.take("example.com").ifPresent(it -> found.add(it.id()));
            Thread.yield();
        }
    }

    @Test
    void othersAreListedExportedBouncedRemovedAndFiledAllTheSame() throws Exception {
        try (var world = new QuietQueue(folder)) {
            unreadable(world);
            var bounced = world.accept("you@example.org", ANN);
            var removed = world.accept("you@example.org", recipient("bob@example.com"));

            assertThat(listed(world)).containsExactlyInAnyOrder(bounced, removed);
            var stream = new ByteArrayOutputStream();
            world.queue().control().export(Filter.ALL, false, ANNA).writeTo(stream);
            assertThat(stream.toString(StandardCharsets.UTF_8)).contains("\"messages\":2");
            new Refiling(world.queue(), Filter.ALL).run();
            takeUntil(world, Set.of(bounced, removed));
            world.queue().fileAgain();
            takeUntil(world, Set.of(bounced, removed));

            run(world, new Act.Bounce(Filter.ALL.with(Facet.MESSAGE, bounced.toString())));
            run(world, new Act.Remove(Filter.ALL));
            assertThat(world.spool().isHere(bounced)).isFalse();
            assertThat(world.spool().isHere(removed)).isFalse();
        }
    }

    private static void run(QuietQueue world, Act act) throws Exception {
        var control = world.queue().control();
        var order = control.act(act, ANNA);
        while (control.order(order.id())
                .filter(it -> it.progress() == Order.Progress.OVER)
                .isEmpty()) {
            Thread.yield();
        }
    }

    @Test
    void itsClaimEndsWhereItCannotBeRead() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = unreadable(world);
            var row = new Waiting(id, new int[] {0}, 0, 1);
            var mail = new QueuedMail(row, world.bucket("example.com"), world.queue());

            assertThat(mail.mail().envelope().recipients()).isEmpty();

            assertThat(world.queue().claims().isTaken(id, 0)).isFalse();
        }
    }

    @Test
    void whatCouldNotBeReadAgainIsNotTaken() throws Exception {
        try (var world = new QuietQueue(folder);
                var draft = world.queue().begin()) {
            draft.write(new byte[] {'x'}, 0, 1);
            var offer =
                    new Offer(
                            new Envelope(
                                    ReversePath.NULL,
                                    List.of(ANN),
                                    false,
                                    false,
                                    Optional.empty(),
                                    Optional.empty()),
                            Instant.EPOCH,
                            Optional.of("x".repeat(70_000)),
                            Optional.empty(),
                            1,
                            false,
                            Steering.NONE);

            assertThatThrownBy(() -> draft.commit(offer))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reply().code()).hasValue(552));
            assertThat(world.spool().isHere(draft.id())).isFalse();
        }
    }
}
