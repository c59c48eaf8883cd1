package org.restante.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FastTimeTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final FastTime time =
            new FastTime(
                    Duration.ofMinutes(100),
                    50,
                    () -> NOON.plusNanos(nanos.get() - 1_000),
                    nanos::get);

    private void pass(Duration ours) {
        nanos.addAndGet(ours.toNanos());
    }

    @Test
    void beginsInThePastAndCatchesUpWithThePresent() {
        assertThat(time.instant()).isEqualTo(NOON.minus(Duration.ofMinutes(98)));
        pass(Duration.ofMinutes(1));
        assertThat(time.instant()).isEqualTo(NOON.minus(Duration.ofMinutes(48)));
        assertThat(time.sinceBegin()).isEqualTo(Duration.ofMinutes(50));
        pass(Duration.ofMinutes(1));
        assertThat(time.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(2)));
    }

    @Test
    void thenPassesAsTheMachinesDoes() {
        pass(Duration.ofMinutes(2));
        long before = time.nanos();
        pass(Duration.ofMinutes(3));
        assertThat(time.nanos() - before).isEqualTo(Duration.ofMinutes(3).toNanos());
        assertThat(time.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(5)));
    }

    @Test
    void waitsAreShorterAsLongAsItIsFast() {
        assertThat(time.ours(5_000)).isEqualTo(100);
        pass(Duration.ofMinutes(3));
        assertThat(time.ours(5_000)).isEqualTo(5_000);
    }

    @Test
    void whatIsSkippedCountsForNanosecondsAlone() {
        var before = time.instant();
        long nanosBefore = time.nanos();
        time.skip(Duration.ofHours(12));
        assertThat(time.instant()).isEqualTo(before);
        assertThat(time.sinceBegin()).isZero();
        assertThat(time.nanos() - nanosBefore).isEqualTo(Duration.ofHours(12).toNanos());
    }

    @Test
    void noSpeedBelowOurs() {
        assertThatThrownBy(() -> new FastTime(Duration.ofMinutes(1), 0.5, () -> NOON, () -> 0))
                .hasMessageContaining("0.5");
    }
}
