package org.restante.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TakenLatelyTest {
    @Test
    void whatIsYoungerThanItsTimeIsMetAgainWithoutFail() {
        var random = new Random(2);
        var lately = new TakenLately(1_000);
        var taken = new HashMap<Long, Long>();
        for (long i = 1; i <= 200_000; i++) {
            long time = 1_000 + i + random.nextInt(5_000);
            assertThat(lately.add(i, i * 7, time)).isTrue();
            taken.put(i, time);
        }

        assertThat(lately.since()).isBetween(1_000L, 205_000L);
        taken.forEach((id, time) -> {
            if (time > lately.since()) {
                assertThat(lately.add(id, id * 7, time)).isFalse();
            }
        });
    }

    @Test
    void whatIsForgottenIsNewAgain() {
        var lately = new TakenLately(0);
        lately.add(1, 2, 3);
        lately.forget(5);

        assertThat(lately.since()).isEqualTo(5);
        assertThat(lately.add(1, 2, 3)).isTrue();
    }
}
