package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SideBySideTest {
    @Test
    void eachThreadDoesTheWork() throws IOException {
        var barrier = new CyclicBarrier(3);
        var done = new AtomicInteger();

        SideBySide.run(
                3,
                () -> {
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    done.incrementAndGet();
                });

        assertThat(done).hasValue(3);
    }

    @Test
    void oneThreadIsTheCallersOwn() throws IOException {
        var threads = new ArrayList<Thread>();

        SideBySide.run(1, () -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void whatAThreadThrowsIsThrown() {
        assertThatThrownBy(() ->
                        SideBySide.run(
                                2,
                                () -> {
                                    throw new IOException("disk");
                                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() ->
                        SideBySide.run(
                                2,
                                () -> {
                                    throw new UncheckedIOException(new IOException("bug"));
                                }))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void piecesAreTakenInTheOrderOfTheirNumbersWhoeverBringsThem() throws IOException {
        var taken = new ArrayList<Long>();
        var inTurn = new InTurn<Long>(4, taken::add);
        var numbers = new AtomicLong();

        SideBySide.run(
                4,
                () -> {
                    for (long n = numbers.getAndIncrement();
                            n < 2000;
                            n = numbers.getAndIncrement()) {
                        inTurn.bring(n, n);
                    }
                });

        assertThat(taken).containsExactlyElementsOf(LongStream.range(0, 2000).boxed().toList());
    }

    @Test
    void aPieceWaitsForThoseBeforeIt() throws IOException {
        var taken = new ArrayList<String>();
        var inTurn = new InTurn<String>(1, taken::add);

        inTurn.bring(1, "second");
        assertThat(taken).isEmpty();
        inTurn.bring(0, "first");

        assertThat(taken).containsExactly("first", "second");
    }

    @Test
    void afterTheTakerFailedWhoeverBringsFails() {
        var full = new IOException("disk full");
        var inTurn =
                new InTurn<String>(
                        2,
                        one -> {
                            throw full;
                        });

        assertThatThrownBy(() -> inTurn.bring(0, "first")).isSameAs(full);
        assertThatThrownBy(() -> inTurn.bring(1, "second")).isSameAs(full);
    }

    @Test
    void noneReadsOnAfterAFailure() {
        var numbers = new AtomicLong();
        var inTurn =
                new InTurn<Long>(
                        4,
                        one -> {
                            if (one == 100) {
                                throw new IOException("disk full");
                            }
                        });

        assertThatThrownBy(() ->
                        SideBySide.run(
                                4,
                                () ->
                                        inTurn.during(() -> {
                                            while (true) {
                                                long n = numbers.getAndIncrement();
                                                inTurn.bring(n, n);
                                            }
                                        })))
                .hasMessage("disk full");
        assertThat(numbers.get()).as("some are ready or at hand by then").isLessThan(200);
    }

    @Test
    void whoIsFarAheadWaitsForWhoIsNext() throws IOException {
        var numbers = new AtomicLong();
        var most = new AtomicLong();
        var taken = new ArrayList<Long>();
        var inTurn = new InTurn<Long>(3, taken::add);
        var othersAreDone = new CountDownLatch(14);

        SideBySide.run(
                3,
                () ->
                        inTurn.during(() -> {
                            for (long n = numbers.getAndIncrement();
                                    n < 1000;
                                    n = numbers.getAndIncrement()) {
                                if (n == 0) {
                                    await(othersAreDone);
                                    most.set(numbers.get());
                                }
                                othersAreDone.countDown();
                                inTurn.bring(n, n);
                            }
                        }));

        assertThat(most.get()).as("numbers begun while 0 was not there").isLessThanOrEqualTo(16);
        assertThat(taken).containsExactlyElementsOf(LongStream.range(0, 1000).boxed().toList());
    }

    @Test
    void aThreadThatFailsWithoutBringingEndsThoseWhoWaitForIt() {
        var numbers = new AtomicLong();
        var inTurn = new InTurn<Long>(3, one -> {});
        var othersAreDone = new CountDownLatch(14);

        assertThatThrownBy(() ->
                        SideBySide.run(
                                3,
                                () ->
                                        inTurn.during(() -> {
                                            while (true) {
                                                long n = numbers.getAndIncrement();
                                                if (n == 0) {
                                                    await(othersAreDone);
                                                    throw new IOException("unreadable");
                                                }
                                                othersAreDone.countDown();
                                                inTurn.bring(n, n);
                                            }
                                        })))
                .hasMessage("unreadable");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
