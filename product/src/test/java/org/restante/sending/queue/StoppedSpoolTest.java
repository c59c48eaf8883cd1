package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.restante.sending.queue.QuietQueue.recipient;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Notify;
import org.restante.sending.spool.SpoolException;

/// No delivery begins whose end could not be kept: after a restart it would be made again.
final class StoppedSpoolTest {
    @TempDir Path folder;

    @Test
    void aFirstAttemptDoesNotBegin() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("you@example.org", recipient("ann@example.com", Notify.FAILURE));
            var mail = world.take("example.com").orElseThrow();
            assertThat(mail.mail().envelope().recipients()).hasSize(1);
            world.spool().close();

            assertThatThrownBy(mail::begins).isInstanceOf(SpoolException.class);

            mail.putBack();
            assertThat(world.queue().claims().isTaken(id, 0)).isFalse();
        }
    }

    @Test
    void nothingIsHandedOut() throws Exception {
        try (var world = new QuietQueue(folder)) {
            world.accept("you@example.org", recipient("ann@example.com", Notify.FAILURE));
            world.spool().close();

            assertThat(world.take("example.com")).isEmpty();
        }
    }
}
