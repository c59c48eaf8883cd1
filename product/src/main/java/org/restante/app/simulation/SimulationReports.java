package org.restante.app.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.score.Plan;
import org.restante.simulation.score.Tournament;

/// The reports that are kept in git, so that a change of behaviour is read as a diff: the law with two of the seeds that judge, and the other
/// policies, which seldom change, with one seed.
public final class SimulationReports {
    private static final List<Long> JUDGING = List.of(5L, 6L);
    private static final List<Long> ONE = List.of(1L);
    private static final Set<Contestant> LAW =
            EnumSet.of(Contestant.LAW, Contestant.LAW_WARM, Contestant.HAND_TUNED);

    private final Tournament tournament;
    private final Consumer<String> progress;

    /// @param progress told in a line how far it is, by any thread
    public SimulationReports(Tournament tournament, Consumer<String> progress) {
        this.tournament = tournament;
        this.progress = progress;
    }

    /// Writes `law.txt`.
    public void writeLaw(Path folder) throws IOException, InterruptedException {
        write(folder, "law.txt", LAW, JUDGING);
    }

    /// Writes `others.txt`.
    public void writeOthers(Path folder) throws IOException, InterruptedException {
        write(
                folder,
                "others.txt",
                EnumSet.complementOf(EnumSet.of(Contestant.LAW, Contestant.LAW_WARM)),
                ONE);
    }

    private void write(Path folder, String name, Set<Contestant> contestants, List<Long> seeds)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var results =
                tournament.play(
                        List.<Plan>copyOf(Scenarios.all()),
                        contestants,
                        seeds,
                        scenario -> progress.accept(name + ": " + scenario));
        Files.writeString(
                folder.resolve(name), SimulationText.of(results, seeds), StandardCharsets.UTF_8);
    }
}
