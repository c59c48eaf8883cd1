package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Seeded lives of a spool on a disk that loses what it may lose.
final class SpoolHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("restante.spool.histories", 10_000);

    /// Most histories are short; the long ones turn their segments over many times.
    private static final int[] STEPS = {30, 30, 30, 30, 30, 30, 30, 30, 30, 250};

    private static final long FIRST = Long.getLong("restante.spool.seed", 1);

    @Test
    void nothingAcknowledgedIsLostAndNothingHalfAppears() {
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = FIRST; seed < FIRST + HISTORIES; seed++) {
            try {
                var history = new SpoolHistory(seed);
                history.run(STEPS[(int) (seed % STEPS.length)]);
                history.counts.forEach((what, count) -> counts.merge(what, count, Integer::sum));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("history " + seed + " of " + HISTORIES + ": " + e, e);
            }
        }
        System.out.println("spool histories: " + HISTORIES + " " + counts);
        assertThat(counts)
                .containsKeys(
                        "power cut", "process died", "crash in recovery", "Put null", "Put FULL");
    }
}
