package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.record.store.Wire.Ask;

/// Questions that wait for others, on a clock that stands where it is put.
@Timeout(60)
final class TurnsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch go = new CountDownLatch(1);
    private final LinkedBlockingQueue<Long> lookedUp = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<byte[]> told = new LinkedBlockingQueue<>();

    private byte[] slowly(Ask ask, Deadline deadline) {
        lookedUp.add(ask.number());
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Wire.trouble(ask.number(), "looked up");
    }

    @Test
    void aQuestionWhoseTimeIsOverBeforeItsTurnIsNotLookedUp() throws Exception {
        try (var clock = Executors.newSingleThreadScheduledExecutor();
                var turns = new Turns(1, this::slowly, told::add)) {
            for (long number : List.of(1L, 2L, 3L)) {
                var time = Duration.ofSeconds(number == 3 ? 60 : 10);
                turns.take(
                        new Ask(number, time.toMillis(), new Question.Standing()),
                        Deadline.in(clock, nanos::get, time));
            }
            assertThat(lookedUp.take()).isEqualTo(1);
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            go.countDown();

            assertThat(Wire.told(told.take()).trouble()).isEqualTo("looked up");
            assertThat(Wire.told(told.take()).trouble()).contains("other questions", "10000 ms");
            assertThat(Wire.told(told.take()).trouble()).isEqualTo("looked up");
            assertThat(lookedUp).containsExactly(3L);
        }
    }
}
