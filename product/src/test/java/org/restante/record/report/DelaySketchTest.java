package org.restante.record.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DelaySketchTest {
    @Test
    void aFewDelaysAreKeptExactly() {
        var sketch = new DelaySketch();
        for (long millis : new long[] {500, 100, 90_000}) {
            sketch.add(millis);
        }
        assertThat(sketch.quantileSeconds(0.5)).isEqualTo(0.5);
        assertThat(sketch.quantileSeconds(0.9)).isEqualTo(90);
    }

    @Test
    void quantilesOfManyAreWithinASixteenth() {
        var random = new Random(3);
        var all = new long[50_000];
        var left = new DelaySketch();
        var right = new DelaySketch();
        for (int i = 0; i < all.length; i++) {
            all[i] = (long) Math.exp(random.nextGaussian() * 3 + 8);
            (i % 3 == 0 ? left : right).add(all[i]);
        }
        left.addAll(right);
        Arrays.sort(all);
        for (double q : new double[] {0.01, 0.5, 0.9, 0.99}) {
            double exact = all[(int) Math.ceil(q * all.length) - 1] / 1000.0;
            assertThat(left.quantileSeconds(q)).isCloseTo(exact, within(exact / 16 + 0.001));
        }
    }

    @Test
    void noDelaysHaveNoQuantile() {
        assertThat(new DelaySketch().quantileSeconds(0.5)).isNaN();
    }
}
