package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.sending.reception.LoginTurns.Turn;

/// Bursts of log-ins: guesses are few whatever comes at once, and whoever has the right password gets in.
@Timeout(120)
final class LoginTurnsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final int AT_ONCE = 4;
    private static final int PER_ADDRESS = 10;
    private static final int PER_NAME = 12;
    private static final Duration LONG = Duration.ofSeconds(110);

    private final AtomicLong ticks = new AtomicLong();
    private final LoginBrake brake =
            new LoginBrake(
                    new LoginBrakeSettings(
                            2,
                            Duration.ZERO,
                            Duration.ZERO,
                            PER_ADDRESS,
                            PER_NAME,
                            Duration.ofMinutes(15),
                            1_000));
    private LoginTurns turns = new LoginTurns(brake, AT_ONCE, LONG, ticks::get);

    /// Makes hashes, each of which takes until it may end.
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private final AtomicInteger hashes = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicBoolean isRemembered = new AtomicBoolean();

    private void hash() throws InterruptedException {
        hashes.incrementAndGet();
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        assertThat(mayEnd.await(100, TimeUnit.SECONDS)).isTrue();
        underWay.decrementAndGet();
    }

    private Turn guesses(InetAddress from, String user) throws InterruptedException {
        var turn = turns.take(from, user);
        if (turn == Turn.COMES) {
            try {
                hash();
                brake.failed(from, user, ticks.get());
            } finally {
                turns.over(from, user);
            }
        }
        return turn;
    }

    private Turn knows(InetAddress from, String user) throws InterruptedException {
        var turn = turns.take(from, user);
        if (turn == Turn.COMES) {
            try {
                if (!isRemembered.get()) {
                    hash();
                    isRemembered.set(true);
                }
                brake.succeeded(from, user, ticks.get());
            } finally {
                turns.over(from, user);
            }
        }
        return turn;
    }

    private interface Attempt {
        Turn of(int number) throws InterruptedException;
    }

    private List<Turn> atOnce(int count, Attempt attempt) throws Exception {
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Turn>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(sessions.submit(() -> attempt.of(number)));
            }
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (turns.size() < count - AT_ONCE && System.nanoTime() - end < 0) {
                Thread.yield();
            }
            mayEnd.countDown();
            List<Turn> told = new ArrayList<>();
            for (var one : all) {
                told.add(one.get());
            }
            return told;
        }
    }

    @Test
    void ofABurstOfGuessesFromOneAddressNoMoreAreComparedThanMayFail() throws Exception {
        var told = atOnce(200, number -> guesses(HERE, "name" + number % 50));

        assertThat(hashes).hasValue(PER_ADDRESS);
        assertThat(most).hasValueLessThanOrEqualTo(AT_ONCE);
        assertThat(told).filteredOn(Turn.REFUSED::equals).hasSize(200 - PER_ADDRESS);
        assertThat(turns.size()).isZero();
    }

    @Test
    void aHundredSessionsWithTheRightPasswordAllLogIn() throws Exception {
        var told = atOnce(100, number -> knows(HERE, "shop"));

        assertThat(told).hasSize(100).containsOnly(Turn.COMES);
        assertThat(hashes).hasValueLessThanOrEqualTo(AT_ONCE);
        assertThat(turns.size()).isZero();
    }

    @Test
    void aNameIsGuessedFromManyAddressesAFewTimesAndItsOwnerGetsIn() throws Exception {
        var home = InetAddress.ofLiteral("198.51.100.7");
        brake.succeeded(home, "ann", 0);

        var told =
                atOnce(
                        101,
                        number ->
                                number == 100
                                        ? knows(home, "ann")
                                        : guesses(
                                                InetAddress.ofLiteral("192.0.2." + number), "ann"));

        assertThat(hashes).hasValueLessThanOrEqualTo(PER_NAME + 1);
        assertThat(told.getLast()).isEqualTo(Turn.COMES);
        assertThat(told.subList(0, 100)).contains(Turn.REFUSED);
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsToldToComeLater() throws Exception {
        turns = new LoginTurns(brake, 1, Duration.ZERO, ticks::get);
        assertThat(turns.take(HERE, "ann")).isEqualTo(Turn.COMES);

        assertThat(turns.take(HERE, "bob")).isEqualTo(Turn.LATER);

        turns.over(HERE, "ann");
        assertThat(turns.take(HERE, "bob")).isEqualTo(Turn.COMES);
        turns.over(HERE, "bob");
        assertThat(turns.size()).isZero();
    }

    @Test
    void oneThatMayFailOnceMoreIsAloneUnderWay() {
        for (int i = 0; i < PER_ADDRESS - 1; i++) {
            brake.failed(HERE, "name" + i, 0);
        }
        turns = new LoginTurns(brake, AT_ONCE, Duration.ZERO, ticks::get);

        assertThat(turns.take(HERE, "ann")).isEqualTo(Turn.COMES);
        assertThat(turns.take(HERE, "bob")).isEqualTo(Turn.LATER);
        brake.failed(HERE, "ann", 0);
        turns.over(HERE, "ann");
        assertThat(turns.take(HERE, "bob")).isEqualTo(Turn.REFUSED);
        ticks.addAndGet(Duration.ofMinutes(3).toNanos());
        assertThat(turns.take(HERE, "bob")).isEqualTo(Turn.COMES);
    }
}
