package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.restante.sending.queue.QuietQueue.facts;
import static org.restante.sending.queue.QuietQueue.recipient;
import static org.restante.sending.queue.QuietQueue.refusedForGood;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Submission.Refused;
import org.restante.sending.backlog.BacklogSettings;

/// The queue takes no new mail, its own notices among it.
@Timeout(120)
final class FullQueueTest {
    @TempDir Path folder;

    private QuietQueue world() throws Exception {
        return new QuietQueue(folder, QueueSettings.defaults(), new BacklogSettings(8, 2, 0));
    }

    @Test
    void neitherDoorTakesNewMail() throws Exception {
        try (var world = world()) {
            world.fill();

            assertThatThrownBy(() -> world.queue().begin()).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> world.queue().begin(new UUID(1, 2)))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void aFailureWhoseSenderCannotBeToldDoesNotEnd() throws Exception {
        try (var world = world()) {
            var told = recipient("ann@example.com", Notify.FAILURE);
            var untold = recipient("bob@example.com");
            var id = world.accept("you@example.org", told, untold);
            var mail = world.take("example.com").orElseThrow();
            assertThat(mail.mail().envelope().recipients()).containsExactly(told, untold);
            mail.begins();
            world.fill();

            var refused = refusedForGood("550 5.1.1 No such user");
            mail.settle(List.of(refused, refused), facts("example.com"));

            assertThat(world.state(id, 0)).contains(State.WAITING);
            assertThat(world.state(id, 1)).contains(State.BOUNCED);
            while (world.queue().claims().isTaken(id, 0)) {
                world.settle();
            }
            world.passes(Duration.ofMinutes(1));
            var again = world.take("example.com").orElseThrow().mail();
            assertThat(again.envelope().recipients()).containsExactly(told);
        }
    }
}
