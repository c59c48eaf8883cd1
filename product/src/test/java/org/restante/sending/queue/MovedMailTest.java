package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.queue.QuietQueue.recipient;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.sending.spool.Standing;

/// Mail that goes from one server's queue to another's.
@Timeout(120)
final class MovedMailTest {
    private static final By ANNA = new By("anna", "a test");
    private static final Recipient ANN = recipient("ann@example.com", Notify.FAILURE);
    private static final Recipient BOB = recipient("bob@example.com", Notify.FAILURE);

    @TempDir Path folder;

    @Test
    void whatWasImportedIsGivenUpWhenItsTimeIsOver() throws Exception {
        var stream = folder.resolve("stream");
        try (var from = new QuietQueue(folder.resolve("from"));
                var out = Files.newOutputStream(stream)) {
            from.accept("you@example.org", ANN);
            from.queue().control().export(Filter.ALL, false, ANNA).writeTo(out);
        }
        try (var to = new QuietQueue(folder.resolve("to"))) {
            assertThat(to.queue().control().importFrom(stream, ANNA).messages()).isEqualTo(1);
            to.passes(Duration.ofHours(72));
            to.looks();

            assertThat(to.notices()).singleElement().asString().contains("Status: 5.4.7");
        }
    }

    @Test
    void whoIsDoneMeanwhileIsInNobodysHandAfterTheExport() throws Exception {
        try (var world = new QuietQueue(folder)) {
            var id = world.accept("you@example.org", ANN, BOB);
            var isDone = new AtomicBoolean();
            world.whenTheQueueLooksAtItsClock(() -> {
                if (world.queue().claims().isTaken(id, 0) && isDone.compareAndSet(false, true)) {
                    try {
                        var delivered = Standing.done(State.DELIVERED.number, 1);
                        world.spool().change(id, 0, delivered, new byte[0]).await();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });

            world.queue()
                    .control()
                    .export(Filter.ALL, false, ANNA)
                    .writeTo(OutputStream.nullOutputStream());

            assertThat(isDone).isTrue();
            assertThat(world.queue().claims().isTaken(id, 0)).isFalse();
            assertThat(world.queue().claims().isTaken(id, 1)).isFalse();
        }
    }
}
