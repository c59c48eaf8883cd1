package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private static long at(Duration time) {
        return time.toNanos() - Duration.ofDays(9).toNanos();
    }

    private static int taken(Allowance allowance, int wanted, Duration time) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += allowance.take(at(time)) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void anHoursAllowanceComesBackAfterAnHour() {
        var allowance = new Allowance(OptionalLong.of(10), OptionalLong.empty());

        assertThat(taken(allowance, 8, Duration.ZERO)).isEqualTo(8);
        assertThat(taken(allowance, 8, Duration.ofMinutes(30))).isEqualTo(2);
        assertThat(taken(allowance, 8, Duration.ofMinutes(59))).isZero();
        assertThat(taken(allowance, 20, Duration.ofMinutes(61))).isEqualTo(8);
        assertThat(taken(allowance, 20, Duration.ofMinutes(91))).isEqualTo(2);
        assertThat(taken(allowance, 20, Duration.ofHours(200))).isEqualTo(10);
    }

    @Test
    void aDaysAllowanceHoldsBesideIt() {
        var allowance = new Allowance(OptionalLong.of(10), OptionalLong.of(25));

        int taken = 0;
        for (int hour = 0; hour < 24; hour++) {
            taken += taken(allowance, 100, Duration.ofHours(hour).plusMinutes(1));
        }
        assertThat(taken).isEqualTo(25);
        assertThat(taken(allowance, 100, Duration.ofHours(25))).isEqualTo(10);
    }

    @Test
    void whoHasNoBoundHasNone() {
        assertThat(
                        taken(
                                new Allowance(OptionalLong.empty(), OptionalLong.empty()),
                                1000,
                                Duration.ZERO))
                .isEqualTo(1000);
    }
}
