package org.restante.app.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.trial.Planted.Kind;

/// How well a running server tells of incidents: the whole way from sockets over the record to what it says. The table stands in
/// `docs/INCIDENTS.md`.
final class LiveIncidentsTest {
    private static final int PER_MINUTE = 300;
    private static final int SPEED = 60;

    /// Fewer and faster, so that it takes seconds.
    private static final int FEW_A_MINUTE = 120;

    private static final int FAST = 400;

    @TempDir private Path folder;

    private Life lived(
            long seed,
            int rate,
            int speed,
            double newSourceAt,
            double minutes,
            List<Planted> script)
            throws Exception {
        var life =
                new Life(
                        folder.resolve("life" + seed),
                        seed,
                        rate,
                        speed,
                        minutes,
                        newSourceAt,
                        script);
        long begun = System.nanoTime();
        life.live();
        System.out.printf(
                Locale.ROOT,
                "life %d: %.0f minutes in %.0f s, not taken %d%n",
                seed,
                minutes,
                (System.nanoTime() - begun) / 1e9,
                life.refused);
        return life;
    }

    private static double length(List<Planted> script) {
        return script.getLast().until() + 20;
    }

    @Test
    @Tag("slow")
    @Timeout(180)
    void aSourceOfBadReputeIsToldWhereItIsRefused() throws Exception {
        var score = new LiveScore();
        var script = Script.draw(7, List.of(Kind.REPUTATION_OF_A_SOURCE));

        score.take(
                lived(
                        7,
                        FEW_A_MINUTE,
                        FAST,
                        Double.MAX_VALUE,
                        script.getFirst().from() + 16,
                        script));

        assertThat(score.bothRight()).as(score.told()).isEqualTo(1);
    }

    /// `-Dkinds=OUTAGE,BAD_HOST -Dlives=1 -Dseed=1 -Dclean=0 -Dspeed=60 -Drate=300`: so many lives with these troubles (all), so many of
    /// eight hours without any, in which a source joins that nobody knows.
    @Test
    @Tag("long")
    void theWholeTable() throws Exception {
        var score = new LiveScore();
        long seed = Long.getLong("seed", 101);
        int rate = Integer.getInteger("rate", PER_MINUTE);
        int speed = Integer.getInteger("speed", SPEED);
        var kinds =
                Arrays.stream(System.getProperty("kinds", "").split(","))
                        .filter(it -> !it.isEmpty())
                        .map(Kind::valueOf)
                        .toList();
        for (int i = 0; i < Integer.getInteger("lives", 2); i++) {
            var script = Script.draw(seed + i, kinds.isEmpty() ? List.of(Kind.values()) : kinds);
            score.take(lived(seed + i, rate, speed, Double.MAX_VALUE, length(script), script));
        }
        for (int i = 0; i < Integer.getInteger("clean", 1); i++) {
            score.take(
                    lived(
                            seed + 100 + i,
                            rate,
                            speed,
                            120,
                            Integer.getInteger("minutes", 480),
                            List.of()));
        }
        System.out.println(score.told());
    }
}
