package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The first few of many are those that sorting all of them would show, and everything else falls out once.
class ForemostTest {
    @Test
    void isTheBeginningOfTheSortedWhole() {
        var random = new Random(7);
        for (int size = 0; size < 200; size++) {
            var all = random.ints(size, 0, 50).boxed().toList();
            int most = random.nextInt(20);
            var first = new Foremost<Integer>(most, Comparator.naturalOrder());
            var out = new ArrayList<Integer>();
            for (var one : all) {
                var last = first.offer(one);
                if (last != null) {
                    out.add(last);
                }
            }

            var sorted = all.stream().sorted().toList();
            int shown = Math.min(most, size);
            assertThat(first.inOrder()).isEqualTo(sorted.subList(0, shown));
            assertThat(out.stream().sorted().toList()).isEqualTo(sorted.subList(shown, size));
        }
    }

    @Test
    void ofEqualsTheFirstComerStays() {
        var first = new Foremost<String>(1, Comparator.comparingInt(String::length));

        assertThat(first.offer("gmx.de")).isNull();
        assertThat(first.offer("web.de")).isEqualTo("web.de");
        assertThat(first.inOrder()).isEqualTo(List.of("gmx.de"));
    }
}
