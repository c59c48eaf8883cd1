package org.restante.sending.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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

    @Test
    void aDiskWhoseSyncsDoNothingIsFoundOut() {
        assertThat(isFoundOut(disk -> disk.skipsForces = true)).isTrue();
        assertThat(isFoundOut(disk -> disk.skipsNameSyncs = true)).isTrue();
    }

    private static boolean isFoundOut(Consumer<SimulatedDisk> breaking) {
        for (long seed = 1; seed < 500; seed++) {
            try {
                var history = new SpoolHistory(seed);
                breaking.accept(history.disk);
                history.run(30);
            } catch (IOException | AssertionError e) {
                return true;
            }
        }
        return false;
    }
}
