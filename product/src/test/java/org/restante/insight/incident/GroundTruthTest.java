package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GroundTruthTest {
    private static final long START = 29_000_000;

    @Test
    void thePrototypesIncidentsAreFoundAndNamed() {
        var trial = new Trial("prototype, 300/min", true, true);
        int runs = Integer.getInteger("runs", 60);
        double rate = Integer.getInteger("rate", 300);
        for (int run = 0; run < runs; run++) {
            int incidents = run % 6 == 5 ? 0 : 1;
            trial.run(
                    new PrototypeTraffic(1000 + run, rate, incidents, .5, START),
                    START,
                    PrototypeTraffic.MINUTES);
        }
        System.out.println(trial.row());
        System.out.println(trial.byKind());
        trial.mistakes.forEach(System.out::println);
        System.out.println(trial.millis() + " ms");
        assertThat(trial.bothRight()).isGreaterThan(.9);
    }
}
