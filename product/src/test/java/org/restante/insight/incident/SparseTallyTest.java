package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SparseTallyTest {
    private final SparseTally tally = new SparseTally();

    private Map<Integer, Integer> counted() {
        var counts = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < tally.size; i++) {
            counts.put(tally.met[i], tally.counts[i]);
        }
        return counts;
    }

    @Test
    void numbersAreCountedInTheOrderTheyWereMet() {
        var expected = new LinkedHashMap<Integer, Integer>();
        var chance = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            int number = chance.nextInt(4000) * 25;
            tally.add(number, 2);
            expected.merge(number, 2, Integer::sum);
        }

        assertThat(counted().entrySet()).containsExactlyElementsOf(expected.entrySet());
        assertThat(tally.at(25)).isEqualTo(expected.getOrDefault(25, 0));
        assertThat(tally.at(26)).isZero();
    }

    @Test
    void aClearedTallyHasForgottenEverything() {
        tally.add(8, 1);
        tally.clear();
        tally.add(9, 4);

        assertThat(tally.at(8)).isZero();
        assertThat(counted()).containsExactly(Map.entry(9, 4));
    }

    @Test
    void theCountsOfAnotherAreAdded() {
        var other = new SparseTally();
        other.add(8, 1);
        other.add(9, 2);
        tally.add(9, 5);

        tally.add(other);

        assertThat(counted()).containsExactly(Map.entry(9, 7), Map.entry(8, 1));
    }
}
