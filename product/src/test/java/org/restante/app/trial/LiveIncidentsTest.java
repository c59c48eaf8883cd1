package org.restante.app.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.duty.Case;
import org.restante.app.duty.Rehearsal;
import org.restante.app.logging.LogSettings;
import org.restante.app.logging.LogSettings.Format;
import org.restante.app.logging.LogSettings.Level;
import org.restante.app.logging.ServerLog;
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

    /// Where lives leave what they put on record, `-Dkeep=`.
    private Path kept() {
        var keep = System.getProperty("keep");
        return keep == null ? folder : Path.of(keep);
    }

    private Lived lived(
            long seed,
            int rate,
            int speed,
            double newSourceAt,
            double minutes,
            List<Planted> script)
            throws Exception {
        var life =
                new Life(
                        kept().resolve("life" + seed),
                        seed,
                        rate,
                        speed,
                        minutes,
                        newSourceAt,
                        script);
        long begun = System.nanoTime();
        var lived = life.live();
        System.out.printf(
                Locale.ROOT,
                "life %d: %.0f minutes in %.0f s, not taken %d%n",
                seed,
                minutes,
                (System.nanoTime() - begun) / 1e9,
                life.refused);
        return lived;
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
        ServerLog.start(new LogSettings(Format.TEXT, Level.ERROR, false, Optional.empty()));
        try {
            System.out.println(lived().told());
        } finally {
            ServerLog.start(LogSettings.defaults());
        }
    }

    private LiveScore lived() throws Exception {
        var score = new LiveScore();
        long seed = Long.getLong("seed", 101);
        int rate = Integer.getInteger("rate", PER_MINUTE);
        int speed = Integer.getInteger("speed", SPEED);
        var kinds =
                Arrays.stream(System.getProperty("kinds", "").split(","))
                        .filter(it -> !it.isEmpty())
                        .map(Kind::valueOf)
                        .toList();
        int lives = Integer.getInteger("lives", 2);
        var all = new ArrayList<Future<Lived>>();
        try (var side = Executors.newFixedThreadPool(Integer.getInteger("beside", 2))) {
            for (int i = 0; i < lives; i++) {
                long its = seed + i;
                var script = Script.draw(its, kinds.isEmpty() ? List.of(Kind.values()) : kinds);
                all.add(
                        side.submit(() ->
                                lived(its, rate, speed, Double.MAX_VALUE, length(script), script)));
            }
            for (int i = 0; i < Integer.getInteger("clean", 1); i++) {
                long its = seed + 100 + i;
                int minutes = Integer.getInteger("minutes", 480);
                all.add(side.submit(() -> lived(its, rate, speed, 120, minutes, List.of())));
            }
            for (var one : all) {
                score.take(one.get());
            }
        }
        return score;
    }

    /// `-Dkept=FOLDER`: what would be told today of the lives that an earlier run left there by `-Dkeep=FOLDER`.
    @Test
    @Tag("long")
    void whatWasKept() throws Exception {
        var score = new LiveScore();
        try (var lives = Files.newDirectoryStream(Path.of(System.getProperty("kept", "none")))) {
            for (var life : lives) {
                if (Lived.Play.isAt(life)) {
                    score.take(heard(life));
                }
            }
        }
        System.out.println(score.told());
    }

    private Lived heard(Path life) throws Exception {
        var play = Lived.Play.of(life);
        var judged = new HashMap<Planted, List<Case>>();
        var rehearsal = new Rehearsal(folder.resolve(life.getFileName()), SteadyTime.at(0));
        Lived.events(
                life,
                event -> {
                    for (var one : play.script()) {
                        var judgement = SteadyTime.at(one.from() + LiveScore.JUDGED_AFTER);
                        if (!judged.containsKey(one) && !event.time().isBefore(judgement)) {
                            rehearsal.reach(judgement);
                            judged.put(one, rehearsal.told());
                        }
                    }
                    rehearsal.take(event);
                });
        return new Lived(play.script(), play.minutes(), judged, rehearsal.told(), life);
    }
}
