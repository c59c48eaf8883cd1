package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LongTableTest {
    @Test
    void doesWhatAMapDoes() {
        var random = new Random(7);
        var table = new LongTable(4);
        var map = new HashMap<Long, Integer>();
        for (int i = 0; i < 200_000; i++) {
            long key = 1 + random.nextInt(3000);
            if (random.nextInt(3) == 0) {
                var was = map.remove(key);
                assertThat(table.remove(key)).isEqualTo(was == null ? -1 : was);
            } else {
                map.put(key, i);
                table.put(key, i);
            }
        }
        assertThat(table.size()).isEqualTo(map.size());
        map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    }

    @Test
    void zeroIsNoKey() {
        var table = new LongTable(4);
        table.put(0, 5);
        assertThat(table.get(0)).isEqualTo(-1);
        assertThat(table.remove(0)).isEqualTo(-1);
    }
}
