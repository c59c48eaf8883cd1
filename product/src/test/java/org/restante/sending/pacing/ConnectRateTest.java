package org.restante.sending.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.pacing.Flow.SECOND;

import org.junit.jupiter.api.Test;

/// A receiver that takes twelve connections in a minute of the clock.
final class ConnectRateTest {
    private static final int TAKES = 12;
    private static final long MINUTE = 60 * SECOND;

    private final ConnectRate rate = new ConnectRate();
    private long now;
    private long minute;
    private int inMinute;
    private int opened;
    private int refused;

    private void connectsFor(int hours) {
        long end = now + hours * 60 * MINUTE;
        while (now < end) {
            now = Math.max(now + SECOND / 10, rate.due(now));
            if (now / MINUTE != minute) {
                minute = now / MINUTE;
                inMinute = 0;
            }
            rate.opening(now);
            if (++inMinute <= TAKES) {
                opened++;
                rate.opened();
            } else {
                refused++;
                rate.refused(now, now);
            }
        }
    }

    @Test
    void whatItTakesIsUsedThoughItIsAskedNowAndThenForMore() {
        connectsFor(24);

        assertThat(opened).isGreaterThan((int) (0.95 * TAKES * 24 * 60));
        assertThat(refused).isLessThan(40);
    }
}
