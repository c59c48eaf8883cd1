package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class StaticPaceTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private LaneLimits limits = limits(10, 60);

    private static LaneLimits limits(int connections, int messagesPerHour) {
        return new LaneLimits(
                OptionalInt.of(connections), 100, 50, OptionalInt.of(messagesPerHour));
    }

    @Test
    void changedLimitsAreHeededAtOnce() {
        var pace = new StaticPace(() -> limits);
        pace.started(false, 0);
        assertThat(pace.due(false, 0)).isEqualTo(MINUTE);
        assertThat(pace.connections(0)).isEqualTo(10);

        limits = limits(3, 600);

        assertThat(pace.due(false, 0)).isEqualTo(MINUTE / 10);
        assertThat(pace.connections(0)).isEqualTo(3);
    }

    @Test
    void aLowerPaceGrantsNothingThatWasHeldBack() {
        var pace = new StaticPace(() -> limits);
        pace.started(false, 0);

        limits = limits(10, 1);

        assertThat(pace.due(false, 0)).isEqualTo(MINUTE);
        pace.started(false, MINUTE);
        assertThat(pace.due(false, MINUTE)).isEqualTo(MINUTE + Duration.ofHours(1).toNanos());
    }

    @Test
    void withoutALimitTheLaneBeginsWithFiveConnections() {
        var pace = new StaticPace(() -> limits);
        limits = LaneLimits.UNKNOWN;

        assertThat(pace.connections(0)).isEqualTo(5);
        assertThat(pace.due(false, 0)).isLessThanOrEqualTo(0);
    }
}
