package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private static final OptionalLong ANY = OptionalLong.empty();

    private final Allowance allowance = new Allowance();

    private static long at(Duration time) {
        return Duration.ofDays(3).plus(time).toNanos();
    }

    private int taken(OptionalLong hourly, OptionalLong daily, int wanted, Duration time) {
        return taken(allowance, hourly, daily, wanted, time);
    }

    private static int taken(
            Allowance allowance,
            OptionalLong hourly,
            OptionalLong daily,
            int wanted,
            Duration time) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += allowance.take(hourly, daily, at(time)) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void anHoursAllowanceComesBackAfterAnHour() {
        var ten = OptionalLong.of(10);

        assertThat(taken(ten, ANY, 8, Duration.ZERO)).isEqualTo(8);
        assertThat(taken(ten, ANY, 8, Duration.ofMinutes(30))).isEqualTo(2);
        assertThat(taken(ten, ANY, 8, Duration.ofMinutes(59))).isZero();
        assertThat(taken(ten, ANY, 20, Duration.ofMinutes(61))).isEqualTo(8);
        assertThat(taken(ten, ANY, 20, Duration.ofMinutes(91))).isEqualTo(2);
        assertThat(taken(ten, ANY, 20, Duration.ofHours(200))).isEqualTo(10);
    }

    @Test
    void aDaysAllowanceHoldsBesideIt() {
        int taken = 0;
        for (int hour = 0; hour < 24; hour++) {
            taken +=
                    taken(
                            OptionalLong.of(10),
                            OptionalLong.of(25),
                            100,
                            Duration.ofHours(hour).plusMinutes(1));
        }
        assertThat(taken).isEqualTo(25);
        assertThat(taken(OptionalLong.of(10), OptionalLong.of(25), 100, Duration.ofHours(25)))
                .isEqualTo(10);
    }

    @Test
    void whoHasNoBoundHasNone() {
        assertThat(taken(ANY, ANY, 1000, Duration.ZERO)).isEqualTo(1000);
    }

    @Test
    void whatAMessageThatCameToNothingHadTakenIsGivenBack() {
        taken(OptionalLong.of(10), ANY, 10, Duration.ZERO);

        allowance.giveBack(4, at(Duration.ZERO));

        assertThat(taken(OptionalLong.of(10), ANY, 10, Duration.ZERO)).isEqualTo(4);
    }

    @Test
    void aRestartForgetsNothing() {
        taken(OptionalLong.of(10), OptionalLong.of(12), 10, Duration.ZERO);
        var kept = allowance.toBytes(at(Duration.ZERO), 1_000_000);

        // Another process: its monotonic clock has nothing to do with the one before. Half an hour
        // has passed.
        var again = Allowance.of(kept, at(Duration.ofDays(-1)), 1_000_000 + 30 * 60_000);

        assertThat(taken(again, OptionalLong.of(11), ANY, 5, Duration.ofDays(-1))).isEqualTo(1);
        assertThat(
                        taken(
                                again,
                                OptionalLong.of(10),
                                OptionalLong.of(12),
                                5,
                                Duration.ofHours(-23).plusMinutes(1)))
                .isEqualTo(1);
    }

    @Test
    void aClockThatWasSetBackMakesNothingYounger() {
        taken(OptionalLong.of(10), ANY, 10, Duration.ZERO);
        var kept = allowance.toBytes(at(Duration.ZERO), 1_000_000);

        var again = Allowance.of(kept, at(Duration.ZERO), 0);

        assertThat(taken(again, OptionalLong.of(10), ANY, 5, Duration.ZERO)).isZero();
    }

    @Test
    void whatIsNoneOfOursIsNotRead() {
        var none = Allowance.of(new byte[] {9, 9}, at(Duration.ZERO), 0);

        assertThat(taken(none, OptionalLong.of(3), ANY, 5, Duration.ZERO)).isEqualTo(3);
    }
}
