package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
        var inTurn = new InTurn<Long>(taken::add);
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
        var inTurn = new InTurn<String>(taken::add);

        inTurn.bring(1, "second");
        assertThat(taken).isEmpty();
        inTurn.bring(0, "first");

        assertThat(taken).containsExactly("first", "second");
    }
}
