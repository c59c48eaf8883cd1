package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AgesTest {
    @Test
    void theAgesOfTenAreToldByRank() {
        var ages = new Ages();
        for (int hour = 10; hour >= 1; hour--) {
            ages.add(Duration.ofHours(hour));
        }

        assertThat(ages.quantile(0.5)).contains(Duration.ofHours(5));
        assertThat(ages.quantile(0.9)).contains(Duration.ofHours(9));
        assertThat(ages.oldest()).contains(Duration.ofHours(10));
        assertThat(ages.from(Duration.ofHours(4))).isEqualTo(7);
        assertThat(ages.from(Duration.ofHours(11))).isZero();
    }

    @Test
    void whereNobodyWaitsThereIsNoAge() {
        var ages = new Ages();

        assertThat(ages.quantile(0.5)).isEmpty();
        assertThat(ages.oldest()).isEmpty();
    }

    @Test
    void whatComesFromTheFutureIsNew() {
        var ages = new Ages();
        ages.add(Duration.ofSeconds(-5));

        assertThat(ages.oldest()).contains(Duration.ZERO);
    }
}
